import { sql } from "kysely";
import { writeAudit } from "#/audit/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type Bytes, type Id, Refusal } from "#/kernel/index.ts";
import { type Change, takeNumbers, writeChanges } from "../changes.ts";
import { entryRows, type EntryRow } from "../entry-rows.ts";
import { openEntry } from "../entries/find-entry.ts";
import { auditActorOf } from "../entries/make-folder.ts";
import { subtree } from "../entries/subtree.ts";
import { assertUnlocked } from "../locks/locks.ts";
import { nameMac, openName, sealName } from "../names.ts";
import type { OpenFolder } from "../open-folders.ts";
import { filesLimits } from "../rules.ts";
import { freeNameIn } from "../trash/trash.ts";
import type { FilesActor, FoldersApp } from "../types.ts";

/** What rewinding would do, or did. */
export interface Rewound {
  /** Files whose content goes back to an earlier version. */
  readonly contents: number;
  /** Entries that get back their name or place. */
  readonly places: number;
  /** Entries that come out of the trash. */
  readonly back: number;
  /** Entries that were made later, and go to the trash. */
  readonly gone: number;
}

/** What an entry was like at a moment; `sequence` 0: it was not there yet. */
interface Was {
  readonly entryId: Id;
  readonly sequence: number;
  readonly parentId: Id | null;
  readonly nameSealed: Bytes;
  readonly version: number | null;
  readonly isTrashed: boolean;
}

/** All entries of a space that changed since, as they were then. */
async function statesAt(tx: Transaction, spaceId: Id, at: Date): Promise<Was[]> {
  const limit = filesLimits.entriesAtOnce;
  const { rows } = await sql<Was>`
    with changed as (
      select distinct entry_id from files_change
      where organisation_id = ${tx.organisationId} and space_id = ${spaceId} and at > ${at} limit ${limit + 1}
    )
    select changed.entry_id as "entryId", coalesce(state.sequence, 0)::int as sequence, state.parent_id as "parentId",
      coalesce(state.name_sealed, ''::bytea) as "nameSealed", state.version, coalesce(state.is_trashed, true) as "isTrashed"
    from changed left join lateral (
      select * from files_change earlier
      where earlier.organisation_id = ${tx.organisationId} and earlier.entry_id = changed.entry_id
        and earlier.space_id = ${spaceId} and earlier.at <= ${at}
      order by earlier.sequence desc limit 1
    ) state on true`.execute(tx.query);
  if (rows.length > limit) throw new Refusal("too-large", "files.too_many_at_once", { limit });
  return rows;
}

interface Step {
  readonly row: EntryRow;
  readonly was: Was;
  readonly content: boolean;
  readonly place: boolean;
  readonly back: boolean;
  readonly gone: boolean;
}

/** What has to be done for each entry below the folder, now or then. Nothing for what is as it was. */
async function stepsFor(tx: Transaction, folder: OpenFolder, folderId: Id, at: Date): Promise<Step[]> {
  const were = await statesAt(tx, folder.spaceId, at);
  if (were.length === 0) return [];
  const ids = new Set((await subtree(tx, folderId)).map((row) => row.entry_id));
  // What lay in the folder then, and what lies in that: the order of changes is not that of depth.
  for (let grew = true; grew;) {
    grew = false;
    for (const each of were)
      if (each.parentId && ids.has(each.parentId) && !ids.has(each.entryId)) grew = Boolean(ids.add(each.entryId));
  }
  const wanted = were.filter(({ entryId }) => ids.has(entryId) && entryId !== folderId);
  const rows = new Map(
    (
      await tx.query
        .selectFrom("files_entry")
        .selectAll()
        .where("organisation_id", "=", tx.organisationId)
        .where("space_id", "=", folder.spaceId)
        .where("entry_id", "in", [...wanted.map(({ entryId }) => entryId), folderId])
        .execute()
    ).map((row) => [row.entry_id, row]),
  );
  return wanted.flatMap((each): Step[] => {
    const row = rows.get(each.entryId);
    if (!row) return [];
    const isThere = row.trashed_at === null;
    const wasThere = each.sequence > 0 && !each.isTrashed;
    const name = (sealed: Bytes) => openName(folder.nameKey, folder.spaceId, row.entry_id, sealed);
    const step = {
      row,
      was: each,
      content: wasThere && each.version !== null && each.version !== row.version,
      place: wasThere && (each.parentId !== row.parent_id || name(each.nameSealed) !== name(row.name_sealed)),
      back: wasThere && !isThere,
      gone: !wasThere && isThere,
    };
    return step.content || step.place || step.back || step.gone ? [step] : [];
  });
}

const countsOf = (steps: readonly Step[]): Rewound => ({
  contents: steps.filter(({ content }) => content).length,
  places: steps.filter(({ place, back }) => place && !back).length,
  back: steps.filter(({ back }) => back).length,
  gone: steps.filter(({ gone }) => gone).length,
});

async function versionThere(tx: Transaction, row: EntryRow, version: number) {
  return tx.query
    .selectFrom("files_version")
    .select(["version", "size_bytes", "modified_at"])
    .where("organisation_id", "=", tx.organisationId)
    .where("entry_id", "=", row.entry_id)
    .where("version", "=", version)
    .executeTakeFirst();
}

/** First all that goes, and all that changes place to a name that nobody has: so that names are free for who had them. */
async function applySteps(
  app: FoldersApp,
  tx: Transaction,
  actor: FilesActor,
  folder: OpenFolder,
  steps: readonly Step[],
): Promise<void> {
  const at = app.clock.now();
  const { spaceId, nameKey } = folder;
  const first = await takeNumbers(tx, spaceId, steps.length);
  const update = (row: EntryRow) =>
    tx.query
      .updateTable("files_entry")
      .where("organisation_id", "=", tx.organisationId)
      .where("entry_id", "=", row.entry_id);
  for (const { row } of steps) await update(row).set({ trashed_at: at, trashed_by: actor.memberId }).execute();
  const changes: Change[] = [];
  for (const [index, { row, was, content, gone }] of steps.entries()) {
    const revision = first + index;
    const { entry_id: entryId } = row;
    if (gone) {
      await update(row).set({ revision }).execute();
      const { name_mac: mac, name_sealed: sealed, parent_id: parentId, version } = row;
      changes.push({ entryId, act: "rewound", parentId, nameMac: mac, nameSealed: sealed, version, isTrashed: true });
      continue;
    }
    const kept = content ? await versionThere(tx, row, was.version!) : undefined;
    const parentId = was.parentId ?? spaceId;
    const name = await freeNameIn(tx, folder, parentId, openName(nameKey, spaceId, entryId, was.nameSealed));
    const names = { nameMac: nameMac(nameKey, parentId, name), nameSealed: sealName(nameKey, spaceId, entryId, name) };
    await update(row)
      .set({
        trashed_at: null,
        trashed_by: null,
        parent_id: parentId,
        name_mac: names.nameMac,
        name_sealed: names.nameSealed,
        revision,
        changed_at: at,
        changed_by: actor.memberId,
        ...(kept ? { version: kept.version, size_bytes: kept.size_bytes, modified_at: kept.modified_at } : {}),
      })
      .execute();
    const version = kept?.version ?? row.version;
    changes.push({ entryId, act: "rewound", parentId, ...names, version, isTrashed: false });
  }
  writeChanges(tx, actor, { spaceId, first, at }, changes);
}

export interface RewindFolder {
  readonly folderId: Id;
  readonly to: Date;
  /** Only say what it would do. */
  readonly isTrial?: boolean | undefined;
}

/**
 * Puts a folder with all below it into the state of a moment: contents, names, places, what was thrown away. Nothing is lost
 * by it: what came later is in the trash or among the versions, and rewinding can be rewound. Folders with rights of their
 * own are rewound for themselves. @throws Refusal `files.moment_wrong`, `files.only_reading`, `files.locked`, `files.too_many_at_once`.
 */
export function rewindFolder(
  app: FoldersApp,
  actor: FilesActor,
  { folderId, to, isTrial = false }: RewindFolder,
): Promise<Rewound> {
  const now = app.clock.now();
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const { row, folder } = await openEntry(app, tx, actor, folderId, "editor");
    if (row.kind !== "folder") throw new Refusal("invalid", "files.is_file");
    if (to >= now || to < row.created_at) throw new Refusal("invalid", "files.moment_wrong");
    const steps = await stepsFor(tx, folder, folderId, to);
    const counts = countsOf(steps);
    if (isTrial || steps.length === 0) return counts;
    const ids = steps.map((step) => step.row.entry_id);
    await entryRows(tx, ids, { forUpdate: true });
    await assertUnlocked(app, tx, actor, folder.spaceId, { entryIds: [folderId], below: [folderId] });
    await applySteps(app, tx, actor, folder, steps);
    await writeAudit(tx, {
      at: now,
      actor: auditActorOf(actor),
      act: "files.rewound",
      subject: { kind: "folder", id: folderId },
      details: { ...counts, to: to.toISOString() },
    });
    return counts;
  });
}

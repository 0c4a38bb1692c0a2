import { sql } from "kysely";
import { writeAudit } from "#/audit/index.ts";
import type { Transaction } from "#/db/index.ts";
import type { Id } from "#/kernel/index.ts";
import { forgetItems } from "#/segments/index.ts";
import { eraseObjects } from "#/spaces/index.ts";
import { takeNumbers, writeChanges } from "../changes.ts";
import { entryRows } from "../entry-rows.ts";
import { auditActorOf } from "../entries/make-folder.ts";
import { openFolder } from "../open-folders.ts";
import { filesLimits } from "../rules.ts";
import type { FilesActor, FilesApp, FoldersApp } from "../types.ts";

const atOnce = 1000;

/** Entries in the trash with all that lies in them, of one space: marked, too, since only from the trash anything goes. */
async function markAll(tx: Transaction, spaceId: Id, entryIds: readonly Id[], at: Date) {
  const { rows } = await sql<{ entryId: Id; kind: string; sizeBytes: number }>`
    with recursive below as (
      select unnest(${[...entryIds]}::uuid[]) as id
      union
      select child.entry_id from below
      join files_entry child on child.organisation_id = ${tx.organisationId} and child.parent_id = below.id
    )
    update files_entry entry set trashed_at = coalesce(entry.trashed_at, ${at}) from below
    where entry.organisation_id = ${tx.organisationId} and entry.space_id = ${spaceId} and entry.entry_id = below.id
    returning entry.entry_id as "entryId", entry.kind, (
      select coalesce(sum(size_bytes), 0) from files_version kept
      where kept.organisation_id = entry.organisation_id and kept.entry_id = entry.entry_id)::bigint as "sizeBytes"`.execute(
    tx.query,
  );
  return rows;
}

/** Erases for good, with every version: no copy that Zegel keeps can be read any more. */
async function eraseIn(tx: Transaction, spaceId: Id, entryIds: readonly Id[], at: Date) {
  const rows = await markAll(tx, spaceId, entryIds, at);
  const ids = rows.map(({ entryId }) => entryId);
  for (let from = 0; from < ids.length; from += atOnce) {
    const part = ids.slice(from, from + atOnce);
    await tx.query
      .deleteFrom("files_entry")
      .where("organisation_id", "=", tx.organisationId)
      .where("entry_id", "in", part)
      .execute();
    await eraseObjects(tx, part);
    await forgetItems(tx, spaceId, part);
    await tx.query
      .deleteFrom("files_change")
      .where("organisation_id", "=", tx.organisationId)
      .where("entry_id", "in", part)
      .execute();
  }
  return { count: rows.length, sizeBytes: rows.reduce((sum, row) => sum + Number(row.sizeBytes), 0) };
}

/** Erases what is in the trash already. By who may write in the folder. @throws Refusal `files.absent`, `files.only_reading`. */
export function eraseEntries(
  app: FoldersApp,
  actor: FilesActor,
  { entryIds }: { readonly entryIds: readonly Id[] },
): Promise<void> {
  const at = app.clock.now();
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const rows = (await entryRows(tx, entryIds, { forUpdate: true })).filter((row) => row.trashed_at !== null);
    for (const [spaceId, each] of Map.groupBy(rows, (row) => row.space_id)) {
      await openFolder(app, tx, actor, spaceId, "editor");
      // A number for each, so that devices hear of it even where they never saw the trash.
      const first = await takeNumbers(tx, spaceId, each.length);
      const erased = await eraseIn(
        tx,
        spaceId,
        each.map((row) => row.entry_id),
        at,
      );
      await takeNumbers(tx, spaceId, 0, -erased.sizeBytes);
      writeChanges(
        tx,
        actor,
        { spaceId, first, at },
        each.map((row) => ({
          entryId: row.entry_id,
          act: "erased",
          parentId: null,
          nameMac: row.name_mac,
          nameSealed: Buffer.alloc(0),
          version: row.version,
          isTrashed: true,
        })),
      );
      await writeAudit(tx, {
        at,
        actor: auditActorOf(actor),
        act: "files.erased",
        subject: { kind: "folder", id: spaceId },
        details: { count: erased.count },
      });
    }
  });
}

/** What has been in the trash for 30 days goes for good; how many entries went. */
export async function emptyOldTrash(app: Pick<FilesApp, "clock" | "database">, organisationId: Id): Promise<number> {
  const at = app.clock.now();
  const before = new Date(at.getTime() - filesLimits.trashMs);
  return app.database.inOrganisation(organisationId, async (tx) => {
    const rows = await tx.query
      .selectFrom("files_entry")
      .select(["entry_id", "space_id"])
      .where("organisation_id", "=", organisationId)
      .where("trashed_at", "<", before)
      .limit(atOnce)
      .execute();
    let count = 0;
    for (const [spaceId, each] of Map.groupBy(rows, (row) => row.space_id)) {
      const ids = each.map((row) => row.entry_id);
      const erased = await eraseIn(tx, spaceId, ids, at);
      await takeNumbers(tx, spaceId, 0, -erased.sizeBytes);
      count += erased.count;
    }
    if (count > 0) await writeAudit(tx, { at, actor: { kind: "system" }, act: "files.erased", details: { count } });
    return count;
  });
}

import { writeAudit } from "#/audit/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type Id, Refusal } from "#/kernel/index.ts";
import { type Change, type ChangeAct, takeNumbers, writeChanges } from "../changes.ts";
import { entryOf, entryQuery, type EntryRow, entryRows } from "../entry-rows.ts";
import { assertUnlocked } from "../locks/locks.ts";
import { childRow } from "../entries/find-entry.ts";
import { auditActorOf } from "../entries/make-folder.ts";
import { nameMac, sealName } from "../names.ts";
import { openFolder, type OpenFolder, openFolders } from "../open-folders.ts";
import { freeName } from "../rules.ts";
import type { Entry, FilesActor, FoldersApp } from "../types.ts";

const changeOf = (row: EntryRow, act: ChangeAct, isTrashed: boolean): Change => ({
  entryId: row.entry_id,
  act,
  parentId: row.parent_id,
  nameMac: row.name_mac,
  nameSealed: row.name_sealed,
  version: row.version,
  isTrashed,
});

/** Marks rows of one space as thrown away. */
export async function trashRows(
  app: FoldersApp,
  tx: Transaction,
  actor: FilesActor,
  spaceId: Id,
  rows: readonly EntryRow[],
  act: ChangeAct = "trashed",
): Promise<void> {
  const at = app.clock.now();
  const first = await takeNumbers(tx, spaceId, rows.length);
  for (const [index, row] of rows.entries())
    await tx.query
      .updateTable("files_entry")
      .set({ trashed_at: at, trashed_by: actor.memberId, revision: first + index })
      .where("organisation_id", "=", tx.organisationId)
      .where("entry_id", "=", row.entry_id)
      .execute();
  writeChanges(
    tx,
    actor,
    { spaceId, first, at },
    rows.map((row) => changeOf(row, act, true)),
  );
}

/** Within a transaction: `trashEntries`. */
export async function trashEntriesIn(app: FoldersApp, tx: Transaction, actor: FilesActor, entryIds: readonly Id[]) {
  const rows = (await entryRows(tx, entryIds, { forUpdate: true })).filter((row) => row.trashed_at === null);
  if (rows.some((row) => row.parent_id === null)) throw new Refusal("conflict", "files.root_stays");
  for (const [spaceId, each] of Map.groupBy(rows, (row) => row.space_id)) {
    await openFolder(app, tx, actor, spaceId, "editor");
    // A folder with rights of its own goes with its content, which is its owners'.
    for (const row of each) if (row.mount_space_id) await openFolder(app, tx, actor, row.mount_space_id, "owner");
    const ids = each.map((row) => row.entry_id);
    const holding = [...new Set(each.map((row) => row.parent_id!))];
    await assertUnlocked(app, tx, actor, spaceId, { entryIds: [...ids, ...holding], below: ids });
    await trashRows(app, tx, actor, spaceId, each);
    await tx.query
      .deleteFrom("files_lock")
      .where("organisation_id", "=", tx.organisationId)
      .where("entry_id", "in", ids)
      .execute();
    await writeAudit(tx, {
      at: app.clock.now(),
      actor: auditActorOf(actor),
      act: "files.trashed",
      subject: { kind: "folder", id: spaceId },
      details: { count: each.length },
    });
  }
}

/**
 * Throws entries away, with all that lies in them: for 30 days they can be put back.
 * @throws Refusal `files.absent`, `files.only_reading`, `files.root_stays`.
 */
export const trashEntries = (
  app: FoldersApp,
  actor: FilesActor,
  { entryIds }: { readonly entryIds: readonly Id[] },
): Promise<void> => app.database.inOrganisation(actor.organisationId, (tx) => trashEntriesIn(app, tx, actor, entryIds));

/** A name that is free in a folder: the entry's own, or with a number behind it. */
export async function freeNameIn(
  tx: Transaction,
  { nameKey }: OpenFolder,
  parentId: Id,
  name: string,
): Promise<string> {
  const taken = new Set<string>();
  for (;;) {
    const free = freeName(name, (each) => taken.has(each));
    if (!(await childRow(tx, nameKey, parentId, free))) return free;
    taken.add(free);
  }
}

/** Whether the way up to the root has nothing in it that was thrown away. */
async function isReachable(tx: Transaction, parentId: Id | null): Promise<boolean> {
  for (let next = parentId; next !== null;) {
    const row: EntryRow | undefined = await entryQuery(tx).where("entry_id", "=", next).executeTakeFirst();
    if (!row || row.trashed_at) return false;
    next = row.parent_id;
  }
  return true;
}

async function restoreOne(app: FoldersApp, tx: Transaction, actor: FilesActor, folder: OpenFolder, row: EntryRow) {
  const { spaceId, nameKey } = folder;
  const entry = entryOf(row, folder);
  const parentId = (await isReachable(tx, row.parent_id)) ? row.parent_id! : spaceId;
  const name = await freeNameIn(tx, folder, parentId, entry.name);
  const at = app.clock.now();
  const first = await takeNumbers(tx, spaceId, 1);
  const names = {
    name_mac: nameMac(nameKey, parentId, name),
    name_sealed: sealName(nameKey, spaceId, entry.entryId, name),
  };
  const restored = await tx.query
    .updateTable("files_entry")
    .set({ trashed_at: null, trashed_by: null, parent_id: parentId, revision: first, changed_at: at, ...names })
    .where("organisation_id", "=", tx.organisationId)
    .where("entry_id", "=", entry.entryId)
    .returningAll()
    .executeTakeFirstOrThrow();
  writeChanges(tx, actor, { spaceId, first, at }, [changeOf(restored, "restored", false)]);
  return entryOf(restored, folder);
}

/** Puts entries back where they were; where that folder is gone, at the top of the space. Takes another name if need be. */
export function restoreEntries(
  app: FoldersApp,
  actor: FilesActor,
  { entryIds }: { readonly entryIds: readonly Id[] },
): Promise<Entry[]> {
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const restored: Entry[] = [];
    for (const row of await entryRows(tx, entryIds, { forUpdate: true })) {
      const folder = await openFolder(app, tx, actor, row.space_id, "editor");
      if (row.trashed_at === null) continue;
      restored.push(await restoreOne(app, tx, actor, folder, row));
    }
    await writeAudit(tx, {
      at: app.clock.now(),
      actor: auditActorOf(actor),
      act: "files.restored",
      details: { count: restored.length },
    });
    return restored;
  });
}

/** What lies in the trash of the folders that the actor may write in, newest first. */
export function listTrash(app: FoldersApp, actor: FilesActor, { limit = 500 }: { readonly limit?: number } = {}) {
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const folders = await openFolders(app, tx, actor);
    const spaceIds = [...folders.values()].flatMap(({ spaceId, role }) => (role === "reader" ? [] : [spaceId]));
    if (spaceIds.length === 0) return [];
    const rows = await entryQuery(tx)
      .where("space_id", "in", spaceIds)
      .where("trashed_at", "is not", null)
      .orderBy("trashed_at", "desc")
      .limit(limit)
      .execute();
    const parents = await entryQuery(tx)
      .where("entry_id", "in", [...new Set(rows.map((row) => row.parent_id ?? row.entry_id)), spaceIds[0]!])
      .execute();
    const names = new Map(parents.map((row) => [row.entry_id, entryOf(row, folders.get(row.space_id)!).name]));
    return rows.map((row) => ({
      ...entryOf(row, folders.get(row.space_id)!),
      folderName: names.get(row.parent_id ?? "") ?? "",
    }));
  });
}

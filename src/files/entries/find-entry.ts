import type { Transaction } from "#/db/index.ts";
import type { Id } from "#/kernel/index.ts";
import { absent, entryOf, entryQuery, entryRow, type EntryRow } from "../entry-rows.ts";
import { nameMac } from "../names.ts";
import { openFolder, type OpenFolder } from "../open-folders.ts";
import type { Entry, FilesActor, FolderRole, FoldersApp } from "../types.ts";

/** What lies in a folder under a name, as its row. */
export const childRow = (tx: Transaction, nameKey: OpenFolder["nameKey"], parentId: Id, name: string) =>
  entryQuery(tx)
    .where("parent_id", "=", parentId)
    .where("name_mac", "=", nameMac(nameKey, parentId, name))
    .where("trashed_at", "is", null)
    .executeTakeFirst();

export interface FoundEntry {
  readonly entry: Entry;
  readonly row: EntryRow;
  readonly folder: OpenFolder;
}

/** An entry by its id, with its space opened; at the root of a space for a folder with rights of its own. */
export async function openEntry(
  app: FoldersApp,
  tx: Transaction,
  actor: FilesActor,
  entryId: Id,
  needed: FolderRole,
  options: { readonly forUpdate?: boolean; readonly trashed?: boolean } = {},
): Promise<FoundEntry> {
  const row = await entryRow(tx, entryId, options);
  if (row.trashed_at !== null && !options.trashed) throw absent();
  const folder = await openFolder(app, tx, actor, row.space_id, needed);
  return { entry: entryOf(row, folder), row, folder };
}

/** Where a path leads. */
export interface Followed {
  /** The folder in which the last name is; undefined for the beginning itself. */
  readonly parent: FoundEntry | undefined;
  /** Undefined where the last name is not taken; for a folder with rights of its own, the root of its space. */
  readonly found: FoundEntry | undefined;
  /** The entry by which a folder with rights of its own hangs in the one above. */
  readonly mount: FoundEntry | undefined;
}

/**
 * Follows names from the root of a space down. @throws Refusal `files.absent` when a folder on the way is not there, or not
 * for this actor.
 */
export async function followPath(
  app: FoldersApp,
  tx: Transaction,
  actor: FilesActor,
  spaceId: Id,
  names: readonly string[],
): Promise<Followed> {
  let parent: FoundEntry | undefined;
  let mount: FoundEntry | undefined;
  let found: FoundEntry | undefined = await openEntry(app, tx, actor, spaceId, "reader");
  for (const name of names) {
    if (found?.entry.kind !== "folder") throw absent();
    parent = found;
    mount = undefined;
    const row: EntryRow | undefined = await childRow(tx, parent.folder.nameKey, parent.entry.entryId, name);
    found = row && { row, entry: entryOf(row, parent.folder), folder: parent.folder };
    if (!found?.entry.mountSpaceId) continue;
    mount = found;
    found = await openEntry(app, tx, actor, found.entry.mountSpaceId, "reader");
  }
  return { parent, found, mount };
}

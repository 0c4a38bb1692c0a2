import type { Selectable } from "kysely";
import type { Schema, Transaction } from "#/db/index.ts";
import { type Id, isId, Refusal } from "#/kernel/index.ts";
import { openName } from "./names.ts";
import type { OpenFolder } from "./open-folders.ts";
import type { Entry } from "./types.ts";

export type EntryRow = Selectable<Schema["files_entry"]>;

export const absent = (): Refusal => new Refusal("absent", "files.absent");

export const entryOf = (row: EntryRow, { nameKey, spaceId }: Pick<OpenFolder, "nameKey" | "spaceId">): Entry => ({
  entryId: row.entry_id,
  spaceId: row.space_id,
  parentId: row.parent_id,
  kind: row.kind as Entry["kind"],
  mountSpaceId: row.mount_space_id,
  name: openName(nameKey, spaceId, row.entry_id, row.name_sealed),
  revision: row.revision,
  version: row.version,
  sizeBytes: row.size_bytes,
  modifiedAt: row.modified_at,
  changedAt: row.changed_at,
  changedBy: row.changed_by,
  createdAt: row.created_at,
  trashedAt: row.trashed_at,
});

export const entryQuery = (tx: Transaction) =>
  tx.query.selectFrom("files_entry").selectAll().where("organisation_id", "=", tx.organisationId);

/** Rows by id, locked in the order of their ids where they are to be changed. @throws Refusal `files.absent`. */
export async function entryRows(
  tx: Transaction,
  entryIds: readonly Id[],
  { forUpdate = false }: { readonly forUpdate?: boolean } = {},
): Promise<EntryRow[]> {
  const wanted = [...new Set(entryIds)];
  if (wanted.length === 0 || !wanted.every(isId)) throw absent();
  const rows = await entryQuery(tx)
    .where("entry_id", "in", wanted)
    .orderBy("entry_id")
    .$if(forUpdate, (query) => query.forUpdate())
    .execute();
  if (rows.length !== wanted.length) throw absent();
  return rows;
}

export const entryRow = async (tx: Transaction, entryId: Id, options?: { readonly forUpdate?: boolean }) =>
  (await entryRows(tx, [entryId], options))[0]!;

/** A folder to put something into; where it has rights of its own, the root of its space. @throws Refusal `files.absent`. */
export async function folderRow(tx: Transaction, entryId: Id): Promise<EntryRow> {
  const row = await entryRow(tx, entryId);
  if (row.kind !== "folder" || row.trashed_at) throw absent();
  return row.mount_space_id ? entryRow(tx, row.mount_space_id) : row;
}

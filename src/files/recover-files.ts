import { sql } from "kysely";
import type { Transaction } from "#/db/index.ts";
import { type Bytes, type Id, isRefusal } from "#/kernel/index.ts";
import {
  openEpochSecrets,
  openObject,
  type OpenedObject,
  placeKey,
  type Reader,
  type SpacesApp,
} from "#/spaces/index.ts";
import { openSealed } from "#/vault/index.ts";
import type { EntryRow } from "./entry-rows.ts";
import { openName } from "./names.ts";
import { fileKind } from "./rules.ts";

/** A version of a file as recovery has it, or why it has not. */
export interface RecoveredFile {
  readonly entryId: Id;
  readonly version: number;
  /** Names of the folders that it is in, and its own. */
  readonly path: readonly string[];
  readonly isCurrent: boolean;
  readonly isTrashed: boolean;
  readonly modifiedAt: Date;
  readonly object: OpenedObject | { readonly code: string };
}

async function nameKeysOf(app: SpacesApp, tx: Transaction, reader: Reader): Promise<Map<Id, Bytes>> {
  const { rows } = await sql<{ spaceId: Id; epoch: number; sealed: Bytes }>`
    select space_id as "spaceId", epoch, sealed from keys.files_name_key
    where organisation_id = ${tx.organisationId} order by epoch`.execute(tx.query);
  const secrets = await openEpochSecrets(app, tx, reader, rows);
  const keys = new Map<Id, Bytes>();
  for (const row of rows) {
    const secret = secrets.get(placeKey(row));
    const key = secret && openSealed(secret, row.sealed);
    if (key) keys.set(row.spaceId, key);
  }
  return keys;
}

/** A name that can't be opened does not keep the content from coming. */
function nameOf(row: EntryRow, keys: ReadonlyMap<Id, Bytes>): string {
  const key = keys.get(row.space_id);
  try {
    return key ? openName(key, row.space_id, row.entry_id, row.name_sealed) : row.entry_id;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return row.entry_id;
  }
}

async function openedOr(app: SpacesApp, tx: Transaction, reader: Reader, row: EntryRow, version: number) {
  try {
    const wanted = { kind: fileKind, spaceId: row.space_id, version } as const;
    return (await openObject(app, tx, reader, row.entry_id, wanted)) ?? { code: "recover.no_key" };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return { code: error.code };
  }
}

/** Every version of every file of the organisation, for a reader who holds it all; by folder, oldest version first. */
export async function* recoverFiles(
  app: SpacesApp,
  tx: Transaction,
  reader: Reader,
): AsyncGenerator<RecoveredFile, void> {
  const keys = await nameKeysOf(app, tx, reader);
  const rows = await tx.query
    .selectFrom("files_entry")
    .selectAll()
    .where("organisation_id", "=", tx.organisationId)
    .orderBy("entry_id")
    .execute();
  const byId = new Map(rows.map((row) => [row.entry_id, row]));
  const mounts = new Map(rows.flatMap((row) => (row.mount_space_id ? [[row.mount_space_id, row] as const] : [])));
  const wayTo = (row: EntryRow): { path: string[]; isTrashed: boolean } => {
    const path: string[] = [];
    let isTrashed = false;
    for (let at: EntryRow | undefined = row; at && path.length < 200;) {
      path.unshift(nameOf(at, keys));
      isTrashed ||= at.trashed_at !== null;
      const mount: EntryRow | undefined = at.parent_id === null ? mounts.get(at.space_id) : undefined;
      const parentId: Id | null = mount ? mount.parent_id : at.parent_id;
      at = parentId === null ? undefined : byId.get(parentId);
    }
    return { path, isTrashed };
  };
  for (const row of rows) {
    if (row.kind !== "file") continue;
    const versions = await tx.query
      .selectFrom("files_version")
      .select(["version", "modified_at"])
      .where("organisation_id", "=", tx.organisationId)
      .where("entry_id", "=", row.entry_id)
      .orderBy("version")
      .execute();
    const way = wayTo(row);
    for (const { version, modified_at: modifiedAt } of versions) {
      const object = await openedOr(app, tx, reader, row, version);
      yield { entryId: row.entry_id, version, isCurrent: version === row.version, modifiedAt, object, ...way };
    }
  }
}

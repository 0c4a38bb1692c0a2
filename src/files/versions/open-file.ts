import { readerOf } from "#/identity/index.ts";
import { type Bytes, dayMs, type Id, Refusal } from "#/kernel/index.ts";
import { openObject } from "#/spaces/index.ts";
import type { Transaction } from "#/db/index.ts";
import { absent } from "../entry-rows.ts";
import { openEntry } from "../entries/find-entry.ts";
import { doorOf } from "../rules.ts";
import type { Entry, FilesActor, FoldersApp } from "../types.ts";
import { fileKind } from "../rules.ts";

export interface OpenedFileVersion {
  readonly entry: Entry;
  readonly version: number;
  readonly sizeBytes: number;
  readonly etag: string;
  stream(range?: { readonly start: number; readonly end: number }): AsyncIterable<Bytes>;
}

/** Of the content alone: a file that is renamed keeps it. */
export const etagOf = (entryId: Id, version: number): string => `"${entryId}-${version}"`;

/** Once a day, version and door. */
export function noteHandedOut(tx: Transaction, actor: FilesActor, entryId: Id, version: number, at: Date): void {
  tx.soon(
    tx.query
      .insertInto("files_handed_out")
      .values({
        organisation_id: tx.organisationId,
        entry_id: entryId,
        version,
        member_id: actor.memberId,
        door: doorOf(actor),
        day: Math.floor(at.getTime() / dayMs),
        at,
      })
      .onConflict((conflict) => conflict.doNothing()),
  );
}

/** Opens a version of a file within a transaction; what it gives can be read after that has ended. */
export async function openVersion(
  app: FoldersApp,
  tx: Transaction,
  actor: FilesActor,
  entry: Entry,
  version: number = entry.version!,
): Promise<OpenedFileVersion> {
  const { entryId, spaceId } = entry;
  const object = await openObject(app, tx, readerOf(actor), entryId, { kind: fileKind, spaceId, version });
  if (!object) throw absent();
  const { sizeBytes } = object;
  return { entry, version, sizeBytes, etag: etagOf(entryId, version), stream: (range) => object.stream(range) };
}

/**
 * A file, or one of its versions, to be read; that it was handed out is written down (once a day) before the first byte.
 * `peek` only looks. @throws Refusal `files.absent`, `files.is_folder`.
 */
export function openFile(
  app: FoldersApp,
  actor: FilesActor,
  {
    entryId,
    version,
    peek = false,
  }: { readonly entryId: Id; readonly version?: number | undefined; readonly peek?: boolean | undefined },
): Promise<OpenedFileVersion> {
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const { entry } = await openEntry(app, tx, actor, entryId, "reader", { trashed: true });
    if (entry.kind === "folder") throw new Refusal("invalid", "files.is_folder");
    const opened = await openVersion(app, tx, actor, entry, version);
    if (!peek) noteHandedOut(tx, actor, entryId, opened.version, app.clock.now());
    return opened;
  });
}

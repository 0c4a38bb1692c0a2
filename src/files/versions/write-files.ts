import type { Transaction } from "#/db/index.ts";
import { signerOf } from "#/identity/index.ts";
import type { Id } from "#/kernel/index.ts";
import { discardObject, insertObjects, type PreparedObject, prepareObject } from "#/spaces/index.ts";
import { type EntryRow, folderRow } from "../entry-rows.ts";
import { assertUnlocked } from "../locks/locks.ts";
import { assertStillOpen, openFolder, type OpenFolder } from "../open-folders.ts";
import { fileKind, filesLimits } from "../rules.ts";
import type { Content, FilesActor, FilesApp, FoldersApp } from "../types.ts";
import { enterFiles, type WrittenFile } from "./enter-files.ts";
import { type Place, placesFor, type Wish } from "./places.ts";

/**
 * `parentId`: a folder of the same space as those of the others that are written with it. `modifiedAt`: as its writer says,
 * default now. `base`: the revision that was changed; null: there has to be none under the name; left out: whatever is there.
 */
export interface FileToWrite extends Wish {
  readonly content: Content;
}

/** Seals one file for its place. */
export async function sealFile(
  app: Pick<FilesApp, "blobs">,
  actor: FilesActor,
  folder: OpenFolder,
  place: Pick<Place, "entryId" | "version">,
  content: Content,
): Promise<PreparedObject> {
  const { organisationId } = actor;
  const { entryId: objectId, version } = place;
  const sealing = {
    organisationId,
    epoch: folder.epoch,
    kind: fileKind,
    signer: signerOf(actor),
    objectId,
    version,
  } as const;
  return prepareObject(app, sealing, content);
}

/** The folder space of the first file, opened for writing; all others have to be in the same. */
async function folderOf(app: FoldersApp, tx: Transaction, actor: FilesActor, parentIds: readonly Id[]) {
  const parents = new Map<Id, EntryRow>();
  for (const parentId of new Set(parentIds)) parents.set(parentId, await folderRow(tx, parentId));
  const [spaceId, ...others] = new Set([...parents.values()].map((row) => row.space_id));
  if (!spaceId || others.length > 0) throw new TypeError("files that are written together are in one space");
  return { parents, folder: await openFolder(app, tx, actor, spaceId, "editor") };
}

/**
 * Writes files, new or as the next version of what has their name, all or none. Durable when it resolves.
 * @throws Refusal `files.absent`, `files.only_reading`, `files.name_wrong`, `files.name_taken` by a folder,
 *   `files.changed_meanwhile`, `blobs.disk_full`.
 */
export async function writeFiles(
  app: FilesApp,
  actor: FilesActor,
  files: readonly FileToWrite[],
): Promise<WrittenFile[]> {
  if (files.length > filesLimits.groupFiles) throw new TypeError("too many files for one group");
  const { organisationId } = actor;
  const { folder, places } = await app.database.inOrganisation(organisationId, async (tx) => {
    const { parents, folder: open } = await folderOf(
      app,
      tx,
      actor,
      files.map(({ parentId }) => parentId),
    );
    const wishes = files.map((file) => ({ ...file, parentId: parents.get(file.parentId)!.entry_id }));
    const wanted = await placesFor(tx, open, wishes, app.clock.now());
    const touched = wanted.map((place) => (place.isNew ? place.parentId : place.entryId));
    await assertUnlocked(app, tx, actor, open.spaceId, { entryIds: [...new Set(touched)] });
    return { folder: open, places: wanted };
  });
  const prepared: PreparedObject[] = [];
  let isDone = false;
  try {
    for (const [index, place] of places.entries())
      prepared.push(await sealFile(app, actor, folder, place, files[index]!.content));
    const at = app.clock.now();
    const written = await app.database.inOrganisation(organisationId, async (tx) => {
      await assertStillOpen(app, tx, actor, folder, "editor");
      await insertObjects(tx, prepared, at);
      const sized = places.map((place, index) => ({ place, sizeBytes: prepared[index]!.sizeBytes }));
      return enterFiles(tx, actor, folder, sized, at);
    });
    isDone = true;
    return written;
  } finally {
    if (!isDone) for (const each of prepared) await discardObject(app, each);
  }
}

/** One of `writeFiles`. */
export const writeFile = async (app: FilesApp, actor: FilesActor, file: FileToWrite): Promise<WrittenFile> =>
  (await writeFiles(app, actor, [file]))[0]!;

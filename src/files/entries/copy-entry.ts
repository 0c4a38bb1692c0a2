import type { Transaction } from "#/db/index.ts";
import { type Id, Refusal } from "#/kernel/index.ts";
import { discardObject, insertObjects, type PreparedObject } from "#/spaces/index.ts";
import { type EntryRow, entryOf, folderRow } from "../entry-rows.ts";
import { assertStillOpen, openFolder, type OpenFolder } from "../open-folders.ts";
import { copyProperties } from "../properties/properties.ts";
import { checkedName } from "../rules.ts";
import type { FilesActor, FilesApp } from "../types.ts";
import { enterFiles } from "../versions/enter-files.ts";
import { openVersion, type OpenedFileVersion } from "../versions/open-file.ts";
import { type Place, placesFor } from "../versions/places.ts";
import { sealFile } from "../versions/write-files.ts";
import { childRow, openEntry } from "./find-entry.ts";
import { insertFolder, nameTaken } from "./make-folder.ts";
import { subtree } from "./subtree.ts";

export interface CopyEntry {
  readonly entryId: Id;
  readonly parentId: Id;
  readonly name: string;
  /** Of a folder nothing but itself. */
  readonly isShallow?: boolean;
}

interface Source {
  readonly rows: readonly EntryRow[];
  readonly from: OpenFolder;
  readonly to: OpenFolder;
  readonly parentId: Id;
  readonly files: ReadonlyMap<Id, OpenedFileVersion>;
}

async function sourceOf(app: FilesApp, tx: Transaction, actor: FilesActor, input: CopyEntry): Promise<Source> {
  const found = await openEntry(app, tx, actor, input.entryId, "reader");
  const parent = await folderRow(tx, input.parentId);
  const to = await openFolder(app, tx, actor, parent.space_id, "editor");
  // Folders with rights of their own stay out: a copy would be for other eyes.
  const below = input.isShallow ? [found.row] : await subtree(tx, found.row.entry_id);
  const rows = below.filter((row) => row.mount_space_id === null);
  const files = new Map<Id, OpenedFileVersion>();
  for (const row of rows)
    if (row.kind === "file") files.set(row.entry_id, await openVersion(app, tx, actor, entryOf(row, found.folder)));
  if (await childRow(tx, to.nameKey, parent.entry_id, checkedName(input.name))) throw nameTaken();
  return { rows, from: found.folder, to, parentId: parent.entry_id, files };
}

/** Makes the folders of the copy, and says where each file goes. */
async function placesOf(app: FilesApp, actor: FilesActor, { rows, from, to, parentId }: Source, name: string) {
  const at = app.clock.now();
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const madeAs = new Map<Id, Id>();
    const places: { row: EntryRow; place: Place }[] = [];
    for (const [index, row] of rows.entries()) {
      const under = index === 0 ? parentId : madeAs.get(row.parent_id!);
      if (!under) continue;
      const own = index === 0 ? checkedName(name) : entryOf(row, from).name;
      if (row.kind === "folder") {
        const made = await insertFolder(tx, actor, to, { parentId: under, name: own, at });
        madeAs.set(row.entry_id, made.entryId);
        await copyProperties(tx, { folder: from, entryId: row.entry_id }, { folder: to, entryId: made.entryId });
      } else {
        const [place] = await placesFor(
          tx,
          to,
          [{ parentId: under, name: own, modifiedAt: row.modified_at, base: null }],
          at,
        );
        places.push({ row, place: place! });
      }
    }
    return { places, topId: madeAs.get(rows[0]!.entry_id) ?? places[0]?.place.entryId };
  });
}

const filesAtOnce = 100;

/**
 * Copies a file, or a folder with all in it, sealed anew: the newest version of each. Folders with rights of their own stay
 * out. @throws Refusal `files.name_taken`, `files.too_many_at_once`, and as `writeFiles`.
 */
export async function copyEntry(app: FilesApp, actor: FilesActor, input: CopyEntry): Promise<Id> {
  const { organisationId } = actor;
  const source = await app.database.inOrganisation(organisationId, (tx) => sourceOf(app, tx, actor, input));
  const { places, topId } = await placesOf(app, actor, source, input.name);
  if (!topId) throw new Refusal("absent", "files.absent");
  for (let from = 0; from < places.length; from += filesAtOnce) {
    const group = places.slice(from, from + filesAtOnce);
    const prepared: PreparedObject[] = [];
    let isDone = false;
    try {
      for (const { row, place } of group)
        prepared.push(await sealFile(app, actor, source.to, place, source.files.get(row.entry_id)!.stream()));
      const at = app.clock.now();
      await app.database.inOrganisation(organisationId, async (tx) => {
        await assertStillOpen(app, tx, actor, source.to, "editor");
        await insertObjects(tx, prepared, at);
        const sized = group.map(({ place }, index) => ({ place, sizeBytes: prepared[index]!.sizeBytes }));
        await enterFiles(tx, actor, source.to, sized, at);
        for (const { row, place } of group)
          await copyProperties(
            tx,
            { folder: source.from, entryId: row.entry_id },
            { folder: source.to, entryId: place.entryId },
          );
      });
      isDone = true;
    } finally {
      if (!isDone) for (const each of prepared) await discardObject(app, each);
    }
  }
  return topId;
}

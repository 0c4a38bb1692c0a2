import { sql } from "kysely";
import { writeAudit } from "#/audit/index.ts";
import type { Transaction } from "#/db/index.ts";
import { signerOf } from "#/identity/index.ts";
import { type Id, newId, Refusal } from "#/kernel/index.ts";
import { awaitMerging } from "#/segments/index.ts";
import { discardObject, insertObjects, type PreparedObject, prepareObject } from "#/spaces/index.ts";
import { type Change, takeNumbers, writeChanges } from "../changes.ts";
import { entryQuery, type EntryRow, folderRow } from "../entry-rows.ts";
import { auditActorOf } from "../entries/make-folder.ts";
import { nameMac, sealName } from "../names.ts";
import { openFolder, type OpenFolder } from "../open-folders.ts";
import { checkedName, deviceIdOf, doorOf, filesLimits } from "../rules.ts";
import type { Content, FilesActor, FilesApp, FoldersApp } from "../types.ts";

export const fileKind = "file";

export interface FileToWrite {
  /** A folder of the same space as those of the others that are written with it. */
  readonly parentId: Id;
  readonly name: string;
  readonly content: Content;
  /** As its writer says; default now. */
  readonly modifiedAt?: Date | undefined;
  /** The revision that was changed; null: there has to be none under the name. Left out: whatever is there. */
  readonly base?: number | null | undefined;
}

export interface WrittenFile {
  readonly entryId: Id;
  readonly revision: number;
  readonly version: number;
  readonly isNew: boolean;
}

/** Where a file goes: decided before its content is sealed, since it is sealed for its place. */
export interface Place {
  readonly entryId: Id;
  readonly version: number;
  readonly parentId: Id;
  readonly name: string;
  readonly isNew: boolean;
  readonly base: number | null | undefined;
  readonly modifiedAt: Date;
}

export const changedMeanwhile = (): Refusal => new Refusal("conflict", "files.changed_meanwhile");

type Wish = Omit<FileToWrite, "content">;

function assertBase(row: EntryRow | undefined, base: number | null | undefined): void {
  if (base === undefined) return;
  if (base === null ? row !== undefined : row?.revision !== base) throw changedMeanwhile();
}

async function reserveVersions(tx: Transaction, entryIds: readonly Id[]): Promise<Map<Id, number>> {
  if (entryIds.length === 0) return new Map();
  const rows = await tx.query
    .updateTable("files_entry")
    .set((set) => ({ reserved_version: set("reserved_version", "+", 1) }))
    .where("organisation_id", "=", tx.organisationId)
    .where("entry_id", "in", entryIds)
    .returning(["entry_id", "reserved_version"])
    .execute();
  return new Map(rows.map((row) => [row.entry_id, row.reserved_version]));
}

/** Takes a place for each file in an opened folder space: of a new entry, or of the next version of one that is there. */
export async function placesFor(
  tx: Transaction,
  folder: OpenFolder,
  wishes: readonly Wish[],
  now: Date,
): Promise<Place[]> {
  const named = wishes.map((wish) => {
    const name = checkedName(wish.name);
    return { ...wish, name, mac: nameMac(folder.nameKey, wish.parentId, name) };
  });
  const there = await entryQuery(tx)
    .where("parent_id", "in", [...new Set(named.map(({ parentId }) => parentId))])
    .where(
      "name_mac",
      "in",
      named.map(({ mac }) => mac),
    )
    .where("trashed_at", "is", null)
    .execute();
  const keyOf = (parentId: Id | null, mac: Uint8Array): string => `${parentId}:${Buffer.from(mac).toString("base64")}`;
  const byName = new Map(there.map((row) => [keyOf(row.parent_id, row.name_mac), row]));
  const rows = named.map(({ parentId, mac, base }) => {
    const row = byName.get(keyOf(parentId, mac));
    if (row?.kind === "folder") throw new Refusal("conflict", "files.name_taken");
    assertBase(row, base);
    return row;
  });
  const versions = await reserveVersions(tx, [...new Set(rows.flatMap((row) => (row ? [row.entry_id] : [])))]);
  return named.map(({ parentId, name, base, modifiedAt = now }, index) => {
    const row = rows[index];
    const entryId = row?.entry_id ?? newId();
    return { entryId, version: row ? versions.get(entryId)! : 1, parentId, name, isNew: !row, base, modifiedAt };
  });
}

async function insertEntries(
  tx: Transaction,
  actor: FilesActor,
  folder: OpenFolder,
  written: readonly Numbered[],
  at: Date,
) {
  if (written.length === 0) return;
  const { spaceId } = folder;
  const rows = await tx.query
    .insertInto("files_entry")
    .values(
      written.map(({ place, sizeBytes, revision, mac, sealed }) => ({
        organisation_id: tx.organisationId,
        entry_id: place.entryId,
        space_id: spaceId,
        parent_id: place.parentId,
        kind: "file",
        name_mac: mac,
        name_sealed: sealed,
        revision,
        version: place.version,
        reserved_version: place.version,
        size_bytes: sizeBytes,
        modified_at: place.modifiedAt,
        changed_at: at,
        changed_by: actor.memberId,
        created_at: at,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .returning("entry_id")
    .execute();
  if (rows.length !== written.length) throw changedMeanwhile();
}

/** A later number that was committed first stays the current one; this one is then among the versions. */
async function updateEntries(
  tx: Transaction,
  actor: FilesActor,
  written: readonly Numbered[],
  at: Date,
): Promise<void> {
  for (const { place, sizeBytes, revision } of written) {
    const changed = await tx.query
      .updateTable("files_entry")
      .set((set) => ({
        revision,
        size_bytes: sql<number>`case when version < ${place.version} then ${sizeBytes}::bigint else size_bytes end`,
        modified_at: sql<Date>`case when version < ${place.version} then ${place.modifiedAt}::timestamptz else modified_at end`,
        version: set.fn<number>("greatest", ["version", set.val(place.version)]),
        changed_at: at,
        changed_by: actor.memberId,
      }))
      .where("organisation_id", "=", tx.organisationId)
      .where("entry_id", "=", place.entryId)
      .where("trashed_at", "is", null)
      .$if(typeof place.base === "number", (query) => query.where("revision", "=", place.base!))
      .returning(["name_mac", "name_sealed"])
      .executeTakeFirst();
    if (!changed) throw changedMeanwhile();
  }
}

interface Numbered {
  readonly place: Place;
  readonly sizeBytes: number;
  readonly revision: number;
  readonly mac: Uint8Array;
  readonly sealed: Uint8Array;
}

/**
 * The rows of files whose objects are there, or come with this: entries, versions, changes, and what waits to be read for
 * finding. In the transaction that makes them durable.
 */
export async function enterFiles(
  tx: Transaction,
  actor: FilesActor,
  folder: OpenFolder,
  places: readonly { readonly place: Place; readonly sizeBytes: number }[],
  at: Date,
): Promise<WrittenFile[]> {
  const { spaceId, nameKey } = folder;
  const sizeBytes = places.reduce((sum, each) => sum + each.sizeBytes, 0);
  const first = await takeNumbers(tx, spaceId, places.length, sizeBytes);
  const written = places.map(({ place, ...size }, index): Numbered => {
    const mac = nameMac(nameKey, place.parentId, place.name);
    const sealed = sealName(nameKey, spaceId, place.entryId, place.name);
    return { place, ...size, revision: first + index, mac, sealed };
  });
  await insertEntries(
    tx,
    actor,
    folder,
    written.filter(({ place }) => place.isNew),
    at,
  );
  await updateEntries(
    tx,
    actor,
    written.filter(({ place }) => !place.isNew),
    at,
  );
  tx.soon(
    tx.query.insertInto("files_version").values(
      written.map(({ place, sizeBytes: bytes }) => ({
        organisation_id: tx.organisationId,
        entry_id: place.entryId,
        version: place.version,
        size_bytes: bytes,
        modified_at: place.modifiedAt,
        created_at: at,
        created_by: actor.memberId,
        door: doorOf(actor),
        device_id: deviceIdOf(actor),
        device: actor.device ?? "",
      })),
    ),
  );
  const changes = written.map(({ place, mac, sealed }): Change => ({
    entryId: place.entryId,
    act: place.isNew ? "added" : "written",
    parentId: place.parentId,
    nameMac: mac,
    nameSealed: sealed,
    version: place.version,
    isTrashed: false,
  }));
  writeChanges(tx, actor, { spaceId, first, at }, changes);
  await awaitMerging(
    tx,
    written.map(({ place }) => ({ spaceId, itemId: place.entryId })),
  );
  await writeAudit(tx, {
    at,
    actor: auditActorOf(actor),
    act: "files.written",
    subject: places.length === 1 ? { kind: "file", id: places[0]!.place.entryId } : { kind: "folder", id: spaceId },
    details: { count: places.length, sizeBytes },
  });
  return written.map(({ place, revision }) => ({
    entryId: place.entryId,
    revision,
    version: place.version,
    isNew: place.isNew,
  }));
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
    return { folder: open, places: await placesFor(tx, open, wishes, app.clock.now()) };
  });
  const prepared: PreparedObject[] = [];
  let isDone = false;
  try {
    for (const [index, place] of places.entries())
      prepared.push(await sealFile(app, actor, folder, place, files[index]!.content));
    const at = app.clock.now();
    const written = await app.database.inOrganisation(organisationId, async (tx) => {
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

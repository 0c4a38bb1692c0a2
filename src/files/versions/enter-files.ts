import { sql } from "kysely";
import { writeAudit } from "#/audit/index.ts";
import type { Transaction } from "#/db/index.ts";
import type { Id } from "#/kernel/index.ts";
import { awaitMerging } from "#/segments/index.ts";
import { type Change, takeNumbers, writeChanges } from "../changes.ts";
import { auditActorOf } from "../entries/make-folder.ts";
import { nameMac, sealName } from "../names.ts";
import type { OpenFolder } from "../open-folders.ts";
import { deviceIdOf, doorOf } from "../rules.ts";
import type { FilesActor } from "../types.ts";
import { changedMeanwhile, type Place } from "./places.ts";

export interface WrittenFile {
  readonly entryId: Id;
  readonly revision: number;
  readonly version: number;
  readonly isNew: boolean;
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

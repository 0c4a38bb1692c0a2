import type { BlobStore } from "#/blobs/index.ts";
import type { Selectable } from "kysely";
import type { Schema, Transaction } from "#/db/index.ts";
import { addJob, type JobHandler } from "#/jobs/index.ts";
import { type Id, isId } from "#/kernel/index.ts";
import { noteChanges } from "./heads/note-changes.ts";

const removeBlobJob = "spaces.remove-blob";

async function erased(tx: Transaction, rows: readonly ErasedRow[]): Promise<void> {
  await noteChanges(
    tx,
    rows.map((row) => ({
      spaceId: row.space_id,
      objectId: row.object_id,
      version: row.version,
      comes: false,
      signature: row.signature,
    })),
  );
  for (const { blob_id: blobId } of rows)
    if (blobId) await addJob(tx, removeBlobJob, { organisationId: tx.organisationId, blobId });
}

const erasedColumns = ["blob_id", "space_id", "object_id", "version", "signature"] as const;
type ErasedRow = Pick<Selectable<Schema["spaces_object"]>, (typeof erasedColumns)[number]>;

/** Single versions of objects; the others stay. */
export async function eraseObjectVersions(
  tx: Transaction,
  versions: readonly { readonly objectId: Id; readonly version: number }[],
): Promise<void> {
  const rows: ErasedRow[] = [];
  for (const { objectId, version } of versions)
    rows.push(
      ...(await tx.query
        .deleteFrom("spaces_object")
        .where("organisation_id", "=", tx.organisationId)
        .where("object_id", "=", objectId)
        .where("version", "=", version)
        .returning(erasedColumns)
        .execute()),
    );
  await erased(tx, rows);
}

/** All versions: without the header every copy of the payload is unreadable; the blob itself goes after the commit. */
export async function eraseObjects(tx: Transaction, objectIds: readonly Id[]): Promise<void> {
  if (objectIds.length === 0) return;
  const rows = await tx.query
    .deleteFrom("spaces_object")
    .where("organisation_id", "=", tx.organisationId)
    .where("object_id", "in", objectIds)
    .returning(erasedColumns)
    .execute();
  await erased(tx, rows);
}

export const eraseObject = (tx: Transaction, objectId: Id): Promise<void> => eraseObjects(tx, [objectId]);

/** What the worker does for this room. */
export function spacesJobs(app: { readonly blobs: BlobStore }): Record<string, JobHandler> {
  return {
    [removeBlobJob]: async ({ blobId }) => {
      if (isId(blobId)) await app.blobs.remove(blobId);
    },
  };
}

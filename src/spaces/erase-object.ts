import type { BlobStore } from "#/blobs/index.ts";
import type { Transaction } from "#/db/index.ts";
import { addJob, type JobHandler } from "#/jobs/index.ts";
import { type Id, isId } from "#/kernel/index.ts";
import { noteChanges } from "./heads/note-changes.ts";

const removeBlobJob = "spaces.remove-blob";

/** All versions: without the header every copy of the payload is unreadable; the blob itself goes after the commit. */
export async function eraseObjects(tx: Transaction, objectIds: readonly Id[]): Promise<void> {
  if (objectIds.length === 0) return;
  const rows = await tx.query
    .deleteFrom("spaces_object")
    .where("organisation_id", "=", tx.organisationId)
    .where("object_id", "in", objectIds)
    .returning(["blob_id", "space_id", "object_id", "version", "signature"])
    .execute();
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

export const eraseObject = (tx: Transaction, objectId: Id): Promise<void> => eraseObjects(tx, [objectId]);

/** What the worker does for this room. */
export function spacesJobs(app: { readonly blobs: BlobStore }): Record<string, JobHandler> {
  return {
    [removeBlobJob]: async ({ blobId }) => {
      if (isId(blobId)) await app.blobs.remove(blobId);
    },
  };
}

import type { BlobStore } from "#/blobs/index.ts";
import type { Transaction } from "#/db/index.ts";
import { addJob, type JobHandler } from "#/jobs/index.ts";
import { type Id, isId, Refusal } from "#/kernel/index.ts";
import { eraseObject } from "#/spaces/index.ts";
import { takeLease } from "./lease.ts";
import type { Uploader, UploadsApp } from "./types.ts";

const removePartJob = "uploads.remove-part";

/** Rows at once; with the header goes every way to read what had come. The bytes follow after the commit. */
export async function eraseUploads(tx: Transaction, uploadIds: readonly Id[]): Promise<void> {
  if (uploadIds.length === 0) return;
  const rows = await tx.query
    .deleteFrom("uploads_upload")
    .where("organisation_id", "=", tx.organisationId)
    .where("upload_id", "in", uploadIds)
    .returning(["upload_id", "finished_at", "blob_id"])
    .execute();
  for (const { upload_id: uploadId, finished_at: finishedAt, blob_id: blobId } of rows) {
    if (finishedAt) await eraseObject(tx, uploadId);
    else await addJob(tx, removePartJob, { organisationId: tx.organisationId, uploadId, ...(blobId && { blobId }) });
  }
}

/** The sender does not want it any more. @throws Refusal `uploads.absent`, `uploads.locked` while it is receiving. */
export async function removeUpload(app: UploadsApp, actor: Uploader, uploadId: Id): Promise<void> {
  await app.database.inOrganisation(actor.organisationId, async (tx) => {
    const { row } = await takeLease(app, tx, actor, uploadId);
    // What a draft names goes with the draft.
    if (row.held_by) throw new Refusal("conflict", "uploads.held");
    await eraseUploads(tx, [uploadId]);
  });
}

/** What the worker does for this room. */
export function uploadsJobs(app: { readonly blobs: BlobStore }): Record<string, JobHandler> {
  return {
    [removePartJob]: async ({ uploadId, blobId }) => {
      if (isId(uploadId)) await app.blobs.removePart(uploadId);
      if (isId(blobId)) await app.blobs.remove(blobId);
    },
  };
}

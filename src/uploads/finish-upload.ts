import { sql } from "kysely";
import type { Transaction } from "#/db/index.ts";
import { signerOf } from "#/identity/index.ts";
import { type Bytes, type Id, Refusal } from "#/kernel/index.ts";
import { insertObject } from "#/spaces/index.ts";
import { type BegunObject, completeObject, type SealedPiece } from "#/vault/index.ts";
import { uploadLimits } from "./rules.ts";
import type { Uploader, UploadsApp, UploadState } from "./types.ts";

export interface WholeUpload {
  readonly uploadId: Id;
  readonly lease: Id;
  readonly begun: BegunObject;
  /** Where the payload fits into the database. */
  readonly small?: SealedPiece | undefined;
  readonly blobId?: Id | undefined;
}

async function leavesOf(tx: Transaction, uploadId: Id): Promise<Bytes> {
  const { leaves } = await tx.query
    .selectFrom("uploads_upload")
    .select("leaves")
    .where("organisation_id", "=", tx.organisationId)
    .where("upload_id", "=", uploadId)
    .executeTakeFirstOrThrow();
  return leaves;
}

/**
 * All is there: the part becomes a blob, and the upload an object in the mailbox, signed. May be done again where an
 * earlier attempt was killed half-way.
 */
export async function finishUpload(
  app: UploadsApp,
  actor: Uploader,
  { uploadId, lease, begun, small, blobId }: WholeUpload,
): Promise<UploadState> {
  const now = app.clock.now();
  const expiresAt = new Date(now.getTime() + uploadLimits.unusedMs);
  const { sizeBytes, context } = begun;
  if (blobId) await app.blobs.keepPart(uploadId, blobId);
  await app.database.inOrganisation(actor.organisationId, async (tx) => {
    const leaves = small ? small.leaf : await leavesOf(tx, uploadId);
    const place = blobId ? { blobId } : { payload: small!.payload };
    // The epoch's public key is in the header already.
    const sealed = completeObject({ context, epochPublic: new Uint8Array(0), signer: signerOf(actor) }, begun, leaves);
    await insertObject(tx, { ...sealed, context, objectId: uploadId, sizeBytes, place }, now);
    const { numUpdatedRows } = await tx.query
      .updateTable("uploads_upload")
      .set({
        offset_bytes: sizeBytes,
        leaves: sql<Bytes>`''::bytea`,
        finished_at: now,
        expires_at: sql<Date | null>`case when held_by is null then ${expiresAt}::timestamptz end`,
        locked_by: null,
        locked_until: null,
      })
      .where("organisation_id", "=", tx.organisationId)
      .where("upload_id", "=", uploadId)
      .where("locked_by", "=", lease)
      .executeTakeFirst();
    if (numUpdatedRows !== 1n) throw new Refusal("conflict", "uploads.locked");
    await tx.query
      .deleteFrom("keys.uploads_header")
      .where("organisation_id", "=", tx.organisationId)
      .where("upload_id", "=", uploadId)
      .execute();
  });
  return { uploadId, sizeBytes, offsetBytes: sizeBytes, expiresAt };
}

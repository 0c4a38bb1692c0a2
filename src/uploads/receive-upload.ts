import type { Transaction } from "#/db/index.ts";
import { readerOf } from "#/identity/index.ts";
import { type Bytes, type Id, Refusal } from "#/kernel/index.ts";
import { openEpochSecret } from "#/spaces/index.ts";
import { type BegunObject, continueObject, type ContinuedObject, publicIdentity } from "#/vault/index.ts";
import { finishUpload } from "./finish-upload.ts";
import { giveLeaseBack, type LeasedRow, takeLease } from "./lease.ts";
import { inDatabaseBytes, PieceWriter } from "./piece-writer.ts";
import { type Uploader, type UploadsApp, type UploadState, uploadKind } from "./types.ts";

export interface ReceiveUpload {
  readonly uploadId: Id;
  /** Where the sender goes on; absent to learn where that is. */
  readonly offsetBytes?: number;
}

interface Opened {
  readonly lease: Id;
  readonly row: LeasedRow;
  /** Absent when it is finished. */
  readonly object?: ContinuedObject;
  readonly begun?: BegunObject;
}

const stateOf = (row: LeasedRow, offsetBytes = row.offset_bytes): UploadState => ({
  uploadId: row.upload_id,
  sizeBytes: row.size_bytes,
  offsetBytes,
  expiresAt: row.expires_at,
});

/** Takes the lease, and opens the file key with the session: nobody but who began it goes on with it. */
async function openUpload(app: UploadsApp, tx: Transaction, actor: Uploader, uploadId: Id): Promise<Opened> {
  const { lease, row } = await takeLease(app, tx, actor, uploadId);
  if (row.finished_at) {
    await giveLeaseBack(tx, uploadId, lease);
    return { lease, row };
  }
  const { header } = await tx.query
    .selectFrom("keys.uploads_header")
    .select("header")
    .where("organisation_id", "=", tx.organisationId)
    .where("upload_id", "=", uploadId)
    .executeTakeFirstOrThrow();
  const epochSecret = await openEpochSecret(app, tx, readerOf(actor), row.space_id, row.epoch);
  if (!epochSecret) throw new Refusal("absent", "uploads.absent");
  const begun: BegunObject = {
    context: {
      organisationId: row.organisation_id,
      spaceId: row.space_id,
      epoch: row.epoch,
      objectId: uploadId,
      version: 1,
      kind: uploadKind,
    },
    header,
    sizeBytes: row.size_bytes,
    signature: row.signature,
    // By whose key it has to be signed is not the row's to say.
    signerKeyId: actor.keyId,
  };
  const signerPublic = publicIdentity(actor.identity).ed25519;
  return { lease, row, begun, object: continueObject({ ...begun, epochSecret, signerPublic }) };
}

/** Receives what it can; in the end everything that was sealed is durable, also when the source failed. */
async function fill(writer: PieceWriter, source: AsyncIterable<Bytes> | undefined): Promise<void> {
  try {
    if (!source) return;
    await writer.addNothing();
    for await (const part of source) await writer.add(part);
  } finally {
    if (!writer.small) await writer.commit();
  }
}

/**
 * Takes content from where the durable part ends, and answers how far it has come: whole pieces of a mebibyte, or
 * everything. Without a source it only tells, after looking for what a killed process had left. Refuses:
 * `uploads.absent` what is not there, has run out, or is somebody else's; `uploads.locked` while another request
 * receives; `uploads.offset_wrong` what goes on elsewhere; `uploads.too_long` more than was announced.
 * What the source throws comes out after what came before it was kept.
 */
export async function receiveUpload(
  app: UploadsApp,
  actor: Uploader,
  { uploadId, offsetBytes }: ReceiveUpload,
  source?: AsyncIterable<Bytes>,
): Promise<UploadState> {
  const { organisationId } = actor;
  const inside = <T>(run: (tx: Transaction) => Promise<T>): Promise<T> =>
    app.database.inOrganisation(organisationId, run);
  const { lease, row, object, begun } = await inside((tx) => openUpload(app, tx, actor, uploadId));
  if (!object || !begun) {
    if (offsetBytes !== undefined && offsetBytes !== row.size_bytes) throw offsetWrong(row.size_bytes);
    return stateOf(row);
  }
  try {
    if (row.blob_id) return await finishUpload(app, actor, { uploadId, lease, begun, blobId: row.blob_id });
    const isSmall = row.size_bytes <= inDatabaseBytes;
    const part = isSmall ? undefined : await app.blobs.openPart(uploadId);
    const place = { organisationId, uploadId, lease, sizeBytes: row.size_bytes };
    const writer = new PieceWriter(app, place, object, part, row.offset_bytes);
    try {
      await writer.recover();
      if (offsetBytes !== undefined && offsetBytes !== writer.offsetBytes) throw offsetWrong(writer.offsetBytes);
      await fill(writer, source);
    } finally {
      await writer.end();
      await part?.close();
    }
    if (writer.isWhole) {
      const { small, blobId } = writer;
      return await finishUpload(app, actor, { uploadId, lease, begun, small, blobId });
    }
    return stateOf(row, writer.offsetBytes);
  } finally {
    await inside((tx) => giveLeaseBack(tx, uploadId, lease));
  }
}

const offsetWrong = (offsetBytes: number): Refusal => new Refusal("conflict", "uploads.offset_wrong", { offsetBytes });

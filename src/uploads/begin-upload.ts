import { sql } from "kysely";
import { Refusal, newId } from "#/kernel/index.ts";
import { mailboxEpoch } from "#/spaces/index.ts";
import { signerOf } from "#/identity/index.ts";
import { beginObject } from "#/vault/index.ts";
import { receiveUpload } from "./receive-upload.ts";
import { uploadLimits } from "./rules.ts";
import { type Uploader, type UploadsApp, type UploadState, uploadKind } from "./types.ts";

async function* nothing(): AsyncGenerator<Uint8Array, void> {}

/**
 * Takes the place for an upload of known size, sealed to the mailbox in which the member acts. Refuses
 * `uploads.too_large`, `uploads.too_many` and `uploads.too_much` waiting, and `blobs.disk_full`.
 */
export async function beginUpload(app: UploadsApp, actor: Uploader, sizeBytes: number): Promise<UploadState> {
  const { organisationId, memberId, mailboxSpaceId: spaceId } = actor;
  if (!Number.isSafeInteger(sizeBytes) || sizeBytes < 0) throw new Refusal("invalid", "uploads.size_wrong");
  if (sizeBytes > uploadLimits.sizeBytes)
    throw new Refusal("too-large", "uploads.too_large", { limitBytes: uploadLimits.sizeBytes });
  await app.blobs.assertRoom();
  const uploadId = newId();
  const now = app.clock.now();
  const expiresAt = new Date(now.getTime() + uploadLimits.unfinishedMs);
  await app.database.inOrganisation(organisationId, async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`zegel/uploads/${memberId}`}, 0))`.execute(tx.query);
    const waiting = await tx.query
      .selectFrom("uploads_upload")
      .select(({ fn }) => [
        fn.countAll<number>().as("count"),
        sql<number>`coalesce(sum(size_bytes), 0)::bigint`.as("bytes"),
      ])
      .where("organisation_id", "=", organisationId)
      .where("member_id", "=", memberId)
      .executeTakeFirstOrThrow();
    if (Number(waiting.count) >= uploadLimits.count)
      throw new Refusal("limited", "uploads.too_many", { limit: uploadLimits.count });
    if (Number(waiting.bytes) + sizeBytes > uploadLimits.waitingBytes)
      throw new Refusal("limited", "uploads.too_much", { limitBytes: uploadLimits.waitingBytes });
    const epoch = await mailboxEpoch(app, tx, { spaceId, owner: actor.acting?.owner ?? { memberId } });
    const context = {
      organisationId,
      spaceId,
      epoch: epoch.epoch,
      objectId: uploadId,
      version: 1,
      kind: uploadKind,
    };
    const begun = beginObject({ context, epochPublic: epoch.publicKey, signer: signerOf(actor) }, sizeBytes);
    await tx.query
      .insertInto("uploads_upload")
      .values({
        organisation_id: organisationId,
        upload_id: uploadId,
        member_id: memberId,
        space_id: spaceId,
        epoch: epoch.epoch,
        size_bytes: sizeBytes,
        signature: begun.signature,
        signer_key_id: begun.signerKeyId,
        created_at: now,
        expires_at: expiresAt,
      })
      .execute();
    await tx.query
      .insertInto("keys.uploads_header")
      .values({ organisation_id: organisationId, upload_id: uploadId, header: begun.header })
      .execute();
  });
  // Of nothing at all no more will come.
  if (sizeBytes === 0) return receiveUpload(app, actor, { uploadId, offsetBytes: 0 }, nothing());
  return { uploadId, sizeBytes, offsetBytes: 0, expiresAt };
}

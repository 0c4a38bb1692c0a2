import type { Transaction } from "#/db/index.ts";
import { type Id, Refusal } from "#/kernel/index.ts";
import { eraseUploads } from "./remove-upload.ts";
import { uploadLimits } from "./rules.ts";
import { type FinishedUpload, uploadKind } from "./types.ts";

/** In whose mailbox uploads are used: whoever acts in it. */
export interface InMailbox {
  readonly mailboxSpaceId: Id;
  readonly memberId: Id;
}

async function finishedRows(tx: Transaction, actor: InMailbox, uploadIds: readonly Id[]) {
  if (uploadIds.length === 0) return [];
  const rows = await tx.query
    .selectFrom("uploads_upload")
    .selectAll()
    .where("organisation_id", "=", tx.organisationId)
    .where("space_id", "=", actor.mailboxSpaceId)
    .where("upload_id", "in", uploadIds)
    .orderBy("upload_id")
    .forUpdate()
    .execute();
  if (rows.length !== new Set(uploadIds).size) throw new Refusal("absent", "uploads.absent");
  if (rows.some((row) => !row.finished_at)) throw new Refusal("conflict", "uploads.unfinished");
  return rows;
}

/**
 * Takes finished uploads out of this room for good: from now on they are objects that the caller moves
 * (`moveObject`, kind `attachment`, object id = upload id) or erases, in the same transaction. Everything or nothing:
 * `uploads.absent` when one is not there or in another mailbox, `uploads.unfinished` when one is still on its way.
 */
export async function takeUploads(
  tx: Transaction,
  actor: InMailbox,
  uploadIds: readonly Id[],
): Promise<Map<Id, FinishedUpload>> {
  const rows = await finishedRows(tx, actor, uploadIds);
  if (rows.length > 0)
    await tx.query
      .deleteFrom("uploads_upload")
      .where("organisation_id", "=", tx.organisationId)
      .where("upload_id", "in", uploadIds)
      .execute();
  return new Map(
    rows.map((row) => [
      row.upload_id,
      { uploadId: row.upload_id, sizeBytes: row.size_bytes, spaceId: row.space_id, epoch: row.epoch },
    ]),
  );
}

/**
 * Puts objects back that were taken and have been moved back into the actor's mailbox (a message that was cancelled):
 * held by a draft, or by nobody. `uploads.absent` for one that is no attachment there.
 */
export async function releaseUploads(
  tx: Transaction,
  actor: InMailbox,
  objectIds: readonly Id[],
  { at, heldBy }: { readonly at: Date; readonly heldBy?: Id },
): Promise<void> {
  if (objectIds.length === 0) return;
  const objects = await tx.query
    .selectFrom("spaces_object")
    .select(["object_id", "space_id", "epoch", "size_bytes", "signature", "signer_key_id", "blob_id"])
    .where("organisation_id", "=", tx.organisationId)
    .where("object_id", "in", objectIds)
    .where("space_id", "=", actor.mailboxSpaceId)
    .where("kind", "=", uploadKind)
    .execute();
  if (objects.length !== new Set(objectIds).size) throw new Refusal("absent", "uploads.absent");
  await tx.query
    .insertInto("uploads_upload")
    .values(
      objects.map((object) => ({
        organisation_id: tx.organisationId,
        upload_id: object.object_id,
        member_id: actor.memberId,
        space_id: object.space_id,
        epoch: object.epoch,
        size_bytes: object.size_bytes,
        offset_bytes: object.size_bytes,
        signature: object.signature,
        signer_key_id: object.signer_key_id,
        blob_id: object.blob_id,
        held_by: heldBy ?? null,
        created_at: at,
        finished_at: at,
        expires_at: heldBy ? null : new Date(at.getTime() + uploadLimits.unusedMs),
      })),
    )
    .execute();
}

/**
 * From now on the draft names these uploads and no others: they do not run out, and those that it named before and does
 * not any more are like new ones. Unfinished ones may be named too, and still have to be finished in time. What is not
 * there in the actor's mailbox is passed over. Call it with an empty list, or `dropHeldUploads`, when the draft goes.
 */
export async function holdUploads(
  tx: Transaction,
  actor: InMailbox,
  { draftId, uploadIds, at }: { readonly draftId: Id; readonly uploadIds: readonly Id[]; readonly at: Date },
): Promise<void> {
  const own = tx.query
    .updateTable("uploads_upload")
    .where("organisation_id", "=", tx.organisationId)
    .where("space_id", "=", actor.mailboxSpaceId);
  await own
    .set({ held_by: null, expires_at: new Date(at.getTime() + uploadLimits.unusedMs) })
    .where("held_by", "=", draftId)
    .$if(uploadIds.length > 0, (query) => query.where("upload_id", "not in", uploadIds))
    .execute();
  if (uploadIds.length === 0) return;
  await own
    .set(({ eb, ref }) => ({
      held_by: draftId,
      expires_at: eb.case().when("finished_at", "is", null).then(ref("expires_at")).else(null).end(),
    }))
    .where("upload_id", "in", uploadIds)
    .where((where) => where.or([where("held_by", "is", null), where("held_by", "=", draftId)]))
    .execute();
}

/** The draft is thrown away, and its uploads with it. */
export async function dropHeldUploads(tx: Transaction, actor: InMailbox, draftId: Id): Promise<void> {
  const rows = await tx.query
    .selectFrom("uploads_upload")
    .select("upload_id")
    .where("organisation_id", "=", tx.organisationId)
    .where("space_id", "=", actor.mailboxSpaceId)
    .where("held_by", "=", draftId)
    .forUpdate()
    .execute();
  await eraseUploads(
    tx,
    rows.map((row) => row.upload_id),
  );
}

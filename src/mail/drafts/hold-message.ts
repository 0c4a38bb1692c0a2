import type { Transaction } from "#/db/index.ts";
import type { AppPasswordActor, MemberActor } from "#/identity/index.ts";
import { addJob } from "#/jobs/index.ts";
import { type Bytes, type Id, secondMs } from "#/kernel/index.ts";
import type { PreparedDispatch } from "../queue-dispatch.ts";

export const releaseJob = "mail.release";

/** A job for all messages of one second: it releases whatever is due by then. */
export async function addReleaseJob(tx: Transaction, releaseAt: Date): Promise<void> {
  const second = Math.ceil(releaseAt.getTime() / secondMs);
  const payload = { organisationId: tx.organisationId, dueMs: second * secondMs };
  await addJob(tx, releaseJob, payload, { key: `release:${second}`, runAt: new Date(second * secondMs) });
}

/** Letters are small: they lie in the row. */
function sealedOf({ place, kind }: PreparedDispatch): Bytes {
  if ("sealed" in place) return place.sealed;
  throw new TypeError(`a ${kind} of this size cannot be held`);
}

export async function insertHeld(
  tx: Transaction,
  messageId: Id,
  dispatches: readonly PreparedDispatch[],
): Promise<void> {
  if (dispatches.length === 0) return;
  await tx.query
    .insertInto("mail_held")
    .values(
      dispatches.map((dispatch) => ({
        organisation_id: tx.organisationId,
        dispatch_id: dispatch.dispatchId,
        message_id: messageId,
        kind: dispatch.kind,
        recipient_id: dispatch.recipientId,
        link_id: dispatch.linkId,
        queue_key_id: dispatch.queueKeyId,
        sealed: sealedOf(dispatch),
      })),
    )
    .execute();
}

/** In the transaction that writes the message: what will leave is kept with it until its time. */
export async function holdMessage(
  tx: Transaction,
  actor: MemberActor | AppPasswordActor,
  messageId: Id,
  {
    releaseAt,
    draftId,
    dispatches,
    at,
    awaitsApproval = false,
  }: {
    readonly releaseAt: Date;
    /** None for what came from a mail program. */
    readonly draftId: Id | null;
    /** Its time alone does not let it go. */
    readonly awaitsApproval?: boolean;
    readonly dispatches: readonly PreparedDispatch[];
    readonly at: Date;
  },
): Promise<void> {
  await tx.query
    .insertInto("mail_scheduled")
    .values({
      organisation_id: tx.organisationId,
      message_id: messageId,
      mailbox_space_id: actor.mailboxSpaceId,
      sender_id: actor.memberId,
      draft_id: draftId,
      release_at: releaseAt,
      awaits_approval: awaitsApproval,
      created_at: at,
    })
    .execute();
  await insertHeld(tx, messageId, dispatches);
  if (!awaitsApproval) await addReleaseJob(tx, releaseAt);
}

import type { Selectable } from "kysely";
import { agreementsInForce } from "#/agreements/index.ts";
import type { Schema, Transaction } from "#/db/index.ts";
import type { MemberActor } from "#/identity/index.ts";
import { type Id, isId, Refusal } from "#/kernel/index.ts";
import { removeWraps } from "#/spaces/index.ts";
import { messagesWithCopies } from "../drafts/scheduled-row.ts";
import type { MailApp } from "../types.ts";
import { allApprovers } from "./approvers.ts";

export type HoldRow = Selectable<Schema["mail_hold"]>;

/** Whether the agreements in force name the actor as one who decides. */
export async function isApprover(app: MailApp, tx: Transaction, actor: MemberActor): Promise<boolean> {
  const { agreements } = await agreementsInForce(app, tx);
  return (await allApprovers(tx, agreements)).some(({ memberId }) => memberId === actor.memberId);
}

/**
 * A held message as an approver may know of it; `forUpdate` while it is decided. For anybody else it is absent.
 * @throws Refusal `mail.hold_absent`, `mail.hold_own`.
 */
export async function holdFor(
  app: MailApp,
  tx: Transaction,
  actor: MemberActor,
  messageId: Id,
  { forUpdate = false } = {},
): Promise<HoldRow> {
  const row =
    isId(messageId) && (await isApprover(app, tx, actor))
      ? await tx.query
          .selectFrom("mail_hold")
          .selectAll()
          .where("organisation_id", "=", tx.organisationId)
          .where("message_id", "=", messageId)
          .$if(forUpdate, (query) => query.forUpdate())
          .executeTakeFirst()
      : undefined;
  if (!row || row.held_at > app.clock.now()) throw new Refusal("absent", "mail.hold_absent");
  if (row.sender_id === actor.memberId) throw new Refusal("forbidden", "mail.hold_own");
  return row;
}

/** Approvers lose the key that they held while it waited, where the message is not theirs for another reason. */
export async function takeKeysBack(tx: Transaction, { message_id: messageId, ...row }: HoldRow): Promise<void> {
  if (!row.may_read) return;
  const { organisationId } = tx;
  const reasons = await tx.query
    .selectFrom("mail_hold_reason")
    .select("mailbox_space_id")
    .where("organisation_id", "=", organisationId)
    .where("message_id", "=", messageId)
    .execute();
  for (const message of await messagesWithCopies(tx, [messageId])) {
    const theirs = await tx.query
      .selectFrom("mail_recipient")
      .select("mailbox_space_id")
      .where("organisation_id", "=", organisationId)
      .where("message_id", "=", message.message_id)
      .where("mailbox_space_id", "is not", null)
      .execute();
    const kept = new Set([row.mailbox_space_id, ...theirs.map((each) => each.mailbox_space_id)]);
    for (const { mailbox_space_id: holderId } of reasons)
      if (!kept.has(holderId))
        await removeWraps(tx, {
          spaceId: message.conversation_id,
          epoch: message.epoch,
          holderKind: "space",
          holderId,
        });
  }
}

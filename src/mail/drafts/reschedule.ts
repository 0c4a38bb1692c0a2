import { writeAudit } from "#/audit/index.ts";
import type { Transaction } from "#/db/index.ts";
import type { MemberActor } from "#/identity/index.ts";
import { type Id, Refusal } from "#/kernel/index.ts";
import { auditActorOf } from "../actors.ts";
import { languageOf, linkOf } from "../guest-link.ts";
import { type House, houseOf } from "../house.ts";
import { noticeLetter } from "../letters.ts";
import { inboxes } from "../mailboxes/inboxes.ts";
import type { MessageRow } from "../message-row.ts";
import { prepareNotification } from "../mint-link.ts";
import { type PreparedDispatch, prepareDispatch } from "../queue-dispatch.ts";
import { type RecipientRow, recipientsOf } from "../recipient-answer.ts";
import { keptSecret, keptVerification } from "../resend-notification.ts";
import type { MailApp } from "../types.ts";
import { addReleaseJob, insertHeld } from "./hold-message.ts";
import { releaseMessages } from "./release-messages.ts";
import { assertNotHeld, assertSendTime, lockScheduled, messagesWithCopies } from "./scheduled-row.ts";

interface Leaving {
  readonly house: House;
  readonly at: Date;
  readonly expiresAt: Date;
}

async function guestLetter(
  app: MailApp,
  tx: Transaction,
  actor: MemberActor,
  { link_id: linkId, email, recipient_id: recipientId }: RecipientRow,
  { house, at, expiresAt }: Leaving,
): Promise<PreparedDispatch> {
  const link = linkId ? await linkOf(tx, linkId) : undefined;
  const secret = link && (await keptSecret(app, tx, actor, link, email));
  if (!link || !secret) throw new Refusal("conflict", "mail.resend_impossible");
  await tx.query
    .updateTable("mail_link")
    .set({ expires_at: expiresAt })
    .where("organisation_id", "=", tx.organisationId)
    .where("link_id", "=", link.link_id)
    .execute();
  const facts = {
    linkId: link.link_id,
    secret,
    verification: keptVerification(link, secret),
    language: languageOf(link),
    expiresAt,
  };
  const sender = { email: actor.email, name: actor.name };
  return prepareNotification(app, facts, { house, at, sender, to: { email }, recipientId });
}

/** The letters once more, with the date on which they leave and until when their links open. */
async function renewHeld(
  app: MailApp,
  tx: Transaction,
  actor: MemberActor,
  messageId: Id,
  rows: readonly MessageRow[],
  leaving: Leaving,
): Promise<void> {
  const { house, at, expiresAt } = leaving;
  await tx.query
    .deleteFrom("mail_held")
    .where("organisation_id", "=", tx.organisationId)
    .where("message_id", "=", messageId)
    .execute();
  const conversations = new Map(rows.map((row) => [row.message_id, row.conversation_id]));
  const recipients = await recipientsOf(tx, [...conversations.keys()]);
  const letters: PreparedDispatch[] = [];
  for (const recipient of recipients.filter((each) => each.route === "guest" && each.state === "queued")) {
    letters.push(await guestLetter(app, tx, actor, recipient, leaving));
  }
  for (const { mailbox_space_id: mailboxSpaceId, message_id: id } of recipients) {
    if (!mailboxSpaceId || mailboxSpaceId === actor.mailboxSpaceId) continue;
    const [to] = await inboxes(app, tx, { mailboxSpaceIds: [mailboxSpaceId] });
    if (!to || to.isClosed) continue;
    const details = { sender: actor.name };
    const notice = { house, at, kind: "colleague", to, conversationId: conversations.get(id)!, details } as const;
    letters.push(await prepareDispatch(app, { kind: "notice", content: noticeLetter(app.config, notice) }));
  }
  await insertHeld(tx, messageId, letters);
  const messages = tx.query
    .updateTable("mail_message")
    .where("organisation_id", "=", tx.organisationId)
    .where("message_id", "in", [...conversations.keys()]);
  await messages.set({ release_at: at }).execute();
  await messages.where("expires_at", "is not", null).set({ expires_at: expiresAt }).execute();
}

/**
 * Another time for a message that waits, also for one that was stopped; without a time it leaves now.
 * @throws Refusal `mail.message_absent`, `mail.left_already`, `mail.not_the_sender`, `mail.send_time_invalid`,
 *   `mail.hold_waits` for what an approver decides about, and   `mail.resend_impossible` when a link ran out while it was stopped.
 */
export function reschedule(
  app: MailApp,
  actor: MemberActor,
  { messageId, sendAt }: { readonly messageId: Id; readonly sendAt?: Date | undefined },
): Promise<{ releaseAt: Date | null }> {
  const now = app.clock.now();
  if (sendAt) assertSendTime(sendAt, now);
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    await lockScheduled(tx, actor, messageId);
    await assertNotHeld(tx, messageId);
    const at = sendAt ?? now;
    const house = await houseOf(tx);
    const rows = await messagesWithCopies(tx, [messageId]);
    const expiresAt = new Date(at.getTime() + house.linkMs);
    await renewHeld(app, tx, actor, messageId, rows, { house, at, expiresAt });
    const scheduled = await tx.query
      .updateTable("mail_scheduled")
      .set({ release_at: at, stopped_at: null, sender_id: actor.memberId })
      .where("organisation_id", "=", tx.organisationId)
      .where("message_id", "=", messageId)
      .returningAll()
      .executeTakeFirstOrThrow();
    await writeAudit(tx, {
      at: now,
      actor: auditActorOf(actor),
      act: "mail.sending-rescheduled",
      subject: { kind: "message", id: messageId },
      details: { releaseAt: at.toISOString() },
    });
    if (sendAt) await addReleaseJob(tx, sendAt);
    else await releaseMessages(tx, [scheduled], now);
    return { releaseAt: sendAt ?? null };
  });
}

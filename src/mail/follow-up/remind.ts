import { writeAudit } from "#/audit/index.ts";
import type { Transaction } from "#/db/index.ts";
import type { MemberActor } from "#/identity/index.ts";
import { dayMs, type Id, isId, Refusal } from "#/kernel/index.ts";
import { auditActorOf } from "../actors.ts";
import { envelopeId } from "../delivery/envelope-id.ts";
import { languageOf, linkOf, type LinkRow } from "../guest-link.ts";
import { houseOf } from "../house.ts";
import type { MessageRow } from "../message-row.ts";
import { insertDispatch, prepareDispatch } from "../queue-dispatch.ts";
import { recipientAnswerOf, type RecipientRow } from "../recipient-answer.ts";
import { ownRecipient } from "../serve-recipient.ts";
import type { MailApp, Recipient } from "../types.ts";
import { followUpLetter } from "./follow-up-letters.ts";

/** At least this long between two reminders to one recipient. */
const remindPauseMs = dayMs / 2;

/** The Message-ID of the notification that a recipient has. */
async function notificationOf(app: MailApp, tx: Transaction, recipientId: Id, domain: string) {
  const row = await tx.query
    .selectFrom("mail_dispatch")
    .select("dispatch_id")
    .where("organisation_id", "=", tx.organisationId)
    .where("recipient_id", "=", recipientId)
    .where("kind", "=", "notification")
    .orderBy("created_at", "desc")
    .limit(1)
    .executeTakeFirst();
  return row && `<${envelopeId(app.secrets.pepper, row.dispatch_id)}@${domain}>`;
}

/** Queues a mail without any secret that names the earlier one. */
export async function queueFollowUp(
  app: MailApp,
  tx: Transaction,
  kind: "reminder" | "expiry",
  about: {
    readonly recipient: Pick<RecipientRow, "recipient_id" | "email">;
    readonly message: Pick<MessageRow, "sent_at">;
    readonly link: Pick<LinkRow, "link_id" | "language" | "expires_at">;
    readonly sender: { readonly email: string; readonly name: string };
  },
): Promise<void> {
  const { recipient, message, link, sender } = about;
  const at = app.clock.now();
  const house = await houseOf(tx);
  const letter = followUpLetter({
    kind,
    house,
    language: languageOf(link as LinkRow),
    at,
    sender,
    to: { email: recipient.email },
    sentAt: message.sent_at,
    expiresAt: link.expires_at,
    references: await notificationOf(app, tx, recipient.recipient_id, house.domain),
  });
  const prepared = await prepareDispatch(app, {
    kind: "reminder",
    recipientId: recipient.recipient_id,
    linkId: link.link_id,
    content: letter,
  });
  await insertDispatch(tx, prepared, at);
}

/**
 * Reminds a guest who did not open yet, at the sender's wish. @throws Refusal `mail.recipient_absent`,
 * `mail.remind_impossible` (nothing to open, or opened), `mail.reminded_just_now`.
 */
export function remindRecipient(app: MailApp, actor: MemberActor, recipientId: Id): Promise<Recipient> {
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    if (!isId(recipientId)) throw new Refusal("absent", "mail.recipient_absent");
    const { recipient, row } = await ownRecipient(app, tx, actor, recipientId);
    const at = app.clock.now();
    const { link_id: linkId, state, opened_at: openedAt, reminded_at: remindedAt } = recipient;
    const link = linkId ? await linkOf(tx, linkId) : undefined;
    const isWaiting = openedAt === null && (state === "handed-over" || state === "queued");
    if (!link || !isWaiting || link.closed_at || link.expires_at <= at)
      throw new Refusal("conflict", "mail.remind_impossible");
    if (remindedAt && at.getTime() - remindedAt.getTime() < remindPauseMs)
      throw new Refusal("conflict", "mail.reminded_just_now");
    await queueFollowUp(app, tx, "reminder", {
      recipient,
      message: row,
      link,
      sender: { email: actor.email, name: actor.name },
    });
    const after = await tx.query
      .updateTable("mail_recipient")
      .set({ reminded_at: at })
      .where("organisation_id", "=", tx.organisationId)
      .where("recipient_id", "=", recipientId)
      .returningAll()
      .executeTakeFirstOrThrow();
    await writeAudit(tx, {
      at,
      actor: auditActorOf(actor),
      act: "mail.recipient-reminded",
      subject: { kind: "message", id: row.message_id },
      details: { recipientId, email: recipient.email },
    });
    return recipientAnswerOf(after, undefined);
  });
}

/** Chooses for one message when who did not open is reminded: after days, 0 for never, null as the firm has it. */
export function chooseReminder(
  app: Pick<MailApp, "database" | "clock">,
  actor: MemberActor,
  { messageId, remindAfterDays }: { readonly messageId: Id; readonly remindAfterDays: number | null },
): Promise<void> {
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const changed = isId(messageId)
      ? await tx.query
          .updateTable("mail_message")
          .set({ remind_after_days: remindAfterDays })
          .where("organisation_id", "=", tx.organisationId)
          .where("sender_kind", "=", "member")
          .where("sender_mailbox_id", "=", actor.mailboxSpaceId)
          .where((where) => where.or([where("message_id", "=", messageId), where("copy_of", "=", messageId)]))
          .returning("message_id")
          .execute()
      : [];
    if (changed.length === 0) throw new Refusal("absent", "mail.message_absent");
    await writeAudit(tx, {
      at: app.clock.now(),
      actor: auditActorOf(actor),
      act: "mail.reminder-chosen",
      subject: { kind: "message", id: messageId },
      details: { days: remindAfterDays ?? "" },
    });
  });
}

import { type MemberActor } from "#/identity/index.ts";
import { dayMs, type Id, isId, Refusal } from "#/kernel/index.ts";
import { isExpired, linkOf } from "../guest-link.ts";
import { houseOf } from "../house.ts";
import { recipientAnswerOf } from "../recipient-answer.ts";
import { resendNotification } from "../resend-notification.ts";
import { noteServed, ownRecipient } from "../serve-recipient.ts";
import type { MailApp, Recipient } from "../types.ts";

const longestDays = 365;

export interface ExtendRecipient {
  readonly recipientId: Id;
  /** From now on; null: as long again as the firm has it, after the end, at most a year from now. */
  readonly days: number | null;
}

/**
 * Gives a guest more time. A link that still works stays as it is and works longer; one that ran out has no keys any
 * more, so that a fresh one is made in the sender's session and sent. @throws Refusal `mail.recipient_absent`,
 * `mail.resend_impossible`, and what is missing for the check.
 */
export async function extendRecipient(
  app: MailApp,
  actor: MemberActor,
  { recipientId, days }: ExtendRecipient,
): Promise<Recipient> {
  const at = app.clock.now();
  const longer = await app.database.inOrganisation(actor.organisationId, async (tx) => {
    if (!isId(recipientId)) throw new Refusal("absent", "mail.recipient_absent");
    const { recipient, row } = await ownRecipient(app, tx, actor, recipientId);
    const { link_id: linkId, state } = recipient;
    if (!linkId || state === "recalled" || state === "waiting") throw new Refusal("conflict", "mail.resend_impossible");
    const after = await tx.query
      .updateTable("mail_recipient")
      .set({ more_time_asked_at: null, expiry_told_at: null })
      .where("organisation_id", "=", tx.organisationId)
      .where("recipient_id", "=", recipientId)
      .returningAll()
      .executeTakeFirstOrThrow();
    const link = await linkOf(tx, linkId, { forUpdate: true });
    if (link.closed_at || isExpired(link, at)) return undefined;
    const { linkMs } = await houseOf(tx);
    const untilMs = days === null ? link.expires_at.getTime() + linkMs : at.getTime() + days * dayMs;
    const until = new Date(Math.min(untilMs, at.getTime() + longestDays * dayMs));
    const expiresAt = until > link.expires_at ? until : link.expires_at;
    await tx.query
      .updateTable("mail_link")
      .set({ expires_at: expiresAt })
      .where("organisation_id", "=", tx.organisationId)
      .where("link_id", "=", linkId)
      .execute();
    await tx.query
      .updateTable("mail_message")
      .set((message) => ({
        expires_at: message.fn<Date | null>("greatest", ["expires_at", message.val(expiresAt)]),
      }))
      .where("organisation_id", "=", tx.organisationId)
      .where("message_id", "=", row.message_id)
      .execute();
    await noteServed(tx, actor, recipient, "mail.recipient-extended", at);
    return recipientAnswerOf(after, undefined);
  });
  return longer ?? resendNotification(app, actor, recipientId);
}

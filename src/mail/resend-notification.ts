import type { Transaction } from "#/db/index.ts";
import { type MemberActor, readerOf } from "#/identity/index.ts";
import { type Bytes, fromUtf8, type Id, isId, Refusal } from "#/kernel/index.ts";
import { openEpochSecret } from "#/spaces/index.ts";
import { linkKey, openSealed } from "#/vault/index.ts";
import { contactsByEmail, openPhones } from "./contacts.ts";
import { isExpired, languageOf, type LinkRow, linkOf } from "./guest-link.ts";
import { houseOf } from "./house.ts";
import { type CompleteVerification, notificationMacOf, prepareNotification, secretFor } from "./mint-link.ts";
import { completeVerification } from "./plan-recipients.ts";
import { insertDispatch } from "./queue-dispatch.ts";
import { recipientAnswerOf, type RecipientRow } from "./recipient-answer.ts";
import { noteServed, ownRecipient, requeued, serveGuest } from "./serve-recipient.ts";
import type { MailApp, Recipient } from "./types.ts";

/** The link's secret, from where it is kept for its sender; undefined when it is another recipient's. */
export async function keptSecret(
  app: MailApp,
  tx: Transaction,
  actor: MemberActor,
  link: LinkRow,
  email: string,
): Promise<Bytes | undefined> {
  const { sealed_secret: sealed, secret_space_id: spaceId, secret_epoch: epoch } = link;
  if (!sealed || !spaceId || epoch === null) return undefined;
  const epochSecret = await openEpochSecret(app, tx, readerOf(actor), spaceId, epoch);
  const kept = epochSecret && openSealed(epochSecret, sealed);
  return kept && secretFor(kept, email);
}

/** The check that the link was made with. */
export function keptVerification(link: LinkRow, secret: Bytes): CompleteVerification {
  if (link.verification === "password")
    return { kind: "password", password: { salt: link.password_salt!, publicKey: link.public_key } };
  if (link.verification === "none") return { kind: "none" };
  const phone = link.sealed_phone && openSealed(linkKey(secret, link.link_id).x25519Secret, link.sealed_phone);
  return { kind: "sms", phone: phone ? fromUtf8(phone) : "" };
}

const act = "mail.notification-resent";

/** The same link once more; a link that was closed by wrong answers is open again. */
async function announceAgain(
  app: MailApp,
  tx: Transaction,
  actor: MemberActor,
  recipient: RecipientRow,
  link: LinkRow,
  secret: Bytes,
): Promise<RecipientRow> {
  const at = app.clock.now();
  const announcement = {
    house: await houseOf(tx),
    at,
    sender: { email: actor.email, name: actor.name },
    to: { email: recipient.email },
    recipientId: recipient.recipient_id,
  };
  const verification = keptVerification(link, secret);
  const facts = { linkId: link.link_id, secret, verification, language: languageOf(link), expiresAt: link.expires_at };
  await insertDispatch(tx, await prepareNotification(app, facts, announcement), at);
  await tx.query
    .updateTable("mail_link")
    .set({
      wrong_answers: 0,
      recent_wrong: 0,
      notification_mac: notificationMacOf(app.secrets.pepper, { secret, linkId: link.link_id }),
    })
    .where("organisation_id", "=", tx.organisationId)
    .where("link_id", "=", link.link_id)
    .execute();
  await noteServed(tx, actor, recipient, act, at);
  return tx.query
    .updateTable("mail_recipient")
    .set(requeued(recipient, at))
    .where("organisation_id", "=", tx.organisationId)
    .where("recipient_id", "=", recipient.recipient_id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/**
 * Sends the notification again: the same link while it works, else a fresh one with the same check.
 * @throws Refusal `mail.recipient_absent`, `mail.resend_impossible`, and what is missing for the check.
 */
export function resendNotification(app: MailApp, actor: MemberActor, recipientId: Id): Promise<Recipient> {
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    if (!isId(recipientId)) throw new Refusal("absent", "mail.recipient_absent");
    const { recipient, row } = await ownRecipient(app, tx, actor, recipientId);
    const { link_id: linkId, contact_id: contactId, state } = recipient;
    if (!linkId || !contactId || state === "recalled" || state === "waiting")
      throw new Refusal("conflict", "mail.resend_impossible");
    const link = await linkOf(tx, linkId);
    const secret = isExpired(link, app.clock.now())
      ? undefined
      : await keptSecret(app, tx, actor, link, recipient.email);
    if (secret) return recipientAnswerOf(await announceAgain(app, tx, actor, recipient, link, secret), undefined);
    const contact = (await contactsByEmail(app, tx, [recipient.email], actor.mailboxSpaceId)).get(recipient.email);
    const phones = await openPhones(app, tx, readerOf(actor), contact ? [contact] : []);
    const phone = contact && phones.get(contact.contactId);
    const decision = { verification: recipient.verification ?? "none", missing: undefined };
    const verification = completeVerification(decision, phone, contact?.password);
    if (!verification) throw new Refusal("conflict", "mail.resend_impossible");
    const language = languageOf(link);
    const served = await serveGuest(app, tx, actor, { recipient, row, contactId, verification, language, act });
    return recipientAnswerOf(served, undefined);
  });
}

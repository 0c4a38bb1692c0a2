import type { Verification } from "#/contract/index.ts";
import { type MemberActor, readerOf, signerOf } from "#/identity/index.ts";
import { type Id, isId, Refusal } from "#/kernel/index.ts";
import { mailboxOf } from "./actors.ts";
import { contactsByEmail, openPhones } from "./contacts.ts";
import { houseOf } from "./house.ts";
import { decideGuest, understandGiven } from "./plan-recipients.ts";
import { recipientAnswerOf } from "./recipient-answer.ts";
import { rememberContact } from "./remember-contact.ts";
import { ownRecipient, serveGuest } from "./serve-recipient.ts";
import type { MailApp, Recipient } from "./types.ts";

export interface CompleteRecipient {
  readonly recipientId: Id;
  readonly verification: Verification;
  readonly phone?: string | undefined;
  readonly password?: string | undefined;
}

/**
 * Gives what a waiting recipient lacks, and sends. @throws Refusal `mail.recipient_absent`, `mail.not_waiting`,
 * `mail.phone_invalid`, `mail.phone_not_mobile`, `mail.phone_missing`, `mail.password_missing`.
 */
export async function completeRecipient(
  app: MailApp,
  actor: MemberActor,
  { recipientId, verification, phone, password }: CompleteRecipient,
): Promise<Recipient> {
  const { organisationId } = actor;
  if (!isId(recipientId)) throw new Refusal("absent", "mail.recipient_absent");
  const house = await app.database.inOrganisation(organisationId, houseOf);
  const given = await understandGiven(app, house.domain, { phone, password, verification });
  return app.database.inOrganisation(organisationId, async (tx) => {
    const { recipient, row } = await ownRecipient(app, tx, actor, recipientId);
    if (recipient.state !== "waiting") throw new Refusal("conflict", "mail.not_waiting");
    const contact = (await contactsByEmail(app, tx, [recipient.email], actor.mailboxSpaceId)).get(recipient.email);
    const phones = await openPhones(app, tx, readerOf(actor), contact ? [contact] : []);
    const known = contact && phones.get(contact.contactId);
    const decided = decideGuest({ verification }, given, contact, known);
    if (!decided.verification) throw new Refusal("invalid", decided.decision.missing ?? "mail.password_missing");
    const contactId = await rememberContact(
      app,
      tx,
      signerOf(actor),
      { email: recipient.email, verification, ...given },
      { at: app.clock.now(), own: mailboxOf(actor) },
    );
    const served = await serveGuest(app, tx, actor, {
      recipient,
      row,
      contactId,
      verification: decided.verification,
      language: contact?.language ?? house.language,
      act: "mail.recipient-completed",
    });
    return recipientAnswerOf(served, undefined);
  });
}

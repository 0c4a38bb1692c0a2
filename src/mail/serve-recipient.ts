import { writeAudit } from "#/audit/index.ts";
import type { Language } from "#/contract/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type MemberActor, readerOf } from "#/identity/index.ts";
import { type Id, Refusal } from "#/kernel/index.ts";
import { addWrap, mailboxEpoch, openEpochSecret } from "#/spaces/index.ts";
import { x25519Public } from "#/vault/index.ts";
import { auditActorOf, mailboxOf } from "./actors.ts";
import { houseOf } from "./house.ts";
import { isSender } from "./member-view.ts";
import { type CompleteVerification, holderOf, insertLink, mintLink, prepareNotification } from "./mint-link.ts";
import type { MessageRow } from "./message-row.ts";
import { namedIn, openMessages } from "./open-messages.ts";
import { insertDispatch } from "./queue-dispatch.ts";
import type { RecipientRow } from "./recipient-answer.ts";
import type { MailApp } from "./types.ts";

/**
 * A recipient of a message that the actor sent, to an address that the message itself names: the row alone could have
 * been changed, and a link would go elsewhere. Any other is absent. Locked.
 */
export async function ownRecipient(
  app: MailApp,
  tx: Transaction,
  actor: MemberActor,
  recipientId: Id,
): Promise<{ recipient: RecipientRow; row: MessageRow }> {
  const recipient = await tx.query
    .selectFrom("mail_recipient")
    .selectAll()
    .where("organisation_id", "=", tx.organisationId)
    .where("recipient_id", "=", recipientId)
    .forUpdate()
    .executeTakeFirst();
  const row =
    recipient &&
    (await tx.query
      .selectFrom("mail_message")
      .selectAll()
      .where("organisation_id", "=", tx.organisationId)
      .where("message_id", "=", recipient.message_id)
      .executeTakeFirst());
  const [message] = row && isSender(actor, row) ? await openMessages(app, tx, readerOf(actor), [row]) : [];
  if (!recipient || !row || !message || !namedIn(message.body).includes(recipient.email))
    throw new Refusal("absent", "mail.recipient_absent");
  if (row.release_at) throw new Refusal("conflict", "mail.not_left_yet");
  return { recipient, row };
}

/**
 * Gives a guest a fresh link to a message that was sent earlier, and has it announced. The sender's session opens the
 * message's key for it.
 */
export async function serveGuest(
  app: MailApp,
  tx: Transaction,
  actor: MemberActor,
  {
    recipient,
    row,
    contactId,
    verification,
    language,
    act,
  }: {
    readonly recipient: RecipientRow;
    readonly row: MessageRow;
    readonly contactId: Id;
    readonly verification: CompleteVerification;
    readonly language: Language;
    readonly act: string;
  },
): Promise<RecipientRow> {
  const at = app.clock.now();
  const house = await houseOf(tx);
  const place = { spaceId: row.conversation_id, epoch: row.epoch };
  const secret = await openEpochSecret(app, tx, readerOf(actor), place.spaceId, place.epoch);
  if (!secret) throw new Refusal("absent", "mail.message_absent");
  const link = mintLink(verification, { language, expiresAt: new Date(at.getTime() + house.linkMs) });
  const keeper = await mailboxEpoch(app, tx, mailboxOf(actor));
  const { recipient_id: recipientId, email } = recipient;
  await insertLink(app, tx, link, { conversationId: place.spaceId, contactId, email, keeper }, at);
  const epoch = { ...place, publicKey: x25519Public(secret), secret };
  await addWrap(app, tx, { epoch, holder: holderOf(link), at });
  await tx.query
    .updateTable("mail_message")
    .set((message) => ({
      expires_at: message.fn<Date | null>("greatest", ["expires_at", message.val(link.expiresAt)]),
    }))
    .where("organisation_id", "=", tx.organisationId)
    .where("message_id", "=", row.message_id)
    .execute();
  const sender = { email: actor.email, name: actor.name };
  const announcement = { house, at, sender, to: { email }, recipientId };
  await insertDispatch(tx, await prepareNotification(app, link, announcement), at);
  await noteServed(tx, actor, recipient, act, at);
  return tx.query
    .updateTable("mail_recipient")
    .set({
      link_id: link.linkId,
      contact_id: contactId,
      verification: verification.kind,
      ...requeued(recipient, at),
    })
    .where("organisation_id", "=", tx.organisationId)
    .where("recipient_id", "=", recipientId)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Waiting and bounced ones are on their way again; whoever opened it has opened it. */
export const requeued = ({ state, queued_at: queuedAt }: RecipientRow, at: Date) =>
  state === "waiting" || state === "bounced"
    ? ({ state: "queued", reason: null, queued_at: queuedAt ?? at } as const)
    : { reason: null };

export const noteServed = (tx: Transaction, actor: MemberActor, recipient: RecipientRow, act: string, at: Date) =>
  writeAudit(tx, {
    at,
    actor: auditActorOf(actor),
    act,
    subject: { kind: "message", id: recipient.message_id },
    details: { recipientId: recipient.recipient_id, email: recipient.email },
  });

import { writeAudit } from "#/audit/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type GuestActor, intakeSigner } from "#/identity/index.ts";
import { textToHtml } from "#/intake/index.ts";
import { type Id, newId, Refusal, utf8 } from "#/kernel/index.ts";
import { awaitMerging } from "#/segments/index.ts";
import { type Holder, insertEpoch, insertObjects, type PreparedObject, reserveEpoch } from "#/spaces/index.ts";
import { x25519Public } from "#/vault/index.ts";
import { newObjects, SealedParts } from "./sealed-parts.ts";
import { encodeMessage, encodeSummary, type MessageBody, person, replySubject, summaryOf } from "./content.ts";
import type { LinkRow } from "./guest-link.ts";
import { type GuestVisit, visit } from "./guest-visit.ts";
import { sharedWith } from "./drafts/share-record.ts";
import { type Colleague, houseOf } from "./house.ts";
import { inboxes } from "./mailboxes/inboxes.ts";
import { lookAtSealed } from "./enforcing/decided-sending.ts";
import { internetMessageId, noticeLetter } from "./letters.ts";
import { namedIn, openMessages } from "./open-messages.ts";
import { insertDispatch, prepareDispatch } from "./queue-dispatch.ts";
import { ReplyMeter } from "./guests/reply-budget.ts";
import { reachState } from "./recipient-answer.ts";
import type { MailApp, ReplyInProgress } from "./types.ts";

/**
 * Members who sent or received what the guest can read, as far as they have not lost it. The messages themselves have to
 * name them: a row alone could have been added for somebody.
 */
async function readersOf(app: MailApp, tx: Transaction, { messages, reader }: GuestVisit): Promise<Colleague[]> {
  const entries = await tx.query
    .selectFrom("mail_mailbox_entry as entry")
    .leftJoin("mail_recipient as recipient", (join) =>
      join
        .onRef("recipient.organisation_id", "=", "entry.organisation_id")
        .onRef("recipient.message_id", "=", "entry.message_id")
        .onRef("recipient.mailbox_space_id", "=", "entry.mailbox_space_id"),
    )
    .select("entry.mailbox_space_id")
    .distinct()
    .where("entry.organisation_id", "=", tx.organisationId)
    .where(
      "entry.message_id",
      "in",
      messages.map((row) => row.message_id),
    )
    .where((row) => row.or([row("recipient.state", "is", null), row("recipient.state", "!=", "recalled")]))
    .execute();
  const opened = await openMessages(app, tx, reader, messages);
  const named = new Set(opened.flatMap(({ body }) => namedIn(body)));
  const writerIds = new Set(opened.map(({ writer }) => (writer.kind === "member" ? writer.memberId : undefined)));
  const mailboxes = await inboxes(app, tx, { mailboxSpaceIds: entries.map((entry) => entry.mailbox_space_id) });
  const found = mailboxes.filter(({ email, memberId }) => named.has(email) || (memberId && writerIds.has(memberId)));
  const others = mailboxes.filter((each) => !found.includes(each));
  const all = [...found, ...(await sharedWith(app, tx, messages[0]!.conversation_id, found, others))];
  const open = all.filter(({ isClosed }) => !isClosed);
  if (found.length === 0 || open.length === 0) throw new Refusal("conflict", "mail.nobody_to_answer");
  return open;
}

const guestHolder = (link: LinkRow, guest: GuestActor): Holder => ({
  kind: "link",
  linkId: link.link_id,
  // From the secret in hand: a row could have been exchanged.
  publicKey: x25519Public(guest.x25519Secret),
  ...(link.verification === "password" ? { passwordPublic: x25519Public(guest.passwordSecret!) } : {}),
});

interface Reply {
  readonly messageId: Id;
  readonly body: MessageBody;
  readonly message: PreparedObject;
  readonly summary: PreparedObject;
  readonly internetMessageId: string;
  readonly sizeBytes: number;
}

async function writeRows(
  tx: Transaction,
  { link, at }: GuestVisit,
  parts: SealedParts,
  reply: Reply,
  to: readonly Colleague[],
): Promise<void> {
  const organisation = { organisation_id: tx.organisationId };
  const place = { ...organisation, message_id: reply.messageId };
  await insertObjects(tx, [reply.message, reply.summary, ...newObjects(parts.attachments)], at);
  await tx.query
    .insertInto("mail_message")
    .values({
      ...place,
      conversation_id: link.conversation_id,
      epoch: parts.epoch.epoch,
      door: "guest",
      sender_kind: "guest",
      sender_id: link.link_id,
      sender_email: reply.body.from.email,
      secure: true,
      body_object_id: reply.message.objectId,
      summary_object_id: reply.summary.objectId,
      size_bytes: reply.sizeBytes,
      attachment_count: parts.attachments.length,
      internet_message_id: reply.internetMessageId,
      sent_at: at,
      expires_at: link.expires_at,
    })
    .execute();
  for (const [position, { part, objectId }] of parts.attachments.entries())
    await tx.query
      .insertInto("mail_attachment")
      .values({
        ...place,
        attachment_id: part.attachmentId,
        object_id: objectId,
        position,
        size_bytes: part.sizeBytes,
      })
      .execute();
  for (const { mailboxSpaceId, email } of to) {
    await tx.query
      .insertInto("mail_mailbox_entry")
      .values({
        ...place,
        mailbox_space_id: mailboxSpaceId,
        conversation_id: link.conversation_id,
        folder: "inbox",
        at,
      })
      .execute();
    await awaitMerging(tx, [{ spaceId: mailboxSpaceId, itemId: place.message_id }]);
    await tx.query
      .insertInto("mail_recipient")
      .values({
        ...place,
        recipient_id: newId(),
        email,
        role: "to",
        route: "member",
        mailbox_space_id: mailboxSpaceId,
        state: "delivered",
        queued_at: at,
      })
      .execute();
  }
  await tx.query
    .updateTable("mail_conversation")
    .set({ last_message_at: at })
    .where("organisation_id", "=", tx.organisationId)
    .where("conversation_id", "=", link.conversation_id)
    .execute();
}

/** The newest message to this guest is the one that was answered. */
async function markReplied(tx: Transaction, { recipients, messages, at }: GuestVisit): Promise<void> {
  for (const row of messages.toReversed()) {
    const answered = recipients.filter((each) => each.message_id === row.message_id);
    if (answered.length === 0) continue;
    return reachState(
      tx,
      answered.map((each) => each.recipient_id),
      "replied",
      at,
    );
  }
}

async function noteReply(app: MailApp, tx: Transaction, seen: GuestVisit, reply: Reply, to: readonly Colleague[]) {
  const { link, at } = seen;
  const house = await houseOf(tx);
  const details = { guest: reply.body.from.email };
  for (const member of to) {
    const notice = { house, at, to: member, kind: "reply", conversationId: link.conversation_id, details } as const;
    await insertDispatch(
      tx,
      await prepareDispatch(app, { kind: "notice", content: noticeLetter(app.config, notice) }),
      at,
    );
  }
  await writeAudit(tx, {
    at,
    actor: { kind: "guest", id: link.link_id },
    act: "mail.reply-received",
    subject: { kind: "message", id: reply.messageId },
    details: { conversationId: link.conversation_id, sizeBytes: reply.sizeBytes },
  });
}

/** Who answers, and to what: read in the guest's session before anything is sealed. */
async function addressed(app: MailApp, tx: Transaction, seen: GuestVisit) {
  const opened = await openMessages(app, tx, seen.reader, seen.messages);
  const latest = opened.at(-1);
  if (!latest) throw new Refusal("gone", "mail.recalled");
  const contact = await tx.query
    .selectFrom("mail_contact")
    .select("email")
    .where("organisation_id", "=", tx.organisationId)
    .where("contact_id", "=", seen.link.contact_id)
    .executeTakeFirstOrThrow();
  const people = opened.flatMap(({ body }) => [...body.to, ...body.cc, ...(body.bcc ?? [])]);
  const name = people.find((each) => each.email === contact.email)?.name;
  const to = (await readersOf(app, tx, seen)).map((each) => person(each.email, each.name));
  return {
    from: person(contact.email, name),
    to,
    subject: replySubject(latest.body.subject),
    house: await houseOf(tx),
  };
}

async function sendReply(
  app: MailApp,
  guest: GuestActor,
  parts: SealedParts,
  messageId: Id,
  text: string,
): Promise<{ messageId: Id; sentAt: string }> {
  const { from, to, subject, house } = await visit(app, guest, (tx, seen) => addressed(app, tx, seen));
  const attachments = parts.attachments.map(({ part }) => part);
  const looked = (await lookAtSealed([], { subject, text }, parts)).done();
  const body: MessageBody = {
    version: 1,
    from,
    to,
    cc: [],
    subject,
    date: app.clock.now().toISOString(),
    text,
    html: textToHtml(text),
    attachments,
    found: { counts: [...looked.findings], unread: looked.unread },
  };
  const reply: Reply = {
    messageId,
    body,
    message: await parts.seal("message", encodeMessage(body)),
    summary: await parts.seal("summary", encodeSummary(summaryOf(body))),
    internetMessageId: internetMessageId(house, messageId),
    sizeBytes: utf8(text).byteLength + attachments.reduce((sum, part) => sum + part.sizeBytes, 0),
  };
  return visit(app, guest, async (tx, seen) => {
    const readers = await readersOf(app, tx, seen);
    const mailboxes = readers.map(({ mailboxSpaceId, owner }): Holder => ({
      kind: "space",
      spaceId: mailboxSpaceId,
      owner,
    }));
    const holders = [...mailboxes, guestHolder(seen.link, guest)];
    await insertEpoch(app, tx, parts.epoch, { signer: parts.signer, holders, at: seen.at });
    await writeRows(tx, seen, parts, reply, readers);
    await markReplied(tx, seen);
    await noteReply(app, tx, seen, reply, readers);
    return { messageId, sentAt: seen.at.toISOString() };
  });
}

/**
 * A guest's reply: sealed as it arrives, signed by the intake. It goes to the members who have what the guest has, and
 * the guest keeps it too. @throws Refusal `mail.link_expired`, `mail.recalled`, `mail.nobody_to_answer`,
 *   and those of `ReplyMeter`.
 */
export async function beginReply(app: MailApp, guest: GuestActor): Promise<ReplyInProgress> {
  const { epoch, signer } = await visit(app, guest, async (tx, seen) => {
    await readersOf(app, tx, seen);
    return { epoch: await reserveEpoch(tx, seen.link.conversation_id), signer: await intakeSigner(app, tx) };
  });
  const meter = new ReplyMeter(app, guest);
  await meter.begin();
  const parts = new SealedParts(app, guest.organisationId, epoch, signer);
  const messageId = newId();
  return {
    messageId,
    addAttachment: (attachment, source) => parts.addAttachment(attachment, meter.counted(source)),
    send: async ({ text }) => {
      const sent = await parts.sendOnce(() => sendReply(app, guest, parts, messageId, text));
      await meter.end();
      return sent;
    },
    discard: async () => {
      await meter.end();
      await parts.discard();
    },
  };
}

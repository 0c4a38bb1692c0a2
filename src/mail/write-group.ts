import type { Transaction } from "#/db/index.ts";
import { type AppPasswordActor, type MemberActor, readerOf, signerOf } from "#/identity/index.ts";
import { type Id, Refusal } from "#/kernel/index.ts";
import { awaitMerging } from "#/segments/index.ts";
import { addWrap, insertEpoch, insertObjects, insertSpace, moveObject } from "#/spaces/index.ts";
import { mailboxOf } from "./actors.ts";
import { internetMessageId } from "./letters.ts";
import type { Group, GuestOfGroup, Writing } from "./message-groups.ts";
import { holderOf, insertLink } from "./mint-link.ts";
import type { PlannedRecipient } from "./plan-recipients.ts";
import { recipientAnswerOf } from "./recipient-answer.ts";
import { rememberContact } from "./remember-contact.ts";
import type { MailApp, Recipient } from "./types.ts";

type Sender = MemberActor | AppPasswordActor;

async function writeConversation(
  app: MailApp,
  tx: Transaction,
  actor: Sender,
  { at, releaseAt }: Writing,
  { isNew, epoch, holders }: Group,
): Promise<void> {
  const options = { signer: signerOf(actor), holders, at };
  const place = { organisation_id: tx.organisationId, conversation_id: epoch.spaceId };
  if (!isNew) {
    await insertEpoch(app, tx, epoch, options);
    if (releaseAt) return;
    await tx.query
      .updateTable("mail_conversation")
      .set({ last_message_at: at })
      .where("organisation_id", "=", tx.organisationId)
      .where("conversation_id", "=", epoch.spaceId)
      .execute();
    return;
  }
  await insertSpace(app, tx, { kind: "conversation", epoch }, options);
  tx.soon(
    tx.query
      .insertInto("mail_conversation")
      .values({ ...place, started_by: actor.memberId, last_message_at: at, created_at: at }),
  );
}

async function writeMessage(tx: Transaction, actor: Sender, writing: Writing, group: Group): Promise<void> {
  const { at, place, house, original } = writing;
  const isFirst = group.copyOf === undefined;
  tx.soon(
    tx.query.insertInto("mail_message").values({
      organisation_id: tx.organisationId,
      message_id: group.messageId,
      conversation_id: group.epoch.spaceId,
      epoch: group.epoch.epoch,
      door: place.door,
      sender_kind: "member",
      sender_id: actor.memberId,
      sender_mailbox_id: actor.mailboxSpaceId,
      sender_email: writing.from.email,
      secure: true,
      body_object_id: group.bodyId,
      summary_object_id: group.summaryId,
      original_object_id: isFirst && original ? original.objectId : null,
      size_bytes: writing.sizeBytes,
      attachment_count: group.attachments.length,
      internet_message_id: internetMessageId(house, group.messageId),
      client_message_id: isFirst ? (writing.clientId ?? null) : null,
      sent_at: at,
      expires_at: group.guests.length > 0 ? writing.expiresAt : null,
      copy_of: group.copyOf ?? null,
      release_at: writing.releaseAt ?? null,
    }),
  );
  if (group.attachments.length === 0) return;
  tx.soon(
    tx.query.insertInto("mail_attachment").values(
      group.attachments.map(({ part, objectId }, position) => ({
        organisation_id: tx.organisationId,
        attachment_id: part.attachmentId,
        message_id: group.messageId,
        object_id: objectId,
        position,
        size_bytes: part.sizeBytes,
      })),
    ),
  );
}

async function writeGuest(
  app: MailApp,
  tx: Transaction,
  { actor, at, keeper }: Writing,
  group: Group,
  { recipient, link, earlier }: GuestOfGroup,
): Promise<Id> {
  const { email, decision, given } = recipient;
  const used = recipient.verification ? decision.verification : "none";
  const own = actor.kind === "member" ? mailboxOf(actor) : undefined;
  const remembered = { email, verification: used, ...given };
  const contactId = await rememberContact(app, tx, signerOf(actor), remembered, { at, own });
  if (!link) return contactId;
  await insertLink(app, tx, link, { conversationId: group.epoch.spaceId, contactId, email, keeper }, at);
  for (const epoch of earlier) await addWrap(app, tx, { epoch, holder: holderOf(link), at });
  const messageIds = earlier.map(({ messageId }) => messageId);
  if (messageIds.length > 0)
    await tx.query
      .updateTable("mail_message")
      .set((row) => ({ expires_at: row.fn<Date | null>("greatest", ["expires_at", row.val(link.expiresAt)]) }))
      .where("organisation_id", "=", tx.organisationId)
      .where("message_id", "in", messageIds)
      .execute();
  return contactId;
}

function recipientRow(
  tx: Transaction,
  { at, releaseAt }: Writing,
  group: Group,
  recipient: PlannedRecipient,
  contactId: Id | null,
  linkId: Id | null,
) {
  const isMember = recipient.route === "member";
  const state = isMember && !releaseAt ? "delivered" : isMember || linkId ? "queued" : "waiting";
  return {
    organisation_id: tx.organisationId,
    recipient_id: recipient.recipientId,
    message_id: group.messageId,
    email: recipient.email,
    role: recipient.role,
    route: recipient.route,
    verification: isMember ? null : recipient.decision.verification,
    contact_id: contactId,
    link_id: linkId,
    mailbox_space_id: isMember ? recipient.colleague.mailboxSpaceId : null,
    state,
    reason: isMember ? null : (recipient.decision.missing ?? null),
    queued_at: state === "waiting" ? null : at,
  } as const;
}

async function writeEntries(tx: Transaction, actor: Sender, { at }: Writing, group: Group): Promise<void> {
  const inboxes = new Set(group.members.map(({ colleague }) => colleague.mailboxSpaceId));
  const own = actor.mailboxSpaceId;
  // Who writes to themselves finds it in the inbox; lists of what was sent go by the sender.
  const entries = [...inboxes].map((mailbox) => ({ mailbox, folder: "inbox" as const, read_at: null }));
  const sent = inboxes.has(own) ? [] : [{ mailbox: own, folder: "sent" as const, read_at: at }];
  tx.soon(
    tx.query.insertInto("mail_mailbox_entry").values(
      [...entries, ...sent].map(({ mailbox, folder, read_at }) => ({
        organisation_id: tx.organisationId,
        mailbox_space_id: mailbox,
        message_id: group.messageId,
        conversation_id: group.epoch.spaceId,
        folder,
        at,
        read_at,
      })),
    ),
  );
  // A copy for Bcc is found by the message that it is a copy of.
  const found = group.copyOf === undefined ? [...entries, ...sent] : entries;
  await awaitMerging(
    tx,
    found.map(({ mailbox }) => ({ spaceId: mailbox, itemId: group.messageId })),
  );
}

/** What lay in the writer's mailbox now belongs to the message. @throws Refusal `mail.attachment_absent`. */
async function moveAttachments(app: MailApp, tx: Transaction, actor: Sender, { attachments, epoch }: Group) {
  for (const { objectId, object } of attachments) {
    if (object) continue;
    const from = { objectId, kind: "attachment", spaceId: actor.mailboxSpaceId };
    const moved = await moveObject(app, tx, readerOf(actor), { from, epoch, signer: signerOf(actor) });
    if (!moved) throw new Refusal("absent", "mail.attachment_absent");
  }
}

/** All rows of one message in one conversation. */
export async function writeGroup(
  app: MailApp,
  tx: Transaction,
  actor: Sender,
  writing: Writing,
  group: Group,
): Promise<Recipient[]> {
  const original = group.copyOf === undefined && writing.original ? [writing.original] : [];
  await writeConversation(app, tx, actor, writing, group);
  await insertObjects(tx, [...group.objects, ...original], writing.at);
  await moveAttachments(app, tx, actor, group);
  await writeMessage(tx, actor, writing, group);
  const rows = group.members.map((member) => recipientRow(tx, writing, group, member, null, null));
  // Always in the same order, so that two messages to the same people never wait for each other's contacts.
  for (const guest of group.guests.toSorted((a, b) => (a.recipient.email < b.recipient.email ? -1 : 1))) {
    const contactId = await writeGuest(app, tx, writing, group, guest);
    rows.push(recipientRow(tx, writing, group, guest.recipient, contactId, guest.link?.linkId ?? null));
  }
  const inserted = await tx.query.insertInto("mail_recipient").values(rows).returningAll().execute();
  if (!writing.releaseAt) await writeEntries(tx, actor, writing, group);
  const names = new Map(
    [...group.members, ...group.guests.map(({ recipient }) => recipient)].map((each) => [each.recipientId, each.name]),
  );
  return inserted.map((row) => recipientAnswerOf(row, names.get(row.recipient_id)));
}

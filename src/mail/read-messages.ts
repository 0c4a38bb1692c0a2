import { writeAudit } from "#/audit/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type MemberActor, readerOf } from "#/identity/index.ts";
import { type Id, isId, Refusal } from "#/kernel/index.ts";
import { openObject } from "#/spaces/index.ts";
import { auditActorOf } from "./actors.ts";
import { copyFile, fileOf, type Opening, withoutContent } from "./downloads.ts";
import { openKept } from "./follow-up/kept-attachment.ts";
import { isSender, markSeen, messageAnswer, messageInMailbox, messageOfAttachment } from "./member-view.ts";
import { openAttachments, type OpenedMessage, openMessages } from "./open-messages.ts";
import type { MailApp, Message, OpenedFile } from "./types.ts";

export interface Reading {
  /** Default true. False when a program looks, and not a person: then it does not count as read. */
  readonly mayMark?: boolean;
}

const recalled = (): Refusal => new Refusal("gone", "mail.recalled");

async function openedInMailbox(
  app: MailApp,
  tx: Transaction,
  actor: MemberActor,
  messageId: Id,
): Promise<OpenedMessage> {
  const row = await messageInMailbox(tx, actor, messageId);
  const [message] = await openMessages(app, tx, readerOf(actor), [row]);
  // In the mailbox and without a key: it was taken back.
  if (!message) throw recalled();
  return message;
}

async function noteReading(tx: Transaction, actor: MemberActor, messageIds: readonly Id[], at: Date): Promise<void> {
  const unread = await tx.query
    .selectFrom("mail_mailbox_entry")
    .select("message_id")
    .where("organisation_id", "=", tx.organisationId)
    .where("mailbox_space_id", "=", actor.mailboxSpaceId)
    .where("message_id", "in", messageIds)
    .where("read_at", "is", null)
    .execute();
  await markSeen(tx, actor, messageIds, "opened", at);
  for (const { message_id: messageId } of unread)
    await writeAudit(tx, {
      at,
      actor: auditActorOf(actor),
      act: "mail.message-read",
      subject: { kind: "message", id: messageId },
    });
}

/** One message of the actor's mailbox. @throws Refusal `mail.message_absent`, `mail.recalled`. */
export function readMessage(
  app: MailApp,
  actor: MemberActor,
  messageId: Id,
  { mayMark = true }: Reading = {},
): Promise<Message> {
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const message = await openedInMailbox(app, tx, actor, messageId);
    if (mayMark) await noteReading(tx, actor, [messageId], app.clock.now());
    return messageAnswer(app, tx, readerOf(actor), actor, message);
  });
}

/** All messages of a conversation that are in the actor's mailbox and were not taken back, oldest first. */
export function readConversation(
  app: MailApp,
  actor: MemberActor,
  conversationId: Id,
  { mayMark = true }: Reading = {},
): Promise<{ conversationId: Id; subject: string; messages: Message[] }> {
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const rows = isId(conversationId)
      ? await tx.query
          .selectFrom("mail_message as message")
          .innerJoin("mail_mailbox_entry as entry", (join) =>
            join
              .onRef("entry.organisation_id", "=", "message.organisation_id")
              .onRef("entry.message_id", "=", "message.message_id"),
          )
          .selectAll("message")
          .where("message.organisation_id", "=", tx.organisationId)
          .where("message.conversation_id", "=", conversationId)
          .where("entry.mailbox_space_id", "=", actor.mailboxSpaceId)
          .orderBy("message.epoch")
          .execute()
      : [];
    if (rows.length === 0) throw new Refusal("absent", "mail.conversation_absent");
    const reader = readerOf(actor);
    const opened = await openMessages(app, tx, reader, rows);
    const [first] = opened;
    if (!first) throw recalled();
    const messageIds = opened.map(({ row }) => row.message_id);
    if (mayMark) await noteReading(tx, actor, messageIds, app.clock.now());
    const messages: Message[] = [];
    for (const message of opened) messages.push(await messageAnswer(app, tx, reader, actor, message));
    return { conversationId, subject: first.body.subject, messages };
  });
}

/** An attachment of a message of the actor's mailbox, or a part of it. */
export function openAttachment(
  app: MailApp,
  actor: MemberActor,
  attachmentId: Id,
  { range, peek }: Opening = {},
): Promise<OpenedFile> {
  const absent = (): Refusal => new Refusal("absent", "mail.attachment_absent");
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const messageId = await messageOfAttachment(tx, actor, attachmentId);
    const message = await openedInMailbox(app, tx, actor, messageId);
    const wanted = message.body.attachments.filter((part) => part.attachmentId === attachmentId);
    const [found] = await openAttachments(app, tx, readerOf(actor), message, wanted);
    const attachment = found ?? (await openKept(app, tx, actor, message, attachmentId));
    if (!attachment) throw absent();
    const file = fileOf(attachment.part, attachment.object, range);
    if (peek) return withoutContent(file);
    await handOut(app, tx, actor, messageId, { what: "attachment", attachmentId });
    return file;
  });
}

async function handOut(
  app: MailApp,
  tx: Transaction,
  actor: MemberActor,
  messageId: Id,
  details: Readonly<Record<string, string>>,
): Promise<void> {
  const at = app.clock.now();
  await markSeen(tx, actor, [messageId], "downloaded", at);
  const subject = { kind: "message", id: messageId };
  await writeAudit(tx, { at, actor: auditActorOf(actor), act: "mail.handed-out", subject, details });
}

/** The message as it was submitted, byte for byte; for its sender alone. */
export function openOriginal(
  app: MailApp,
  actor: MemberActor,
  messageId: Id,
  { range, peek }: Opening = {},
): Promise<OpenedFile> {
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const row = await messageInMailbox(tx, actor, messageId);
    const objectId = isSender(actor, row) ? row.original_object_id : null;
    const place = { kind: "original", spaceId: actor.mailboxSpaceId };
    const object = objectId ? await openObject(app, tx, readerOf(actor), objectId, place) : undefined;
    if (!object) throw new Refusal("absent", "mail.original_absent");
    const file = fileOf({ name: `${messageId}.eml`, type: "message/rfc822" }, object, range);
    if (peek) return withoutContent(file);
    await handOut(app, tx, actor, messageId, { what: "original" });
    return file;
  });
}

/** A message with its attachments as `.eml`. */
export function openCopy(
  app: MailApp,
  actor: MemberActor,
  messageId: Id,
  { peek }: Pick<Opening, "peek"> = {},
): Promise<OpenedFile> {
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const message = await openedInMailbox(app, tx, actor, messageId);
    const file = await copyFile(message, await openAttachments(app, tx, readerOf(actor), message));
    if (peek) return withoutContent(file);
    await handOut(app, tx, actor, messageId, { what: "copy" });
    return file;
  });
}

import type { Transaction } from "#/db/index.ts";
import type { AppPasswordActor, MemberActor } from "#/identity/index.ts";
import { type Id, isId, Refusal } from "#/kernel/index.ts";
import type { Reader } from "#/spaces/index.ts";
import type { Person } from "./content.ts";
import type { MessageRow } from "./message-row.ts";
import { attachmentAnswers, htmlOf, type OpenedMessage } from "./open-messages.ts";
import { reachState, recipientAnswerOf, recipientsOf, type RecipientRow } from "./recipient-answer.ts";
import type { MailApp, Message } from "./types.ts";

export type Owner = Pick<MemberActor | AppPasswordActor, "memberId" | "mailboxSpaceId">;

/** A message of the actor's mailbox; any other is as absent as one that does not exist. */
export async function messageInMailbox(tx: Transaction, owner: Owner, messageId: Id): Promise<MessageRow> {
  const row = isId(messageId)
    ? await tx.query
        .selectFrom("mail_message as message")
        .innerJoin("mail_mailbox_entry as entry", (join) =>
          join
            .onRef("entry.organisation_id", "=", "message.organisation_id")
            .onRef("entry.message_id", "=", "message.message_id"),
        )
        .selectAll("message")
        .where("message.organisation_id", "=", tx.organisationId)
        .where("entry.mailbox_space_id", "=", owner.mailboxSpaceId)
        .where("message.message_id", "=", messageId)
        .executeTakeFirst()
    : undefined;
  if (!row) throw new Refusal("absent", "mail.message_absent");
  return row;
}

/** Whether it was sent from this mailbox, by whoever was in it. */
/** The message of the actor's mailbox that an attachment belongs to. @throws Refusal `mail.attachment_absent`. */
export async function messageOfAttachment(
  tx: Transaction,
  owner: Pick<Owner, "mailboxSpaceId">,
  attachmentId: Id,
): Promise<Id> {
  const place = isId(attachmentId)
    ? await tx.query
        .selectFrom("mail_attachment as attachment")
        .innerJoin("mail_mailbox_entry as entry", (join) =>
          join
            .onRef("entry.organisation_id", "=", "attachment.organisation_id")
            .onRef("entry.message_id", "=", "attachment.message_id"),
        )
        .select("attachment.message_id")
        .where("attachment.organisation_id", "=", tx.organisationId)
        .where("attachment.attachment_id", "=", attachmentId)
        .where("entry.mailbox_space_id", "=", owner.mailboxSpaceId)
        .executeTakeFirst()
    : undefined;
  if (!place) throw new Refusal("absent", "mail.attachment_absent");
  return place.message_id;
}

export const isSender = (owner: Pick<Owner, "mailboxSpaceId">, row: MessageRow): boolean =>
  row.sender_kind === "member" && row.sender_mailbox_id === owner.mailboxSpaceId;

/** Ids of the message and of its Bcc copies. */
export async function withCopies(tx: Transaction, messageIds: readonly Id[]): Promise<Map<Id, Id[]>> {
  const result = new Map<Id, Id[]>(messageIds.map((id) => [id, [id]]));
  if (messageIds.length === 0) return result;
  const copies = await tx.query
    .selectFrom("mail_message")
    .select(["message_id", "copy_of"])
    .where("organisation_id", "=", tx.organisationId)
    .where("copy_of", "in", messageIds)
    .execute();
  for (const copy of copies) result.get(copy.copy_of!)?.push(copy.message_id);
  return result;
}

const nameIn = (people: readonly Person[], email: string): string | undefined =>
  people.find((each) => each.email === email)?.name;

const roles = ["to", "cc", "bcc"];
const byRole = (a: RecipientRow, b: RecipientRow): number =>
  roles.indexOf(a.role) - roles.indexOf(b.role) || (a.email < b.email ? -1 : 1);

/** Whom a reader is told of: the sender of everybody, others of those who are named in the message and of themselves. */
function visibleRecipients(owner: Owner, { row, body }: OpenedMessage, recipients: readonly RecipientRow[]) {
  const people = [...body.to, ...body.cc, ...(body.bcc ?? [])];
  const visible = isSender(owner, row) ? recipients : recipients.filter((each) => each.message_id === row.message_id);
  return visible.toSorted(byRole).map((each) => recipientAnswerOf(each, nameIn(people, each.email)));
}

/** Who wrote it in somebody else's name. Whose hand it is in was checked when it was opened. */
async function writtenBy(tx: Transaction, row: MessageRow): Promise<Message["by"]> {
  if (row.sender_kind !== "member") return null;
  const member = await tx.query
    .selectFrom("identity_member")
    .select(["email", "name"])
    .where("organisation_id", "=", tx.organisationId)
    .where("member_id", "=", row.sender_id)
    .executeTakeFirst();
  return member && member.email !== row.sender_email ? member : null;
}

/** A message as the web pages and the command line show it. */
export async function messageAnswer(
  app: Pick<MailApp, "blobs" | "secrets">,
  tx: Transaction,
  reader: Reader,
  owner: Owner,
  message: OpenedMessage,
): Promise<Message> {
  const { row, body } = message;
  const own = isSender(owner, row);
  const messageIds = own ? (await withCopies(tx, [row.message_id])).get(row.message_id)! : [row.message_id];
  const recipients = await recipientsOf(tx, messageIds);
  return {
    messageId: row.message_id,
    conversationId: row.conversation_id,
    direction: own ? "out" : "in",
    from: body.from,
    by: await writtenBy(tx, row),
    subject: body.subject,
    html: await htmlOf(app, tx, reader, message),
    text: body.text,
    sentAt: row.sent_at.toISOString(),
    expiresAt: row.expires_at?.toISOString() ?? null,
    recalledAt: row.recalled_at?.toISOString() ?? null,
    hasOriginal: own && row.original_object_id !== null,
    mayRecall: own && row.copy_of === null && recipients.some((each) => each.state !== "recalled"),
    recipients: visibleRecipients(owner, message, recipients),
    attachments: attachmentAnswers(body),
    found: body.found ?? null,
  };
}

/** Notes that the actor has seen messages; the senders see it of theirs. */
export async function markSeen(
  tx: Transaction,
  owner: Owner,
  messageIds: readonly Id[],
  state: "opened" | "downloaded",
  at: Date,
): Promise<void> {
  if (messageIds.length === 0) return;
  await tx.query
    .updateTable("mail_mailbox_entry")
    .set({ read_at: at })
    .where("organisation_id", "=", tx.organisationId)
    .where("mailbox_space_id", "=", owner.mailboxSpaceId)
    .where("message_id", "in", messageIds)
    .where("read_at", "is", null)
    .execute();
  const mine = (await recipientsOf(tx, messageIds)).filter((row) => row.mailbox_space_id === owner.mailboxSpaceId);
  await reachState(
    tx,
    mine.map((row) => row.recipient_id),
    state,
    at,
  );
}

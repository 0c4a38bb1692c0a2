import { writeAudit } from "#/audit/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type MemberActor, readerOf, signerOf } from "#/identity/index.ts";
import { type Id, isId, Refusal } from "#/kernel/index.ts";
import { awaitMerging } from "#/segments/index.ts";
import { addWrap, openEpochSecrets, type OpenEpoch, placeKey } from "#/spaces/index.ts";
import { x25519Public } from "#/vault/index.ts";
import { auditActorOf } from "../actors.ts";
import { type Colleague, colleagues, houseOf } from "../house.ts";
import { noticeLetter } from "../letters.ts";
import type { MessageRow } from "../message-row.ts";
import { openMessages } from "../open-messages.ts";
import { insertDispatch, prepareDispatch } from "../queue-dispatch.ts";
import { sendMessage } from "../send-message.ts";
import type { MailApp } from "../types.ts";
import { rememberShare } from "./share-record.ts";

export interface ShareConversation {
  readonly conversationId: Id;
  readonly memberIds: readonly Id[];
  /** For the colleagues alone, as a message of its own. */
  readonly note?: string | undefined;
}

export interface SharedConversation {
  readonly messages: number;
  readonly colleagues: readonly { readonly memberId: Id; readonly name: string }[];
}

async function messagesIn(tx: Transaction, actor: MemberActor, conversationId: Id): Promise<MessageRow[]> {
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
        .where("entry.mailbox_space_id", "=", actor.mailboxSpaceId)
        .where("message.conversation_id", "=", conversationId)
        .where("message.recalled_at", "is", null)
        .orderBy("message.epoch")
        .execute()
    : [];
  if (rows.length === 0) throw new Refusal("absent", "mail.conversation_absent");
  return rows;
}

async function activeColleagues(tx: Transaction, actor: MemberActor, memberIds: readonly Id[]): Promise<Colleague[]> {
  const wanted = [...new Set(memberIds)].filter((id) => id !== actor.memberId);
  const found = await colleagues(tx, { memberIds: wanted.filter(isId) });
  if (wanted.length === 0 || found.length !== wanted.length) throw new Refusal("absent", "mail.colleague_absent");
  return found;
}

/** Which of the messages were taken back from whom: sharing does not undo that. */
async function takenBack(tx: Transaction, rows: readonly MessageRow[]): Promise<Set<string>> {
  const recalled = await tx.query
    .selectFrom("mail_recipient")
    .select(["message_id", "mailbox_space_id"])
    .where("organisation_id", "=", tx.organisationId)
    .where(
      "message_id",
      "in",
      rows.map((row) => row.message_id),
    )
    .where("state", "=", "recalled")
    .where("mailbox_space_id", "is not", null)
    .execute();
  return new Set(recalled.map((row) => `${row.message_id}:${row.mailbox_space_id}`));
}

async function hand(
  app: MailApp,
  tx: Transaction,
  { mailboxSpaceId, owner }: Colleague,
  messages: readonly { readonly row: MessageRow; readonly epoch: OpenEpoch }[],
  at: Date,
): Promise<void> {
  for (const { row, epoch } of messages) {
    await addWrap(app, tx, { epoch, holder: { kind: "space", spaceId: mailboxSpaceId, owner }, at });
    await tx.query
      .insertInto("mail_mailbox_entry")
      .values({
        organisation_id: tx.organisationId,
        mailbox_space_id: mailboxSpaceId,
        message_id: row.message_id,
        conversation_id: row.conversation_id,
        folder: "inbox",
        at: row.sent_at,
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await awaitMerging(tx, [{ spaceId: mailboxSpaceId, itemId: row.message_id }]);
  }
}

async function share(app: MailApp, tx: Transaction, actor: MemberActor, input: ShareConversation) {
  const { conversationId } = input;
  const rows = await messagesIn(tx, actor, conversationId);
  const people = await activeColleagues(tx, actor, input.memberIds);
  const reader = readerOf(actor);
  const opened = await openMessages(app, tx, reader, rows);
  const readable = opened.map(({ row }) => row);
  const places = readable.map((row) => ({ spaceId: conversationId, epoch: row.epoch }));
  const secrets = await openEpochSecrets(app, tx, reader, places);
  const messages = readable.map((row) => {
    const secret = secrets.get(placeKey({ spaceId: conversationId, epoch: row.epoch }))!;
    return { row, epoch: { spaceId: conversationId, epoch: row.epoch, publicKey: x25519Public(secret), secret } };
  });
  if (messages.length === 0) throw new Refusal("gone", "mail.recalled");
  const recalled = await takenBack(tx, readable);
  const at = app.clock.now();
  const house = await houseOf(tx);
  for (const to of people) {
    const theirs = messages.filter(({ row }) => !recalled.has(`${row.message_id}:${to.mailboxSpaceId}`));
    await hand(app, tx, to, theirs, at);
    await rememberShare(tx, signerOf(actor), { conversationId, colleague: to, sharedBy: actor.memberId, at });
    const notice = { house, at, to, kind: "shared", conversationId, details: { sender: actor.name } } as const;
    const content = noticeLetter(app.config, notice);
    await insertDispatch(tx, await prepareDispatch(app, { kind: "notice", content }), at);
  }
  await writeAudit(tx, {
    at,
    actor: auditActorOf(actor),
    act: "mail.conversation-shared",
    subject: { kind: "conversation", id: conversationId },
    details: { colleagues: people.map(({ email }) => email), messages: messages.length },
  });
  return { people, messages: messages.length, subject: opened.at(-1)?.body.subject ?? "" };
}

/**
 * Lets colleagues read what the actor can read of a conversation, and the guests' answers that come from now on. They
 * are told by a mail without content.
 * @throws Refusal `mail.conversation_absent`, `mail.colleague_absent`, `mail.recalled`.
 */
export async function shareConversation(
  app: MailApp,
  actor: MemberActor,
  input: ShareConversation,
): Promise<SharedConversation> {
  const { people, messages, subject } = await app.database.inOrganisation(actor.organisationId, (tx) =>
    share(app, tx, actor, input),
  );
  const note = input.note?.trim();
  if (note)
    await sendMessage(app, actor, {
      door: "web",
      recipients: people.map(({ email }) => ({ email })),
      subject,
      text: note,
    });
  return { messages, colleagues: people.map(({ memberId, name }) => ({ memberId: memberId!, name })) };
}

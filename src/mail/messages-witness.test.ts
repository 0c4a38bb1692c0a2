import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { verifyLog } from "#/audit/index.ts";
import type { Id } from "#/kernel/index.ts";
import { headsWitness } from "#/spaces/index.ts";
import { join } from "../../tests/support/identity.ts";
import { enterAs, type MailTest, openMailTest } from "../../tests/support/mail.ts";
import { beginReply, emptyTrash, messagesWitness, recallMessage, sendMessage, shareConversation } from "./index.ts";

/* Rows of messages that somebody changes who can write in the database as its owner. */

let mail: MailTest;
let messageId: Id;
before(async () => {
  mail = await openMailTest();
  messageId = (await send("gast@buiten.example")).messageId;
});
after(() => mail.close());

const send = (...emails: string[]) =>
  sendMessage(mail.app, mail.sender, {
    door: "web",
    recipients: emails.map((email, place) => ({ email, ...(place > 0 ? { role: "bcc" as const } : {}) })),
    subject: "Onderwerp",
    text: "Tekst",
    attachments: [{ name: "a.txt", type: "text/plain", content: Buffer.from("bijlage") }],
  });

const asOwner = (statement: string, values: unknown[] = []) => mail.app.testDatabase.asOwner(statement, values);

async function found(): Promise<{ problem: string; messageId?: Id }[]> {
  const { problems } = await verifyLog(mail.app, mail.sender, { witnesses: [headsWitness(), messagesWitness()] });
  return problems.map((each) => ({ problem: each.problem, ...(each.messageId ? { messageId: each.messageId } : {}) }));
}

/** Does it, says what is found, and puts back what was there. */
async function foundAfter(
  tables: readonly string[],
  ...statements: readonly (readonly [string, readonly unknown[]])[]
) {
  for (const table of tables) await asOwner(`create table kept_${table} as select * from ${table}`);
  for (const [statement, values] of statements) await asOwner(statement, [...values]);
  const problems = await found();
  for (const table of tables) await asOwner(`delete from ${table}`);
  for (const table of tables.toReversed()) {
    await asOwner(`insert into ${table} select * from kept_${table}`);
    await asOwner(`drop table kept_${table}`);
  }
  assert.deepEqual(await found(), []);
  return problems;
}

const inOrder = ["mail_attachment", "mail_mailbox_entry", "mail_recipient", "mail_message"];
const ofMessage = (table: string) => [`delete from ${table} where message_id = $1`, [messageId]] as const;

test("Whatever people do with mail leaves rows and log in agreement", async () => {
  const { actor: colleague } = await join(mail.app, mail.sender, "carla");
  const shared = await send("gast2@buiten.example", "gast3@buiten.example", colleague.email);
  const reply = await beginReply(mail.app, await enterAs(mail, "gast2@buiten.example"));
  await reply.send({ text: "Dank" });
  await shareConversation(mail.app, mail.sender, {
    conversationId: shared.conversationId,
    memberIds: [colleague.memberId],
  });
  await recallMessage(mail.app, mail.sender, { messageId: shared.messageId });
  const thrown = await send(colleague.email);
  await asOwner("update mail_mailbox_entry set place = 'trash', trashed_at = now() where message_id = $1", [
    thrown.messageId,
  ]);
  await emptyTrash(mail.app, mail.sender);
  assert.deepEqual(await found(), []);
});

test("A message whose rows were all removed is found by its entry in the log", async () => {
  const problems = await foundAfter(inOrder, ...inOrder.map(ofMessage));
  assert.deepEqual(problems, [{ problem: "message-removed", messageId }]);
});

test("A recipient of another address, and one who was removed, are found", async () => {
  const changed = await foundAfter(
    ["mail_recipient"],
    ["update mail_recipient set email = 'iemand@elders.example' where message_id = $1", [messageId]],
  );
  assert.deepEqual(changed, [{ problem: "recipients-changed", messageId }]);
  const removed = await foundAfter(["mail_recipient"], ofMessage("mail_recipient"));
  assert.deepEqual(removed, [{ problem: "recipients-changed", messageId }]);
});

test("An attachment that was removed, and a message taken from a list, are found", async () => {
  const attachment = await foundAfter(["mail_attachment"], ofMessage("mail_attachment"));
  assert.deepEqual(attachment, [{ problem: "attachment-removed", messageId }]);
  const entry = await foundAfter(["mail_mailbox_entry"], ofMessage("mail_mailbox_entry"));
  assert.deepEqual(entry, [{ problem: "message-not-listed", messageId }]);
});

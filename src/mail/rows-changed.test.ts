import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { type MemberActor, signerOf } from "#/identity/index.ts";
import { type Bytes, type Id, newId, utf8 } from "#/kernel/index.ts";
import { insertObject, type PreparedObject, prepareObject } from "#/spaces/index.ts";
import { join } from "../../tests/support/identity.ts";
import { enterAs, type MailTest, openMailTest } from "../../tests/support/mail.ts";
import {
  beginReply,
  guestAttachment,
  guestConversation,
  listMessages,
  readMessage,
  resendNotification,
  sendMessage,
} from "./index.ts";

/** What a colleague gets who can also write in the database. */
describe("rows changed by hand", () => {
  let test: MailTest;
  let colleague: MemberActor;
  let count = 0;
  before(async () => {
    test = await openMailTest();
    colleague = (await join(test.app, test.sender, "mallory")).actor;
  });
  after(() => test.close());

  const asOwner = (statement: string, values: unknown[]) => test.app.testDatabase.asOwner(statement, values);

  async function sent(...emails: string[]) {
    const names = emails.length > 0 ? emails : [`gast${++count}@buiten.example`];
    const message = await sendMessage(test.app, test.sender, {
      door: "web",
      recipients: names.map((email) => ({ email })),
      subject: "Onderwerp",
      text: "Tekst",
      attachments: [{ name: "a.txt", type: "text/plain", content: Buffer.from("bijlage") }],
    });
    return { ...message, email: names[0]! };
  }

  /** An object of the message's epoch, whose public key everybody has, in the colleague's own hand. */
  async function forged(conversationId: Id, kind: "message" | "attachment" | "summary", plain: Bytes): Promise<Id> {
    const { app } = test;
    const [epoch] = await asOwner("select epoch, public_key from spaces_epoch where space_id = $1", [conversationId]);
    const { epoch: number, public_key: publicKey } = epoch as { epoch: number; public_key: Bytes };
    const { organisationId } = colleague;
    const place = { spaceId: conversationId, epoch: number, publicKey };
    const written = { organisationId, epoch: place, kind, signer: signerOf(colleague), objectId: newId() };
    const object: PreparedObject = await prepareObject(app, written, plain);
    await app.database.inOrganisation(organisationId, (tx) => insertObject(tx, object, app.clock.now()));
    return object.objectId;
  }

  it("A colleague who was put among the readers of a message gets nothing of the guest's reply", async () => {
    const { app, sender } = test;
    const { messageId, conversationId, email } = await sent();
    await asOwner(
      `insert into mail_mailbox_entry (organisation_id, mailbox_space_id, message_id, conversation_id, folder, at)
       values ($1, $2, $3, $4, 'inbox', now())`,
      [sender.organisationId, colleague.mailboxSpaceId, messageId, conversationId],
    );
    const reply = await beginReply(app, await enterAs(test, email));
    const answered = await reply.send({ text: "Alleen voor wie mij schreef" });
    assert.equal((await readMessage(app, sender, answered.messageId)).text, "Alleen voor wie mij schreef");
    await assert.rejects(readMessage(app, colleague, answered.messageId), { code: "mail.message_absent" });
  });

  it("A message in another's hand is not taken for the sender's, in the text nor in the list", async () => {
    const { app, sender } = test;
    const { messageId, conversationId, email } = await sent();
    const guest = await enterAs(test, email);
    const body = {
      version: 1,
      from: { email: sender.email, name: sender.name },
      to: [{ email }],
      cc: [],
      subject: "Onderwerp",
      date: new Date().toISOString(),
      text: "Maak het over op een andere rekening",
      html: "",
      attachments: [],
    };
    const bodyId = await forged(conversationId, "message", utf8(JSON.stringify(body)));
    const summary = { version: 1, from: body.from, to: body.to, subject: "Vals", preview: "", attachmentCount: 0 };
    const summaryId = await forged(conversationId, "summary", utf8(JSON.stringify(summary)));
    await asOwner("update mail_message set body_object_id = $1, summary_object_id = $2 where message_id = $3", [
      bodyId,
      summaryId,
      messageId,
    ]);
    await assert.rejects(guestConversation(app, guest), { code: "vault.signature_wrong" });
    await assert.rejects(readMessage(app, sender, messageId), { code: "vault.signature_wrong" });
    const { entries } = await listMessages(app, sender, { folder: "sent", limit: 10 });
    assert.equal(entries.find((each) => each.messageId === messageId)?.subject, "");
  });

  it("What a colleague wrote is not taken for a guest's reply", async () => {
    const { app, sender } = test;
    const { email } = await sent();
    const reply = await beginReply(app, await enterAs(test, email));
    const { messageId } = await reply.send({ text: "Akkoord" });
    await asOwner("update mail_message set sender_kind = 'member', sender_id = $1 where message_id = $2", [
      colleague.memberId,
      messageId,
    ]);
    await assert.rejects(readMessage(app, sender, messageId), { code: "vault.signature_wrong" });
  });

  it("An attachment in another's hand is not handed out", async () => {
    const { app } = test;
    const { conversationId, email } = await sent();
    const guest = await enterAs(test, email);
    const { messages } = await guestConversation(app, guest);
    const { attachmentId } = messages[0]!.attachments[0]!;
    const objectId = await forged(conversationId, "attachment", utf8("vervals!"));
    await asOwner("update mail_attachment set object_id = $1 where attachment_id = $2", [objectId, attachmentId]);
    await assert.rejects(guestAttachment(app, guest, attachmentId), { code: "vault.signature_wrong" });
  });

  it("A link is not sent again to an address that the message was not written to", async () => {
    const { app, sender } = test;
    const { recipients } = await sent();
    const { recipientId } = recipients[0]!;
    await asOwner("update mail_recipient set email = 'mallory@elders.example' where recipient_id = $1", [recipientId]);
    await assert.rejects(resendNotification(app, sender, recipientId), { code: "mail.recipient_absent" });
  });

  it("One guest's link is not sent again to another guest", async () => {
    const { app, sender } = test;
    const theirs = await sent("drie@buiten.example");
    const mine = await sent("vier@buiten.example");
    await asOwner(
      `update mail_recipient set link_id = (select link_id from mail_recipient where message_id = $1)
       where message_id = $2`,
      [theirs.messageId, mine.messageId],
    );
    await resendNotification(app, sender, mine.recipients[0]!.recipientId).catch(() => undefined);
    const { conversationId } = mine;
    const { messages } = await guestConversation(app, await enterAs(test, "vier@buiten.example"));
    const texts = messages.map(({ messageId }) => messageId);
    assert.deepEqual([conversationId, texts], [mine.conversationId, [mine.messageId]]);
  });

  it("A guest who was put among the recipients of an earlier message gets no key of it", async () => {
    const { app, sender } = test;
    const first = await sent("een@buiten.example");
    await sent("twee@buiten.example");
    await asOwner(
      `insert into mail_recipient
         (organisation_id, recipient_id, message_id, email, role, route, verification, contact_id, link_id, state)
       select organisation_id, $1, $2, email, 'to', 'guest', 'none', contact_id, link_id, 'queued'
       from mail_recipient where email = 'twee@buiten.example'`,
      [newId(), first.messageId],
    );
    await sendMessage(app, sender, {
      door: "web",
      conversationId: first.conversationId,
      recipients: [{ email: "een@buiten.example" }, { email: "twee@buiten.example" }],
      subject: "Vervolg",
      text: "Voor beiden",
    });
    const { messages } = await guestConversation(app, await enterAs(test, "twee@buiten.example"));
    assert.deepEqual(
      messages.map(({ text }) => text),
      ["Voor beiden"],
    );
  });
});

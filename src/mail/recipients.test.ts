import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { appPasswordOf, enterAs, type MailTest, openMailTest, readAll } from "../../tests/support/mail.ts";
import { join } from "../../tests/support/identity.ts";
import {
  answerCheck,
  beginReply,
  completeRecipient,
  guestConversation,
  guestCopy,
  knock,
  listMessages,
  previewRecipient,
  readConversation,
  readMessage,
  recallMessage,
  sendMessage,
} from "./index.ts";

const plain = { door: "web", subject: "Onderwerp", text: "Tekst" } as const;

describe("recipients", () => {
  let test: MailTest;
  before(async () => void (test = await openMailTest()));
  after(() => test.close());

  it("One recipient's missing or wrong phone number holds back nobody else, and counts only where it is asked for", async () => {
    const { app, sender } = test;
    const sent = await sendMessage(app, sender, {
      ...plain,
      door: "smtp",
      recipients: [
        { email: "wacht@buiten.example", verification: "sms" },
        { email: "door@buiten.example" },
        { email: "wacht2@buiten.example", verification: "password", role: "cc" },
        { email: "wacht3@buiten.example", verification: "sms", phone: "12", role: "cc" },
        { email: "door2@buiten.example", verification: "none", phone: "12", role: "cc" },
      ],
    });
    const states = Object.fromEntries(sent.recipients.map(({ email, state, reason }) => [email, [state, reason]]));
    assert.deepEqual(states, {
      "wacht@buiten.example": ["waiting", "mail.phone_missing"],
      "door@buiten.example": ["queued", null],
      "wacht2@buiten.example": ["waiting", "mail.password_missing"],
      "wacht3@buiten.example": ["waiting", "mail.phone_invalid"],
      "door2@buiten.example": ["queued", null],
    });
    assert.equal((await knock(app, await test.linkOf("door@buiten.example"))).state, "open");
    const notices = test.smarthost.mails.filter(({ to }) => to.includes(sender.email));
    assert.equal(notices.length, 3, "the sender is told who waits");
    assert.match(notices.map(({ parsed }) => parsed.text).join(), new RegExp(`/mail/sent/${sent.conversationId}`));

    const waiting = sent.recipients.find(({ email }) => email === "wacht@buiten.example")!;
    await assert.rejects(
      completeRecipient(app, sender, { recipientId: waiting.recipientId, verification: "sms", phone: "12" }),
      {
        code: "mail.phone_invalid",
      },
    );
    await assert.rejects(completeRecipient(app, sender, { recipientId: waiting.recipientId, verification: "sms" }), {
      code: "mail.phone_missing",
    });
    const completed = await completeRecipient(app, sender, {
      recipientId: waiting.recipientId,
      verification: "sms",
      phone: "0612345678",
    });
    assert.deepEqual([completed.state, completed.verification, completed.reason], ["queued", "sms", null]);
    assert.equal((await knock(app, await test.linkOf("wacht@buiten.example"))).state, "code");
    await assert.rejects(completeRecipient(app, sender, { recipientId: waiting.recipientId, verification: "none" }), {
      code: "mail.not_waiting",
    });
  });

  it("What was given for the check is remembered with the contact, sealed, and used the next time", async () => {
    const { app, sender } = test;
    const [phone, password] = [{ email: "tel@buiten.example" }, { email: "afspraak@buiten.example" }];
    await sendMessage(app, sender, {
      ...plain,
      recipients: [
        { ...phone, phone: "0622223333" },
        { ...password, password: "groene tulp" },
      ],
    });
    assert.deepEqual(await previewRecipient(app, sender, phone), {
      ...phone,
      route: "guest",
      verification: "sms",
      phoneKnown: true,
      passwordKnown: false,
    });
    const colleague = await join(app, sender, "jan");
    const again = await sendMessage(app, colleague.actor, { ...plain, recipients: [phone, password] });
    assert.deepEqual(again.recipients.map(({ verification, state }) => [verification, state]).toSorted(), [
      ["password", "queued"],
      ["sms", "queued"],
    ]);
    const link = await test.linkOf(password.email);
    assert.equal((await answerCheck(app, { ...link, password: "Groene tulp" })).state, "open");
    const explicit = await sendMessage(app, sender, { ...plain, recipients: [{ ...phone, verification: "none" }] });
    assert.equal(explicit.recipients[0]!.verification, "none");
    assert.equal((await previewRecipient(app, sender, phone)).verification, "sms");
  });

  it("An application password uses remembered phone numbers, and its message opens itself alone", async () => {
    const { app, sender } = test;
    const email = "app@buiten.example";
    const first = await sendMessage(app, sender, { ...plain, recipients: [{ email, phone: "0633334444" }] });
    const program = await appPasswordOf(app, sender);
    const second = await sendMessage(app, program, {
      ...plain,
      door: "smtp",
      conversationId: first.conversationId,
      recipients: [{ email }],
    });
    assert.deepEqual([second.recipients[0]!.verification, second.recipients[0]!.state], ["sms", "queued"]);
    const { linkId } = await test.linkOf(email);
    const wraps = await app.testDatabase.asOwner("select 1 from keys.spaces_wrap where holder_id = $1", [linkId]);
    assert.equal(wraps.length, 1);
    const { messages } = await readConversation(app, sender, first.conversationId);
    assert.equal(messages.length, 2);
  });

  it("A Bcc recipient has a conversation of their own, and nobody learns of it but the sender", async () => {
    const { app, sender } = test;
    const sent = await sendMessage(app, sender, {
      ...plain,
      recipients: [
        { email: "open@buiten.example", name: "Open" },
        { email: "stil@buiten.example", role: "bcc" },
        { email: "tuin@buiten.example", role: "bcc" },
      ],
      attachments: [
        { name: "klein.txt", type: "text/plain", content: Buffer.from("klein") },
        { name: "groot.bin", type: "application/octet-stream", content: Buffer.alloc(200_000, 3) },
      ],
    });
    const visible = await guestConversation(app, await enterAs(test, "open@buiten.example"));
    assert.doesNotMatch(JSON.stringify(visible), /stil|tuin/);
    const hidden = await enterAs(test, "stil@buiten.example");
    const { messages } = await guestConversation(app, hidden);
    assert.deepEqual(
      messages[0]!.to.map(({ email }) => email),
      ["open@buiten.example", "stil@buiten.example"],
    );
    const copy = await readAll((await guestCopy(app, hidden, messages[0]!.messageId)).content);
    assert.ok(copy.byteLength > 200_000);
    assert.doesNotMatch(String(copy), /tuin/);
    const mine = await readMessage(app, sender, sent.messageId);
    assert.deepEqual(
      mine.recipients.map(({ email, role }) => [email, role]),
      [
        ["open@buiten.example", "to"],
        ["stil@buiten.example", "bcc"],
        ["tuin@buiten.example", "bcc"],
      ],
    );
    await (await beginReply(app, hidden)).send({ text: "antwoord van stil" });
    const both = await guestConversation(app, await enterAs(test, "open@buiten.example"));
    assert.equal(both.messages.length, 1, "the reply stays between the Bcc recipient and the sender");
    const sentList = await listMessages(app, sender, { folder: "sent", limit: 5 });
    assert.equal(
      sentList.entries.filter(({ subject, to }) => subject === "Onderwerp" && to[0]?.name === "Open").length,
      1,
    );
    const { recipients } = await recallMessage(app, sender, { messageId: sent.messageId });
    assert.ok(recipients.length === 3 && recipients.every(({ state }) => state === "recalled"));
    assert.equal((await knock(app, await test.linkOf("tuin@buiten.example"))).state, "recalled");
  });

  it("Nobody sends as somebody else, but an application password that was made for it", async () => {
    const { app, sender } = test;
    const asOther = { ...plain, recipients: [{ email: "wie@buiten.example" }], from: { email: "baas@elders.example" } };
    await assert.rejects(sendMessage(app, sender, asOther), { code: "mail.sender_not_allowed" });
    const program = await appPasswordOf(app, sender);
    await assert.rejects(sendMessage(app, program, asOther), { code: "mail.sender_not_allowed" });
    const application = await appPasswordOf(app, sender, { anyFrom: true });
    const sent = await sendMessage(app, application, { ...asOther, door: "smtp" });
    assert.equal((await readMessage(app, sender, sent.messageId)).from.email, "baas@elders.example");
  });
});

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, describe, it } from "node:test";
import { dayMs } from "#/kernel/index.ts";
import {
  appPasswordOf,
  enterAs,
  inParts,
  linkIn,
  type MailTest,
  openMailTest,
  readAll,
} from "../../tests/support/mail.ts";
import { join } from "../../tests/support/identity.ts";
import {
  answerCheck,
  beginMessage,
  beginReply,
  completeRecipient,
  guestConversation,
  guestCopy,
  knock,
  listMessages,
  openOriginal,
  previewRecipient,
  readConversation,
  readMessage,
  recallMessage,
  sendMessage,
} from "./index.ts";

const plain = { door: "web", subject: "Onderwerp", text: "Tekst" } as const;

describe("sending", () => {
  let test: MailTest;
  before(async () => void (test = await openMailTest()));
  after(() => test.close());

  const canary = "kanarie-9f31";

  it("Subject, names, text and attachments are nowhere in the database in plain", async () => {
    await sendMessage(test.app, test.sender, {
      door: "web",
      recipients: [{ email: "geel@buiten.example", name: canary, phone: "0611112222" }],
      subject: canary,
      html: `<p>${canary}</p>`,
      attachments: [{ name: `${canary}.txt`, type: "text/plain", content: Buffer.from(canary) }],
    });
    await test.dispatch();
    const { asOwner } = test.app.testDatabase;
    const tables = await asOwner<{ name: string }>(
      "select schemaname || '.' || quote_ident(tablename) as name from pg_tables where schemaname in ('public', 'keys', 'graphile_worker')",
    );
    assert.ok(tables.length > 20);
    for (const { name } of tables) {
      const [{ hits }] = (await asOwner<{ hits: number }>(
        `select count(*)::int as hits from ${name} as t where t::text like '%${canary}%' or t::text like '%11112222%'
         or t::text like '%${Buffer.from(canary).toString("hex")}%'`,
      )) as [{ hits: number }];
      assert.equal(hits, 0, name);
    }
  });

  it("One recipient's missing phone number holds back nobody else", async () => {
    const { app, sender } = test;
    const sent = await sendMessage(app, sender, {
      ...plain,
      door: "smtp",
      recipients: [
        { email: "wacht@buiten.example", verification: "sms" },
        { email: "door@buiten.example" },
        { email: "wacht2@buiten.example", verification: "password", role: "cc" },
      ],
    });
    const states = Object.fromEntries(sent.recipients.map(({ email, state, reason }) => [email, [state, reason]]));
    assert.deepEqual(states, {
      "wacht@buiten.example": ["waiting", "mail.phone_missing"],
      "door@buiten.example": ["queued", null],
      "wacht2@buiten.example": ["waiting", "mail.password_missing"],
    });
    assert.equal((await knock(app, await test.linkOf("door@buiten.example"))).state, "open");
    const notices = test.smarthost.mails.filter(({ to }) => to.includes(sender.email));
    assert.equal(notices.length, 2, "the sender is told who waits");
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

  it("A message that is submitted twice is sent once, also at the same moment", async () => {
    const { app, sender } = test;
    const submission = {
      ...plain,
      recipients: [{ email: "twee@buiten.example" }],
      clientMessageId: "<abc@mijn.example>",
    };
    const [one, two] = await Promise.all([sendMessage(app, sender, submission), sendMessage(app, sender, submission)]);
    assert.equal(one.messageId, two.messageId);
    assert.deepEqual([one.repeated, two.repeated].toSorted(), [false, true]);
    const other = await sendMessage(app, sender, { ...submission, recipients: [{ email: "drie@buiten.example" }] });
    assert.equal(other.repeated, false, "to somebody else it is another message");
    app.clock.advance(dayMs);
    assert.equal((await sendMessage(app, sender, submission)).repeated, false);
    const kept = await app.testDatabase.asOwner("select 1 from mail_message where client_message_id like '%abc%'");
    assert.equal(kept.length, 0);
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

  it("The original is kept byte for byte, for the sender alone", async () => {
    const { app, sender } = test;
    const colleague = await join(app, sender, "piet");
    const bytes = Buffer.from("From: a\r\n\r\nhallo \xff\x00", "latin1");
    const message = await beginMessage(app, await appPasswordOf(app, sender), { door: "smtp" });
    await message.addOriginal(inParts(bytes));
    const sent = await message.send({ ...plain, recipients: [{ email: colleague.actor.email }] });
    const original = await openOriginal(app, sender, sent.messageId);
    assert.deepEqual(await readAll(original.content), bytes);
    await assert.rejects(openOriginal(app, colleague.actor, sent.messageId), { code: "mail.original_absent" });
    assert.equal((await readMessage(app, colleague.actor, sent.messageId)).hasOriginal, false);
  });

  it("Of a message that is not sent nothing is left", async () => {
    const { app, sender } = test;
    const blobs = async () => (await Array.fromAsync(app.blobs.list())).length;
    const before = await blobs();
    const message = await beginMessage(app, sender, { door: "web" });
    await message.addAttachment(
      { name: "groot.bin", type: "application/octet-stream" },
      inParts(Buffer.alloc(200_000)),
    );
    assert.equal(await blobs(), before + 1);
    await assert.rejects(message.send({ ...plain, recipients: [] }), { code: "mail.recipients_none" });
    await assert.rejects(
      message.send({
        ...plain,
        recipients: [
          { email: "x@y.example", phone: "1" },
          { email: "z@y.example", role: "bcc" },
        ],
      }),
      {
        code: "mail.phone_invalid",
      },
    );
    assert.equal(await blobs(), before + 1);
    await message.discard();
    assert.equal(await blobs(), before);
    const broken = await beginMessage(app, sender, { door: "web" });
    const source = async function* () {
      yield Buffer.alloc(200_000);
      throw new Error("the connection broke");
    };
    await assert.rejects(broken.addAttachment({ name: "a", type: "b" }, source()), /broke/);
    await broken.discard();
    assert.equal(await blobs(), before);
    await assert.rejects(broken.send({ ...plain, recipients: [{ email: "x@y.example" }] }), {
      code: "mail.sent_already",
    });
  });

  it("A message with large attachments streams: what arrives is sealed on the way, and comes out the same", async () => {
    const { app, sender } = test;
    const message = await beginMessage(app, sender, { door: "web" });
    const [given, taken] = [createHash("sha256"), createHash("sha256")];
    const source = async function* () {
      for (let part = 0; part < 40; part++) {
        const bytes = Buffer.alloc(1_000_003, part);
        given.update(bytes);
        yield bytes;
      }
    };
    await message.addAttachment({ name: "film.mp4", type: "video/mp4" }, source());
    await message.send({ ...plain, recipients: [{ email: "film@buiten.example" }] });
    const guest = await enterAs(test, "film@buiten.example");
    const { messages } = await guestConversation(app, guest);
    const copy = await guestCopy(app, guest, messages[0]!.messageId);
    let sizeBytes = 0;
    for await (const part of copy.content) sizeBytes += part.byteLength;
    assert.equal(sizeBytes, copy.sizeBytes);
    const { guestAttachment } = await import("./index.ts");
    const file = await guestAttachment(app, guest, messages[0]!.attachments[0]!.attachmentId);
    for await (const part of file.content) taken.update(part);
    assert.equal(taken.digest("hex"), given.digest("hex"));
  });

  it("Pictures that the text shows come with it; everything remote stays out", async () => {
    const { app, sender } = test;
    const png = Buffer.from("iVBORw0KGgo=", "base64");
    const sent = await sendMessage(app, sender, {
      ...plain,
      html: '<img src="cid:logo"><img src="https://spion.example/x.png"><a href="javascript:x">k</a><form action="/x"><input></form><svg onload=x>',
      recipients: [{ email: sender.email }],
      attachments: [{ name: "logo.png", type: "image/png", contentId: "logo", content: png }],
    });
    const { html, direction } = await readMessage(app, sender, sent.messageId);
    assert.equal(direction, "out");
    assert.ok(html.includes(`src="data:image/png;base64,${png.toString("base64")}"`));
    assert.doesNotMatch(html, /spion|javascript|<form|<input|<svg/);
    const lists = await Promise.all(
      (["inbox", "sent"] as const).map((folder) => listMessages(app, sender, { folder, limit: 50 })),
    );
    assert.ok(lists.every(({ entries }) => entries.some(({ messageId }) => messageId === sent.messageId)));
  });

  it("A list goes on where the page before ended", async () => {
    const { app, sender } = test;
    const reader = (await join(app, sender, "lotte")).actor;
    for (let number = 0; number < 7; number++)
      await sendMessage(app, sender, { ...plain, subject: `nr ${number}`, recipients: [{ email: reader.email }] });
    const subjects: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listMessages(app, reader, { folder: "inbox", limit: 3, cursor });
      subjects.push(...page.entries.map(({ subject }) => subject));
      cursor = page.next ?? undefined;
    } while (cursor);
    assert.deepEqual(subjects, ["nr 6", "nr 5", "nr 4", "nr 3", "nr 2", "nr 1", "nr 0"]);
    assert.ok(linkIn((await test.mailTo("film@buiten.example")).parsed.text ?? ""));
  });
});

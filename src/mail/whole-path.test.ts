import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { simpleParser } from "mailparser";
import { enterAs, enterBySms, inParts, type MailTest, openMailTest, readAll } from "../../tests/support/mail.ts";
import { join } from "../../tests/support/identity.ts";
import {
  beginMessage,
  beginReply,
  guestAttachment,
  guestConversation,
  guestCopy,
  listMessages,
  openAttachment,
  openCopy,
  readConversation,
  readMessage,
  sendMessage,
} from "./index.ts";

describe("a sealed message, there and back", () => {
  let test: MailTest;
  before(async () => void (test = await openMailTest()));
  after(() => test.close());

  it("A guest reads, downloads, keeps a copy and replies, and the sender sees each step", async () => {
    const { app, sender } = test;
    const message = await beginMessage(app, sender, { door: "web" });
    const large = Buffer.alloc(3_000_000, "blauwe tulpen ");
    await message.addAttachment({ name: "offerte.pdf", type: "application/pdf" }, inParts(large));
    await message.addAttachment({ name: "kort.txt", type: "text/plain" }, inParts("kort ", "en goed"));
    const sent = await message.send({
      recipients: [{ email: "Gerda@Buiten.example", name: "Gerda Gast" }],
      subject: "Uw dossier",
      html: "<p>Beste Gerda,</p><script>alert(1)</script><p>Zie de bijlage.</p>",
    });
    assert.equal(sent.recipients[0]?.state, "queued");

    const guest = await enterAs(test, "gerda@buiten.example");
    const state = async () => (await readMessage(app, sender, sent.messageId)).recipients[0]!;
    assert.equal((await state()).state, "handed-over");

    const conversation = await guestConversation(app, guest);
    assert.equal(conversation.subject, "Uw dossier");
    assert.equal(conversation.messages[0]!.html, "<p>Beste Gerda,</p><p>Zie de bijlage.</p>");
    assert.deepEqual(
      conversation.messages[0]!.attachments.map(({ name, type, sizeBytes }) => [name, type, sizeBytes]),
      [
        ["offerte.pdf", "application/pdf", 3_000_000],
        ["kort.txt", "text/plain", 12],
      ],
    );
    assert.equal((await state()).state, "opened");

    const [pdf] = conversation.messages[0]!.attachments;
    const file = await guestAttachment(app, guest, pdf!.attachmentId);
    assert.ok((await readAll(file.content)).equals(large));
    const part = await guestAttachment(app, guest, pdf!.attachmentId, {
      range: (size) => ({ start: size - 7, end: size }),
    });
    assert.deepEqual(await readAll(part.content), large.subarray(-7));
    assert.equal((await state()).state, "downloaded");

    const copy = await guestCopy(app, guest, sent.messageId);
    const bytes = await readAll(copy.content);
    assert.equal(bytes.byteLength, copy.sizeBytes, "the size that was promised");
    const parsed = await simpleParser(bytes);
    assert.equal(parsed.subject, "Uw dossier");
    assert.ok(parsed.attachments[0]!.content.equals(large));

    const reply = await beginReply(app, guest);
    await reply.addAttachment({ name: "getekend.pdf", type: "application/pdf" }, inParts("handtekening"));
    const { messageId } = await reply.send({ text: "Dank u, akkoord." });
    assert.equal((await state()).state, "replied");

    const inbox = await listMessages(app, sender, { folder: "inbox", limit: 10 });
    assert.equal(inbox.unread, 1);
    const [entry] = inbox.entries;
    assert.deepEqual(
      [entry!.messageId, entry!.subject, entry!.preview, entry!.from.name],
      [messageId, "Re: Uw dossier", "Dank u, akkoord.", "Gerda Gast"],
    );
    const whole = await readConversation(app, sender, sent.conversationId);
    assert.deepEqual(
      whole.messages.map(({ direction }) => direction),
      ["out", "in"],
    );
    const [signed] = whole.messages[1]!.attachments;
    assert.equal(
      String(await readAll((await openAttachment(app, sender, signed!.attachmentId)).content)),
      "handtekening",
    );
    assert.equal((await listMessages(app, sender, { folder: "inbox", limit: 10 })).unread, 0);
    assert.match(
      String(await readAll((await openCopy(app, sender, messageId)).content)),
      /^Subject: Re: Uw dossier\r$/m,
    );

    const both = await guestConversation(app, guest);
    assert.deepEqual(
      both.messages.map(({ direction, text }) => [direction, text.includes("akkoord")]),
      [
        ["in", false],
        ["out", true],
      ],
    );
  });

  it("A reply and a message from a colleague are announced in the ordinary mailbox, without content", async () => {
    const { app, sender } = test;
    const colleague = await join(app, sender, "kees");
    await sendMessage(app, sender, {
      door: "web",
      recipients: [{ email: "bert@buiten.example" }, { email: colleague.actor.email, role: "cc" }],
      subject: "Geheim onderwerp",
      text: "Geheime tekst",
    });
    const guest = await enterAs(test, "bert@buiten.example");
    await (await beginReply(app, guest)).send({ text: "Geheim antwoord" });
    const notice = await test.mailTo(colleague.actor.email);
    const own = await test.mailTo(sender.email);
    assert.match(own.parsed.subject ?? "", /bert@buiten\.example/);
    assert.equal(own.from, "", "nobody is told when a notice bounces");
    for (const mail of [notice, own]) assert.doesNotMatch(String(mail.raw), /Geheim/);
    const inbox = await listMessages(app, colleague.actor, { folder: "inbox", limit: 10 });
    assert.deepEqual(
      inbox.entries.map(({ subject }) => subject),
      ["Re: Geheim onderwerp", "Geheim onderwerp"],
    );
  });

  it("A member's answer in the conversation gives the guest a fresh link to all that the guest took part in", async () => {
    const { app, sender } = test;
    const phone = "+31612345678";
    const first = await sendMessage(app, sender, {
      door: "web",
      recipients: [{ email: "carla@buiten.example", phone }, { email: "dirk@buiten.example" }],
      subject: "Aanvraag",
      text: "eerste",
    });
    const carla = await enterBySms(test, "carla@buiten.example", phone);
    await (await beginReply(app, carla)).send({ text: "van Carla" });
    await sendMessage(app, sender, {
      door: "web",
      conversationId: first.conversationId,
      recipients: [{ email: "dirk@buiten.example" }],
      subject: "Re: Aanvraag",
      text: "alleen voor Dirk",
    });
    await sendMessage(app, sender, {
      door: "web",
      conversationId: first.conversationId,
      recipients: [{ email: "carla@buiten.example" }],
      subject: "Re: Aanvraag",
      text: "antwoord aan Carla",
    });
    const again = await enterBySms(test, "carla@buiten.example", phone);
    const texts = (await guestConversation(app, again)).messages.map(({ text }) => text);
    assert.deepEqual(texts, ["eerste", "van Carla", "antwoord aan Carla"]);
    const dirk = await enterAs(test, "dirk@buiten.example");
    const others = (await guestConversation(app, dirk)).messages.map(({ text }) => text);
    assert.deepEqual(others, ["eerste", "alleen voor Dirk"]);
  });

  it("A fresh link with a weaker check does not open what was sent under a stronger one", async () => {
    const { app, sender } = test;
    const email = "els@buiten.example";
    const first = await sendMessage(app, sender, {
      door: "web",
      recipients: [{ email, password: "gele narcis" }],
      subject: "Streng",
      text: "onder wachtwoord",
    });
    await sendMessage(app, sender, {
      door: "web",
      conversationId: first.conversationId,
      recipients: [{ email, verification: "none" }],
      subject: "Re: Streng",
      text: "zonder controle",
    });
    const guest = await enterAs(test, email);
    const texts = (await guestConversation(app, guest)).messages.map(({ text }) => text);
    assert.deepEqual(texts, ["zonder controle"]);
  });
});

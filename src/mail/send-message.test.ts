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
  beginMessage,
  guestConversation,
  guestCopy,
  listMessages,
  openOriginal,
  readMessage,
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
    const atFirst = await blobs();
    const message = await beginMessage(app, sender, { door: "web" });
    await message.addAttachment(
      { name: "groot.bin", type: "application/octet-stream" },
      inParts(Buffer.alloc(200_000)),
    );
    assert.equal(await blobs(), atFirst + 1);
    await assert.rejects(message.send({ ...plain, recipients: [] }), { code: "mail.recipients_none" });
    await assert.rejects(
      message.send({
        ...plain,
        recipients: [{ email: "geen adres" }, { email: "z@y.example", role: "bcc" }],
      }),
      {
        code: "mail.address_invalid",
      },
    );
    assert.equal(await blobs(), atFirst + 1);
    await message.discard();
    assert.equal(await blobs(), atFirst);
    const broken = await beginMessage(app, sender, { door: "web" });
    const source = async function* () {
      yield Buffer.alloc(200_000);
      throw new Error("the connection broke");
    };
    await assert.rejects(broken.addAttachment({ name: "a", type: "b" }, source()), /broke/);
    await broken.discard();
    assert.equal(await blobs(), atFirst);
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

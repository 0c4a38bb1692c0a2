import assert from "node:assert/strict";
import { test } from "node:test";
import { simpleParser } from "mailparser";
import { collect, utf8 } from "#/kernel/index.ts";
import type { Bytes } from "#/kernel/index.ts";
import { composeCopy, parseMail } from "./index.ts";
import type { CopyInput } from "./index.ts";

const plain: CopyInput = {
  from: { email: "jan@bakker.example", name: "Bakker, Jan" },
  to: [{ email: "ann@peeters.example", name: "Renée 🦊 Peeters" }],
  cc: [],
  subject: "Offerte € 100",
  date: new Date("2025-03-04T09:11:12Z"),
  messageId: "abc@bakker.example",
  text: "Goedemorgen,\n.\nFrom hier",
  html: "",
  attachments: [],
};

async function composed(input: CopyInput): Promise<Buffer> {
  return Buffer.from((await collect(composeCopy(input), 50_000_000))!);
}

async function readBack(mail: Buffer) {
  const attachments: { name: string; type: string; contentId: string | undefined; content: Buffer }[] = [];
  async function* source(): AsyncGenerator<Bytes> {
    yield mail;
  }
  const parsed = await parseMail(source(), {
    onAttachment: async ({ name, type, contentId }, content) => {
      attachments.push({ name, type, contentId, content: Buffer.from((await collect(content, 50_000_000))!) });
    },
  });
  return { ...parsed, attachments };
}

const attachment = (name: string, type: string, bytes: Bytes, contentId?: string) => ({
  name,
  type,
  ...(contentId === undefined ? {} : { contentId }),
  content: async function* () {
    for (let at = 0; at < bytes.byteLength; at += 1_000) yield bytes.subarray(at, at + 1_000);
  },
});

test("A copy holds everything and reads back the same", async () => {
  const pdf = Buffer.from(Array.from({ length: 100_003 }, (_, index) => index % 251));
  const mail = await composed({
    ...plain,
    html: '<p>Goedemorgen <img src="cid:logo"></p>',
    inReplyTo: "<earlier@x>",
    attachments: [
      attachment("offerte € 2025 met een behoorlijk lange naam die over meer regels gaat.pdf", "application/pdf", pdf),
      attachment("logo.png", "image/png", utf8("png"), "logo"),
      attachment("bericht.eml", "message/rfc822", utf8("Subject: x\r\n\r\ny")),
    ],
  });
  const back = await readBack(mail);
  assert.deepEqual(back.from, plain.from);
  assert.deepEqual(back.to, plain.to);
  assert.equal(back.subject, plain.subject);
  assert.equal(back.date?.getTime(), plain.date.getTime());
  assert.equal(back.messageId, "<abc@bakker.example>");
  assert.equal(back.inReplyTo, "<earlier@x>");
  assert.equal(back.text, plain.text);
  assert.equal(back.html, '<p>Goedemorgen <img src="cid:logo"></p>');
  assert.deepEqual(
    back.attachments.map(({ name, type, contentId }) => [name, type, contentId]),
    [
      ["logo.png", "image/png", "logo"],
      ["offerte € 2025 met een behoorlijk lange naam die over meer regels gaat.pdf", "application/pdf", undefined],
      ["bericht.eml", "application/octet-stream", undefined],
    ],
  );
  assert.deepEqual(back.attachments[1]!.content, pdf);
  assert.deepEqual(back.anomalies, []);
  for (const line of mail.toString("latin1").split("\r\n"))
    assert.ok(line.length <= 998 && !/[^\x20-\x7E\t]/.test(line), line);
});

test("Another implementation reads a copy the same", async () => {
  const mail = await composed({
    ...plain,
    html: "<p>x</p>",
    attachments: [
      attachment("prijs €.txt", "text/plain", utf8("vijf")),
      attachment('a "b" c.txt', "text/plain", utf8("zes")),
    ],
  });
  const read = await simpleParser(mail);
  assert.equal(read.subject, plain.subject);
  assert.deepEqual(read.from?.value, [{ address: "jan@bakker.example", name: "Bakker, Jan" }]);
  assert.deepEqual([read.to].flat()[0]?.value, [{ address: "ann@peeters.example", name: "Renée 🦊 Peeters" }]);
  assert.equal(read.text?.trim(), plain.text);
  assert.equal(read.html, "<p>x</p>");
  assert.deepEqual(
    read.attachments.map(({ filename, content }) => [filename, content.toString()]),
    [
      ["prijs €.txt", "vijf"],
      ["a _b_ c.txt", "zes"],
    ],
  );
});

test("Nothing in names, subjects or file names can add a header", async () => {
  const evil = "x\r\nBcc: thief@x.example\r\n\r\nbody\u2028Bcc: y";
  const mail = await composed({
    ...plain,
    from: { email: "jan@bakker.example\r\nBcc: thief@x.example", name: evil },
    to: [{ email: "ann@x.example>\r\nBcc: <thief@x.example", name: `"${evil}" <thief@x.example>,` }],
    subject: evil,
    messageId: `<a>\r\nBcc: thief@x.example`,
    attachments: [attachment(evil, `text/html\r\nBcc: x`, utf8("x"), `id>\r\nBcc: x`)],
  });
  assert.doesNotMatch(mail.toString("latin1"), /^bcc/im);
  const back = await readBack(mail);
  assert.ok(back.to.every(({ email }) => email !== "thief@x.example"));
  assert.equal(back.bcc.length, 0);
  assert.equal(back.text, plain.text);
});

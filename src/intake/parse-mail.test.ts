import assert from "node:assert/strict";
import { test } from "node:test";
import { collect, fromUtf8 } from "#/kernel/index.ts";
import type { Bytes } from "#/kernel/index.ts";
import { parseMail } from "./index.ts";
import type { AttachmentMeta, ParsedMail } from "./index.ts";

interface Read extends ParsedMail {
  readonly attachments: (AttachmentMeta & { readonly content: Buffer })[];
}

async function* inPieces(bytes: Buffer, pieceBytes: number): AsyncGenerator<Bytes> {
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
}

async function read(mail: string | Buffer, pieceBytes = 65_536): Promise<Read> {
  const bytes = typeof mail === "string" ? Buffer.from(mail.replaceAll(/\r?\n/g, "\r\n"), "utf8") : mail;
  const attachments: Read["attachments"] = [];
  const parsed = await parseMail(inPieces(bytes, pieceBytes), {
    onAttachment: async (meta, content) => {
      attachments.push({ ...meta, content: Buffer.from((await collect(content, 10_000_000))!) });
    },
  });
  return { ...parsed, attachments };
}

const newsletter = `From: "Bakker, Jan" <jan@bakker.example>
To: Ann Peeters <ann@peeters.example>, list: one@x.example, two@x.example;
Cc: =?UTF-8?Q?Ren=C3=A9?= <rene@x.example> (at home)
Subject: =?utf-8?B?T2ZmZXJ0ZSDi?= =?utf-8?B?gqwgMTAw?=
Date: Tue, 04 Mar 2025 10:11:12 +0100
Message-ID: <abc@bakker.example>
References: <a@x> <b@x>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="outer"

not shown
--outer
Content-Type: multipart/alternative; boundary=inner

--inner
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

Goedemorgen Ren=C3=A9, =
dit is lang.  
--inner
Content-Type: text/html; charset=utf-8

<p>Goedemorgen <b>René</b></p>
--inner--
--outer
Content-Type: application/pdf; name*0*=utf-8''offerte%20%E2%82%AC; name*1=".pdf"
Content-Disposition: attachment
Content-Transfer-Encoding: base64

JVBERi0xLjQK
--outer
Content-Type: message/rfc822

Subject: inner
Content-Type: multipart/mixed; boundary=deep

--deep

text
--deep--
--outer--
after
`;

test("A mail with alternatives and attachments is read as its sender meant it", async () => {
  const mail = await read(newsletter);
  assert.deepEqual(mail.from, { email: "jan@bakker.example", name: "Bakker, Jan" });
  assert.deepEqual(mail.to, [
    { email: "ann@peeters.example", name: "Ann Peeters" },
    { email: "one@x.example" },
    { email: "two@x.example" },
  ]);
  assert.deepEqual(mail.cc, [{ email: "rene@x.example", name: "René" }]);
  assert.equal(mail.subject, "Offerte € 100");
  assert.equal(mail.date?.toISOString(), "2025-03-04T09:11:12.000Z");
  assert.equal(mail.messageId, "<abc@bakker.example>");
  assert.deepEqual(mail.references, ["<a@x>", "<b@x>"]);
  assert.equal(mail.text, "Goedemorgen René, dit is lang.");
  assert.equal(mail.html, "<p>Goedemorgen <b>René</b></p>");
  assert.deepEqual(
    mail.attachments.map(({ name, type, content }) => [name, type, content.toString()]),
    [
      ["offerte €.pdf", "application/pdf", "%PDF-1.4\n"],
      [
        "attachment-2.eml",
        "message/rfc822",
        "Subject: inner\r\nContent-Type: multipart/mixed; boundary=deep\r\n\r\n--deep\r\n\r\ntext\r\n--deep--",
      ],
    ],
  );
  assert.deepEqual(mail.anomalies, []);
});

test("However a mail is cut on the network, it reads the same", async () => {
  const whole = await read(newsletter);
  for (const pieceBytes of [1, 2, 3, 5, 7, 11, 64, 100]) {
    const bytes = Buffer.from(newsletter.replaceAll("\n", "\r\n"));
    assert.deepEqual(await read(bytes, pieceBytes), whole, `${pieceBytes} bytes`);
  }
});

test("Text in every charset that still comes by mail is read", async () => {
  const cases: [charset: string, bytes: Buffer, text: string][] = [
    ["iso-8859-15", Buffer.from("caf\xe9 \xa4 5", "latin1"), "café € 5"],
    ["windows-1252", Buffer.from("\x80 5 \x93ja\x94", "latin1"), "€ 5 “ja”"],
    ["cp850", Buffer.from("caf\x82", "latin1"), "café"],
    ["IBM437", Buffer.from("caf\x82", "latin1"), "café"],
    ["macintosh", Buffer.from("caf\x8e", "latin1"), "café"],
    ["koi8-r", Buffer.from("\xf0\xd2\xc9\xd7\xc5\xd4", "latin1"), "Привет"],
    ["iso-2022-jp", Buffer.from("\x1b$B$3$s\x1b(B", "latin1"), "こん"],
    ["iso-2022-kr", Buffer.from("\x1b$)C\x0e0!\x0f ok", "latin1"), "가 ok"],
    ["hz-gb-2312", Buffer.from("~{VPND~} ok", "latin1"), "中文 ok"],
    ["gb2312", Buffer.from("\xd6\xd0\xce\xc4", "latin1"), "中文"],
    ["utf-7", Buffer.from("Hi Mom -+Jjo--+AOk-", "latin1"), "Hi Mom -☺-é"],
    ["utf-16", Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from("né", "utf16le")]), "né"],
    ["utf-32be", Buffer.from([0, 0, 0, 0x6e, 0, 1, 0xf6, 0]), "n😀"],
  ];
  for (const [charset, bytes, text] of cases) {
    const mail = await read(
      Buffer.concat([Buffer.from(`Content-Type: text/plain; charset="${charset}"\r\n\r\n`), bytes]),
    );
    assert.equal(mail.text, text, charset);
    assert.deepEqual(mail.anomalies, [], charset);
  }
});

test("An unknown or broken charset loses no text and is told", async () => {
  const unknown = await read(
    Buffer.from("Content-Type: text/plain; charset=x-klingon\r\n\r\nhallo \xe9\xc3\xa9", "latin1"),
  );
  assert.equal(unknown.text, "hallo éé");
  assert.deepEqual(unknown.anomalies, ["charset-unknown:x-klingon"]);
  const broken = await read(
    Buffer.from("Content-Type: text/plain; charset=utf-8\r\n\r\n\xc3\xa9 en \xe9 en \xe2\x82\xac", "latin1"),
  );
  assert.equal(broken.text, "é en é en €");
  assert.deepEqual(broken.anomalies, ["charset-broken:utf-8"]);
  const silent = await read(Buffer.from("Subject: caf\xe9\r\n\r\ncaf\xe9", "latin1"));
  assert.equal(silent.subject, "café");
  assert.equal(silent.text, "café");
});

test("Broken base64 gives what can be had of it", async () => {
  const base64 = (body: string): Promise<Read> =>
    read(`Content-Type: application/x-thing\nContent-Transfer-Encoding: base64\n\n${body}\n`);
  assert.equal((await base64("aGFs*bG8=")).attachments[0]!.content.toString(), "hallo");
  assert.deepEqual((await base64("aGFs*bG8=")).anomalies, ["base64-broken"]);
  assert.equal((await base64("aGFs\nbG8=\naGFs\nbG8=")).attachments[0]!.content.toString(), "hallohallo");
  assert.equal((await base64("aGFsbG8")).attachments[0]!.content.toString(), "hallo");
  assert.equal((await base64("aGFsb")).attachments[0]!.content.toString(), "hal");
  assert.deepEqual((await base64("aGFsb")).anomalies, ["base64-truncated"]);
  assert.equal((await base64("====")).attachments[0]!.content.length, 0);
});

test("A mail whose boundary never comes is still readable", async () => {
  const mail = await read("Content-Type: multipart/mixed; boundary=never\n\nDe tekst staat hier.\n");
  assert.equal(mail.text, "De tekst staat hier.\n");
  assert.deepEqual(mail.anomalies, ["multipart-unclosed", "multipart-empty"]);
  const nameless = await read("Content-Type: multipart/mixed\n\n--x\n\nhallo\n--x--\n");
  assert.match(nameless.text, /hallo/);
});

test("Text behind a broken header line is text, not a lost header", async () => {
  const mail = await read("Subject: x\nDit is al tekst zonder lege regel\nen nog meer\n");
  assert.equal(mail.subject, "x");
  assert.match(mail.text, /Dit is al tekst[\s\S]*en nog meer/);
});

test("A second sender hidden behind a folded colon is seen", async () => {
  const mail = await read("From\n : <attacker@x.example>\nFrom: <jan@bakker.example>\n\nx\n");
  assert.deepEqual(
    mail.fromAll.map(({ email }) => email),
    ["attacker@x.example", "jan@bakker.example"],
  );
  assert.ok(mail.anomalies.includes("header-repeated:from"));
});

test("A name that looks like an address never becomes the address", async () => {
  const mail = await read(
    'From: "director@bank.example" <thief@x.example>\nTo: "a\\"b" <"odd, one"@x.example>, <@relay:c@d.example>\n\nx',
  );
  assert.equal(mail.from?.email, "thief@x.example");
  assert.deepEqual(
    mail.to.map(({ email }) => email),
    ['"odd, one"@x.example', "c@d.example"],
  );
  assert.equal((await read("From: jan@bank.example thief@x.example\n\nx")).from, undefined);
});

test("A file name can neither leave its directory nor hide its kind", async () => {
  const named = async (parameter: string): Promise<string> =>
    (await read(`Content-Type: application/octet-stream\nContent-Disposition: attachment; ${parameter}\n\nx`))
      .attachments[0]!.name;
  assert.equal(await named('filename="../../etc/passwd"'), "passwd");
  assert.equal(await named(String.raw`filename="C:\\temp\\plan.doc"`), "plan.doc");
  assert.equal(await named("filename*=utf-8''a%E2%80%AEfdp.exe"), "afdp.exe");
  assert.equal(await named("filename*=utf-8''a%0D%0ABcc%3A%20x.txt"), "a Bcc_ x.txt");
  assert.equal(await named('filename="=?utf-8?Q?f=C3=A9e?=.txt"'), "fée.txt");
  assert.equal(await named('filename=""'), "attachment-1.bin");
  assert.equal(await named(`filename="${"x".repeat(500)}.pdf"`), `${"x".repeat(175)}.pdf`);
  assert.equal(await named("filename=plan(2).pdf"), "plan(2).pdf");
});

test("A winmail.dat is an attachment like any other", async () => {
  const mail = await read(
    "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nhoi\n--b\nContent-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\neJ8+Ig==\n--b--\n",
  );
  assert.equal(mail.text, "hoi");
  assert.deepEqual(
    mail.attachments.map(({ name }) => name),
    ["winmail.dat"],
  );
});

test("Text that was folded for transport is whole again", async () => {
  const mail = await read(
    "Content-Type: text/plain; format=flowed\n\nEen lange \nregel.\n> aan\n> gehaald \n> stuk\n-- \nJan\n",
  );
  assert.equal(mail.text, "Een lange regel.\n> aan\n> gehaald stuk\n-- \nJan\n");
});

test("Whoever does not read an attachment does not hold up the rest", async () => {
  const seen: string[] = [];
  const parsed = await parseMail(inPieces(Buffer.from(newsletter.replaceAll("\n", "\r\n")), 10), {
    onAttachment: async (meta, content) => {
      seen.push(meta.name);
      for await (const piece of content) {
        seen.push(fromUtf8(piece).slice(0, 1));
        break;
      }
    },
  });
  assert.deepEqual(seen, ["offerte €.pdf", "%", "attachment-2.eml", "S"]);
  assert.equal(parsed.attachmentCount, 2);
});

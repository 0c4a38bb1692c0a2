import assert from "node:assert/strict";
import { randomBytes, randomInt } from "node:crypto";
import { rmSync } from "node:fs";
import { after, test } from "node:test";
import { Client } from "pg";
import { clientConfig } from "#/db/index.ts";
import { useEmbeddedPostgres } from "#/db/embedded/index.ts";
import { silentLog, utf8 } from "#/kernel/index.ts";
import { linkCode, parseLinkCode } from "#/vault/index.ts";
import { join } from "node:path";
import { linkIn } from "../../bench/corpus/read-back.ts";
import { guestRoutes } from "#/contract/index.ts";
import { BrowserClient } from "./http/support/client.ts";
import { foundBelow, foundIn, type Needle, needlesOf, needlesOfBytes } from "../support/needles.ts";
import { startTestServer } from "../support/server.ts";
import { openSmtpSink } from "../support/smtp-sink.ts";
import { talkSmtp } from "../support/smtp-talk.ts";
import { setUpUnattended } from "../support/unattended.ts";
import { until } from "../support/until.ts";

const sink = await openSmtpSink();
const server = await startTestServer({
  environment: { ZEGEL_SMARTHOST: `smtp://127.0.0.1:${sink.port}`, ZEGEL_LOG: "debug" },
});
after(async () => {
  if (!server.process.hasEnded()) await server.kill();
  await sink.close();
  rmSync(server.dataDirectory, { recursive: true, force: true });
});

const word = (what: string): string => `Kanarie${what}${randomBytes(9).toString("hex")}x`;
const canaries = {
  subject: word("Onderwerp"),
  body: word("Tekst"),
  html: word("Opmaak"),
  fileName: word("Naam"),
  plain: word("Plat"),
  utf16: word("Breed"),
  base64: word("Zestig"),
  quotedPrintable: word("Gedrukt"),
  large: word("Groot"),
  inOriginal: word("Kop"),
  ordinary: word("Gewoon"),
  phone: `61${randomInt(1_000_000, 9_999_999)}`,
};
const guest = `${randomBytes(6).toString("hex")}@gast.example`;
const quoted = (text: string): string =>
  [...Buffer.from(text)].map((byte) => `=${byte.toString(16).toUpperCase().padStart(2, "0")}`).join("");
const lines = (base64: string): string => base64.replaceAll(/.{1,76}/g, "$&\r\n");

function mail(sender: string): string {
  const part = (name: string, encoding: string, body: string): string =>
    `--b\r\nContent-Type: application/octet-stream; name="${name}"\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${body}\r\n`;
  const large = Buffer.concat([randomBytes(300_000), Buffer.from(canaries.large), randomBytes(1000)]);
  return [
    `From: ${sender}\r\nTo: ${guest}\r\nSubject: ${canaries.subject}\r\nX-Internal: ${canaries.inOriginal}\r\nX-Zegel-Secure: yes\r\n`,
    "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n",
    `--b\r\nContent-Type: text/plain\r\n\r\n${canaries.body}\r\n`,
    `--b\r\nContent-Type: text/html\r\n\r\n<p>${canaries.html}</p>\r\n`,
    part(`${canaries.fileName}.txt`, "7bit", `${canaries.plain}\r\n${"regel tekst\r\n".repeat(500)}`),
    part("breed.txt", "base64", lines(Buffer.from(canaries.utf16, "utf16le").toString("base64"))),
    part("zestig.txt", "base64", lines(Buffer.from(canaries.base64).toString("base64"))),
    part("gedrukt.txt", "quoted-printable", quoted(canaries.quotedPrintable)),
    part("groot.bin", "base64", lines(large.toString("base64"))),
    "--b--\r\n",
  ].join("");
}

const needles: Needle[] = Object.entries(canaries).flatMap(([what, text]) => needlesOf(what, text));
/** Addresses are no secret to the disk; whoever searches must find this one, or the search is worth nothing. */
const control = needlesOf("the address", guest);

/** Every row of every table, as the database would show it to its owner. */
async function dumped(): Promise<Buffer> {
  const secretsDirectory = join(server.dataDirectory, "secrets");
  const embedded = await useEmbeddedPostgres({ dataDirectory: server.dataDirectory, secretsDirectory, log: silentLog });
  const client = new Client(clientConfig(embedded.connection));
  await client.connect();
  const pieces: Buffer[] = [];
  const { rows: tables } = await client.query<{ name: string }>(
    "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')",
  );
  for (const { name } of tables) {
    const { rows } = await client.query<Record<string, unknown>>(`select * from ${name}`);
    for (const row of rows)
      for (const value of Object.values(row))
        pieces.push(Buffer.isBuffer(value) ? value : Buffer.from(JSON.stringify(value) ?? ""), Buffer.from([0]));
  }
  await client.end();
  await embedded.release();
  return Buffer.concat(pieces);
}

test("Nothing of a sealed mail is on the disk or in the log: not while it waits, not when it was read, not after the end", async () => {
  const firm = await setUpUnattended(server, "kanarie.example");
  sink.refuse = (at) => (at === "data" ? "451 4.3.0 Not yet" : undefined);
  const talk = await talkSmtp(server.smtpPort);
  await talk.logIn(firm.user, firm.secret);
  assert.match((await talk.submit(firm.email, [guest], mail(firm.email))).text, /^250 2\.6\.0 Sealed/);
  const withPhone = `From: ${firm.email}\r\nTo: bel@gast.example\r\nX-Zegel-Verify: sms +31 ${canaries.phone}\r\n\r\n${canaries.body}\r\n`;
  assert.match((await talk.submit(firm.email, ["bel@gast.example"], withPhone)).text, /^250 2\.6\.0 Sealed/);
  for (const size of [10, 200_000]) {
    const ordinary = `From: ${firm.email}\r\nTo: ${guest}\r\nSubject: ${canaries.ordinary}\r\n\r\n${canaries.ordinary}${"x".repeat(size)}\r\n`;
    assert.match((await talk.submit(firm.email, [guest], ordinary)).text, /^250 2\.6\.0 Accepted/);
  }
  talk.end();
  assert.deepEqual(foundBelow(server.dataDirectory, needles), [], "while it waits");
  assert.notDeepEqual(foundBelow(server.dataDirectory, control), [], "the search finds what is there");

  sink.refuse = undefined;
  const notification = await until(
    "the notification",
    () => sink.mails.find((one) => one.to[0] === guest && !one.bytes.includes(canaries.ordinary)),
    120_000,
  );
  await until(
    "the ordinary mail",
    () => sink.mails.filter((one) => one.bytes.includes(canaries.ordinary)).length === 2,
    120_000,
  );
  assert.deepEqual(foundIn(notification.bytes, needles), [], "in the notification");

  const { linkId, secret } = await linkIn(notification);
  const reader = new BrowserClient(server.url);
  const params = { linkId };
  await reader.call(guestRoutes.guestKnock, { params, body: { secret } });
  const read = await reader.send(guestRoutes.guestConversation, { params });
  const page = await read.text();
  for (const canary of [canaries.subject, canaries.body, canaries.html, canaries.fileName])
    assert.ok(page.includes(canary), canary);
  const { messages } = JSON.parse(page) as { messages: { attachments: { attachmentId: string }[] }[] };
  for (const { attachmentId } of messages[0]!.attachments) {
    const answer = await reader.send(guestRoutes.guestAttachment, { params: { linkId, attachmentId } });
    assert.equal(answer.status, 200);
    await answer.arrayBuffer();
  }

  const linkSecret = Buffer.from(parseLinkCode(secret)!);
  const secretNeedles = [
    ...needlesOfBytes("the link's secret", linkSecret),
    ...needlesOf("the fragment", secret),
    ...needlesOf("the typed code", linkCode(linkSecret)),
    ...needlesOf("the typed code without hyphens", linkCode(linkSecret).replaceAll("-", "")),
  ].filter(({ form }) => !form.includes("lower case") && !form.includes("upper case"));
  const all = [...needles, ...secretNeedles];
  assert.deepEqual(foundBelow(server.dataDirectory, all), [], "after it was read");
  assert.deepEqual(foundIn(Buffer.from(server.process.out() + server.process.err()), all), [], "in the log");

  const { status } = await server.stop({ keepData: true });
  assert.equal(status, 0);
  assert.deepEqual(foundBelow(server.dataDirectory, all), [], "after the end");
  const rows = await dumped();
  assert.ok(foundIn(rows, control).length > 0, "the search finds what is there");
  assert.deepEqual(foundIn(rows, all), [], "in the rows of the database");
});

test("The search finds a text in every form that it claims to find", () => {
  const text = "Kanarie-proef-123";
  const found = (bytes: Buffer): string[] => foundIn(bytes, needlesOf("it", text));
  for (const shift of [0, 1, 2, 3, 4, 5]) {
    const bytes = Buffer.concat([randomBytes(shift), Buffer.from(text), randomBytes(7)]);
    assert.ok(found(Buffer.from(bytes.toString("base64"))).length > 0, `base64 ${shift}`);
    const wide = Buffer.concat([randomBytes(shift), Buffer.from(text, "utf16le"), randomBytes(7)]);
    assert.ok(found(Buffer.from(wide.toString("base64url"))).length > 0, `UTF-16 base64 ${shift}`);
    assert.ok(found(wide).length > 0);
  }
  assert.ok(found(Buffer.from(quoted(text))).length > 0);
  assert.equal(found(Buffer.from(utf8("nothing here"))).length, 0);
});

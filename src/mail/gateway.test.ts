import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, it } from "node:test";
import { linkIn, type MailTest, openMailTest } from "../../tests/support/mail.ts";
import {
  openMailJobs,
  readMessage,
  readOutbox,
  type RecipientInput,
  requestCode,
  sendMessage,
  type SentMessage,
} from "./index.ts";

let count = 0;
const newEmail = (): string => `klant${++count}@buiten.example`;

const send = (test: MailTest, recipient: RecipientInput, subject = "Geheim onderwerp"): Promise<SentMessage> =>
  sendMessage(test.app, test.sender, { door: "web", recipients: [recipient], subject, text: "Geheime tekst" });

const recipientOf = async (test: MailTest, { messageId }: SentMessage) =>
  (await readMessage(test.app, test.sender, messageId)).recipients[0]!;

describe("the outbox keeps what would have left", () => {
  let test: MailTest;
  before(async () => void (test = await openMailTest({ ZEGEL_SMARTHOST: "outbox:" })));
  after(() => test.close());

  it("Mail and text messages can be read there, and lie sealed in the database", async () => {
    const email = newEmail();
    const sent = await send(test, { email, phone: "0612345678" });
    assert.deepEqual(await test.dispatch(), []);
    const [mail] = await readOutbox(test.app);
    assert.deepEqual([mail?.kind, mail?.to], ["mail", [email]]);
    const link = linkIn(mail!.text);
    await requestCode(test.app, link);
    assert.deepEqual(await test.dispatch(), []);
    const sms = (await readOutbox(test.app)).find(({ kind }) => kind === "sms");
    assert.match(sms?.text ?? "", /^Firma tulp\.example: uw code is \d{6}\./);
    assert.equal((await recipientOf(test, sent)).state, "handed-over");
    const rows = await test.app.testDatabase.asOwner<{ text: string }>(
      "select encode(sealed, 'escape') as text from mail_outbox",
    );
    assert.equal(rows.length, 2);
    assert.ok(rows.every(({ text }) => text.startsWith("age-encryption.org/v1") && !text.includes(email)));
  });
});

describe("text messages leave through the gateway", () => {
  let test: MailTest;
  const texts: { phone: string; text: string }[] = [];
  let status = 200;
  const gateway = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += String(part);
    if (status === 200) texts.push(JSON.parse(body) as (typeof texts)[number]);
    response.writeHead(status).end("{}");
  });
  before(async () => {
    gateway.listen(0, "127.0.0.1");
    await once(gateway, "listening");
    const file = join(mkdtempSync(join(tmpdir(), "zegel-sms-")), "gateway.http");
    const address = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}/`;
    writeFileSync(file, `POST ${address}\n\n{"phone": {{phone:json}}, "text": {{text:json}}}\n`);
    test = await openMailTest({ ZEGEL_SMS: file });
  });
  after(async () => {
    const { sms } = test.app.config;
    if (sms.kind === "template") rmSync(dirname(sms.file), { recursive: true });
    await test.close();
    gateway.close();
  });

  it("A code is made when it leaves: after a failure another one goes out, and only that one is valid", async () => {
    const email = newEmail();
    await send(test, { email, phone: "0612345678" });
    const link = await test.linkOf(email);
    await requestCode(test.app, link);
    status = 503;
    assert.deepEqual(await test.dispatch(), []);
    const [put] = await test.app.testDatabase.asOwner<{ next_try_at: Date | null }>(
      "select next_try_at from mail_dispatch where kind = 'sms' and state = 'queued'",
    );
    assert.ok(put?.next_try_at);
    status = 200;
    assert.deepEqual(await test.dispatch(), []);
    assert.equal(texts.at(-1)?.phone, "+31612345678");
    const rows = await test.app.testDatabase.asOwner<{ mac: string; left: string | null }>(
      "select encode(code_mac, 'hex') as mac, (select max(encode(sealed, 'hex')) from mail_dispatch where kind = 'sms') as left from mail_code",
    );
    assert.match(rows[0]!.mac, /^[0-9a-f]{64}$/);
    assert.equal(rows[0]!.left, null);
  });

  it("A number that the gateway refuses is not tried again", async () => {
    const email = newEmail();
    const sent = await send(test, { email, phone: "0687654321" });
    await requestCode(test.app, await test.linkOf(email));
    status = 400;
    assert.deepEqual(await test.dispatch(), []);
    status = 200;
    assert.deepEqual(await test.dispatch(), []);
    assert.equal(
      texts.some(({ phone }) => phone === "+31687654321"),
      false,
    );
    assert.equal((await recipientOf(test, sent)).reason, "mail.sms_refused");
    const notice = await test.mailTo(test.sender.email);
    assert.ok(notice.parsed.text?.includes(email));
    assert.doesNotMatch(String(notice.raw), /687654321/);
  });

  it("A template that cannot be used stops the start", () => {
    const config = { ...test.app.config, sms: { kind: "template", file: "/dev/null" } as const };
    assert.throws(() => openMailJobs({ ...test.app, config }), { code: "config.invalid" });
  });
});

import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { type MailTest, openMailTest } from "../../tests/support/mail.ts";
import { readMessage, requestCode, sendMessage } from "./index.ts";

interface Gateway {
  readonly server: Server;
  readonly file: string;
  readonly texts: { phone: string; text: string }[];
  /** What it answers; "stall" is nothing at all. */
  status: number | "stall";
}

const directory = mkdtempSync(join(tmpdir(), "zegel-gateways-"));
const gateways: Gateway[] = [];
let mail: MailTest;
let count = 0;

async function openGateway(name: string): Promise<Gateway> {
  const gateway: Gateway = {
    server: createServer(async (request, response) => {
      let body = "";
      for await (const part of request) body += String(part);
      if (gateway.status === "stall") return;
      if (gateway.status === 200) gateway.texts.push(JSON.parse(body) as Gateway["texts"][number]);
      response.writeHead(gateway.status).end("{}");
    }),
    file: join(directory, `${name}.http`),
    texts: [],
    status: 200,
  };
  gateway.server.listen(0, "127.0.0.1");
  await once(gateway.server, "listening");
  const { port } = gateway.server.address() as AddressInfo;
  const request = `POST http://127.0.0.1:${port}/\n\n{"phone": {{phone:json}}, "text": {{text:json}}}\n`;
  writeFileSync(gateway.file, `${request}=== answer\nseconds 1\n`);
  gateways.push(gateway);
  return gateway;
}

/** A guest asks for a code while the gateways are in this state. */
async function ask(first: Gateway["status"], second: Gateway["status"]) {
  const phone = `06${String(12_345_670 + ++count)}`;
  const email = `klant${count}@buiten.example`;
  const input = { door: "web", recipients: [{ email, phone }], subject: "x", text: "x" } as const;
  const { messageId } = await sendMessage(mail.app, mail.sender, input);
  const link = await mail.linkOf(email);
  const earlier = gateways.map(({ texts }) => texts.length);
  [gateways[0]!.status, gateways[1]!.status] = [first, second];
  await requestCode(mail.app, link);
  assert.deepEqual(await mail.dispatch(), []);
  const sent = gateways.map(({ texts }, place) => texts.slice(earlier[place]));
  const { reason } = (await readMessage(mail.app, mail.sender, messageId)).recipients[0]!;
  const [dispatch] = await mail.app.testDatabase.asOwner<{ state: string; last_answer: string | null }>(
    "select state, last_answer from mail_dispatch where kind = 'sms' order by created_at desc, dispatch_id desc limit 1",
  );
  return { sent, reason, email, phone: `+31${phone.slice(1)}`, dispatch };
}

before(async () => {
  const [first, second] = [await openGateway("first"), await openGateway("second")];
  mail = await openMailTest({ ZEGEL_SMS: first.file, ZEGEL_SMS_SECOND: second.file });
});
after(async () => {
  await mail?.close();
  for (const { server } of gateways) server.close().closeAllConnections();
  rmSync(directory, { recursive: true, force: true });
});

test("While the first gateway works, the second one hears of no number", async () => {
  const { sent, reason, phone, dispatch } = await ask(200, 200);
  assert.deepEqual([sent[0]?.map((text) => text.phone), sent[1]], [[phone], []]);
  assert.deepEqual([reason, dispatch], [null, { state: "handed-over", last_answer: "accepted" }]);
});

test("What the first gateway refuses, is in trouble with or leaves unanswered goes by the second, and no sender is alarmed", async () => {
  for (const first of [400, 503, "stall"] as const) {
    const { sent, reason, phone, dispatch } = await ask(first, 200);
    assert.deepEqual([sent[0], sent[1]?.map((text) => text.phone)], [[], [phone]], String(first));
    assert.match(sent[1]![0]!.text, /\b\d{6}\b/);
    assert.equal(reason, null);
    assert.deepEqual(dispatch, { state: "handed-over", last_answer: "accepted by the second gateway" });
  }
});

test("What both refuse is told to the sender, without the number", async () => {
  const { sent, reason, email, phone } = await ask(400, 401);
  assert.deepEqual(sent, [[], []]);
  assert.equal(reason, "mail.sms_refused");
  const notice = await mail.mailTo(mail.sender.email);
  assert.ok(notice.parsed.text?.includes(email));
  assert.ok(!String(notice.raw).includes(phone.slice(3)));
});

test("While one of them may work later, the text waits for the next try and nobody is told that it failed", async () => {
  for (const [first, second] of [
    [503, 400],
    [400, 503],
  ] as const) {
    const { sent, reason, dispatch } = await ask(first, second);
    assert.deepEqual([sent, reason, dispatch], [[[], []], null, { state: "queued", last_answer: "503" }]);
  }
});

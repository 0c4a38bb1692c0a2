import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { readdirSync, rmSync } from "node:fs";
import { after, test } from "node:test";
import { loadConfig } from "#/config.ts";
import type { Bytes } from "#/kernel/index.ts";
import { dispatchRelay, openRelayTransport } from "#/mail/index.ts";
import { idIn, openTestSmtpDoor } from "../support/smtp-door.ts";
import { openSmtpSink } from "../support/smtp-sink.ts";

const sink = await openSmtpSink();
const desk = await openTestSmtpDoor();
after(async () => {
  await desk.close();
  await sink.close();
});
const sender = desk.organisation.adminEmail;
const smarthost = loadConfig({
  ZEGEL_DATA: desk.app.dataDirectory,
  ZEGEL_SMARTHOST: `smtp://127.0.0.1:${sink.port}`,
}).smarthost;
assert.equal(smarthost.kind, "smtp");
const transport = openRelayTransport(smarthost as Extract<typeof smarthost, { kind: "smtp" }>);

interface Row {
  readonly queue_key_id: string;
  readonly sealed: Bytes | null;
  readonly blob_id: string | null;
  readonly payload_bytes: string;
}
const rowOf = async (dispatchId: string): Promise<Row> =>
  (
    await desk.app.testDatabase.asOwner<Row & object>("select * from mail_dispatch where dispatch_id = $1", [
      dispatchId,
    ])
  )[0]!;
const sha256 = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");

async function relayed(message: Buffer, to = ["ann@peeters.example"], parameters = ""): Promise<Buffer> {
  const talk = await desk.enter();
  await talk.say(`MAIL FROM:<${sender}>${parameters}`);
  for (const each of to) await talk.say(`RCPT TO:<${each}>`);
  await talk.say("DATA");
  const text = message.toString("latin1");
  const ended = text === "" || text.endsWith("\r\n") ? text : `${text}\r\n`;
  await talk.pour(Buffer.from(`${ended.replaceAll(/^\./gm, "..")}.\r\n`, "latin1"));
  const answer = await talk.hear();
  assert.match(answer.text, /^250 2\.6\.0 Accepted for relay/);
  talk.end();
  const done = await dispatchRelay(desk.app, await rowOf(idIn(answer)), transport);
  assert.equal(done?.delivery.kind, "accepted");
  return sink.mails.at(-1)!.bytes;
}

const head = `From: Ada <${sender}>\r\nTo: Ann <ann@peeters.example>\r\nSubject: x\r\n`;

test("Ordinary mail leaves byte for byte as it came", async () => {
  const cases: Record<string, Buffer> = {
    plain: Buffer.from(`${head}\r\nHallo\r\n`),
    "8-bit and zero bytes": Buffer.concat([
      Buffer.from(`${head}Content-Type: text/plain; charset=iso-8859-1\r\n\r\n`),
      Buffer.from([0xe9, 0xff, 0x00, 0x80, 0x0d, 0x0a]),
    ]),
    "very long lines": Buffer.from(`${head}\r\n${"x".repeat(150_000)}\r\ny`),
    "dots at the beginning of lines": Buffer.from(`${head}\r\n.\r\n..\r\n.x\r\n...\r\n`),
    "no header": Buffer.from("\r\nHallo\r\n"),
    "no line end at the end": Buffer.from(`${head}\r\nHallo`),
    "header only": Buffer.from(head),
    "odd spacing and folding": Buffer.from(`${head}X-Odd :  \t y\r\n\t folded  \r\nx-odd:\r\n\r\n \t\r\n`),
    "several megabytes": Buffer.concat([
      Buffer.from(`${head}\r\n`),
      Buffer.from(
        randomBytes(3_000_000)
          .toString("base64")
          .replaceAll(/.{1,76}/g, "$&\r\n"),
      ),
    ]),
  };
  for (const [what, message] of Object.entries(cases)) {
    const wanted =
      message.length === 0 || message.subarray(-2).toString() === "\r\n"
        ? message
        : Buffer.concat([message, Buffer.from("\r\n")]);
    const got = await relayed(message);
    assert.equal(sha256(got), sha256(wanted), what);
  }
});

test("The envelope goes along: recipients, 8 bits, and the reports that were asked for", async () => {
  await relayed(
    Buffer.from(`${head}\r\nx\r\n`),
    ["ann@peeters.example", "jan@xn--bcher-kva.example"],
    " BODY=8BITMIME RET=HDRS ENVID=abc+2Bd",
  );
  const sunk = sink.mails.at(-1)!;
  assert.equal(sunk.from, sender);
  assert.deepEqual(sunk.to, ["ann@peeters.example", "jan@xn--bcher-kva.example"]);
  assert.match(sunk.parameters, /BODY=8BITMIME/);
  assert.match(sunk.parameters, /RET=HDRS/);
  assert.match(sunk.parameters, /ENVID=abc\+2Bd/);
});

test("Recipients do not learn of each other by a Bcc that the mail program left in, and nothing else changes", async () => {
  const message = (bcc: string): Buffer =>
    Buffer.from(`From: ${sender}\r\n${bcc}To: ann@peeters.example\r\nX-Note: bcc: no field\r\n\r\nBcc: text\r\n`);
  const got = await relayed(message("Bcc: secret@x.example,\r\n other@x.example\r\nBCC:\r\n"));
  assert.equal(got.toString(), message("").toString());
});

test("A large mail waits sealed in the blob store, a small one in its row; nothing of it in plain", async () => {
  const canary = `canary-${randomBytes(9).toString("hex")}`;
  for (const [size, place] of [
    [10, "sealed"],
    [300_000, "blob_id"],
  ] as const) {
    const talk = await desk.enter();
    const answer = await talk.submit(
      sender,
      ["ann@peeters.example"],
      `${head}\r\n${canary}\r\n${"y".repeat(size)}\r\n`,
    );
    talk.end();
    const row = await rowOf(idIn(answer));
    assert.ok(row[place]);
    assert.ok(!Buffer.from(row.sealed ?? []).includes(canary));
    if (row.blob_id) {
      const stored = Buffer.concat(await Array.fromAsync(desk.app.blobs.read(row.blob_id)));
      assert.equal(stored.length, Number(row.payload_bytes));
      assert.ok(!stored.includes(canary));
    }
  }
});

test("What became of a mail at the smarthost is told: refused, to be tried again, or refused for some", async () => {
  const talk = await desk.enter();
  const answer = await talk.submit(sender, ["ann@peeters.example", "gone@peeters.example"], `${head}\r\nx\r\n`);
  talk.end();
  const row = await rowOf(idIn(answer));
  const outcome = async (refuse: (at: string) => string | undefined) => {
    sink.refuse = refuse;
    const done = await dispatchRelay(desk.app, row, transport);
    sink.refuse = undefined;
    return done?.delivery;
  };
  assert.deepEqual(await outcome((at) => (at === "data" ? "554 5.7.1 No" : undefined)), {
    kind: "refused",
    answer: "554 5.7.1 No",
  });
  assert.deepEqual(await outcome((at) => (at === "data" ? "451 4.3.0 Later" : undefined)), {
    kind: "retry",
    answer: "451 4.3.0 Later",
  });
  assert.deepEqual(await outcome((at) => (at === "gone@peeters.example" ? "550 5.1.1 Nobody" : undefined)), {
    kind: "accepted",
    answer: "250 2.0.0 Taken",
    refused: [{ email: "gone@peeters.example", answer: "550 5.1.1 Nobody", permanent: true }],
  });
  const nobody = openRelayTransport({
    kind: "smtp",
    host: "127.0.0.1",
    port: 1,
    implicitTls: false,
    requireTls: false,
    user: undefined,
    password: undefined,
  });
  assert.equal((await dispatchRelay(desk.app, row, nobody))?.delivery.kind, "retry");
});

test("A mail that was damaged while it waited never leaves, not even in part", async () => {
  const talk = await desk.enter();
  const large = `${head}\r\n${"z".repeat(400_000)}\r\n`;
  const answer = await talk.submit(sender, ["ann@peeters.example"], large);
  talk.end();
  const row = await rowOf(idIn(answer));
  const stored = Buffer.concat(await Array.fromAsync(desk.app.blobs.read(row.blob_id!)));
  const before = sink.mails.length;
  const damaged = Buffer.from(stored);
  damaged[stored.length - 20_000]! ^= 1;
  for (const sealed of [damaged, stored.subarray(0, stored.length - 100)])
    assert.equal(await dispatchRelay(desk.app, { ...row, sealed, blob_id: null }, transport), undefined);
  assert.equal(await dispatchRelay(desk.app, { ...row, queue_key_id: "gone" }, transport), undefined);
  assert.equal(sink.mails.length, before);
});

test("A relay that could not be committed leaves no blob", async () => {
  const count = (): number => readdirSync(desk.app.config.blobs.path, { recursive: true }).length;
  const talk = await desk.enter();
  const before = count();
  const answer = await talk.submit(
    sender,
    ["ann@peeters.example"],
    `${head}\r\n${"z".repeat(200_000)}\r\nbare\nline\r\n`,
  );
  assert.match(answer.text, /^550/);
  assert.equal(count(), before);
  talk.end();
  rmSync(desk.app.dataDirectory, { recursive: true, force: true });
});

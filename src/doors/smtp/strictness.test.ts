import assert from "node:assert/strict";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { idIn, openTestSmtpDoor } from "../../../tests/support/smtp-door.ts";
import { stuffed, talkSmtp } from "../../../tests/support/smtp-talk.ts";
import type { SmtpAnswer, SmtpTalk } from "../../../tests/support/smtp-talk.ts";
import { until } from "../../../tests/support/until.ts";

const desk = await openTestSmtpDoor();
after(() => desk.close());
const sender = desk.organisation.adminEmail;
const guest = "ann@peeters.example";
const head = `From: ${sender}\r\nTo: ${guest}\r\nX-Zegel-Secure: yes\r\nSubject: x\r\n`;

async function dataOf(talk: SmtpTalk, bytes: string | Buffer): Promise<SmtpAnswer> {
  await talk.say(`MAIL FROM:<${sender}>`);
  await talk.say(`RCPT TO:<${guest}>`);
  assert.equal((await talk.say("DATA")).code, 354);
  await talk.pour(Buffer.from(bytes));
  return talk.hear();
}

const messages = async (): Promise<number> =>
  Number((await desk.app.testDatabase.asOwner<{ count: string }>("select count(*) from mail_message"))[0]!.count);
const files = (): number =>
  readdirSync(desk.app.config.blobs.path, { recursive: true, encoding: "utf8" }).filter((name) =>
    statSync(join(desk.app.config.blobs.path, name)).isFile(),
  ).length;

test("No line end but CRLF is taken, and no end of data is smuggled in", async () => {
  const talk = await desk.enter();
  const before = await messages();
  const smuggled = `MAIL FROM:<${sender}>\r\nRCPT TO:<thief@x.example>\r\nDATA\r\n${head}\r\nsmuggled\r\n`;
  for (const end of ["\n.\n", "\n.\r\n", "\r.\r\n", "\r.\r", "\r\n.\n", "\r\n.\r", "\n\n.\r\n", "\r\n\0.\r\n"]) {
    const isDot = end === "\r\n\0.\r\n";
    const answer = await dataOf(talk, `${head}\r\nfirst${end}${isDot ? "" : smuggled}\r\n.\r\n`);
    if (isDot) assert.match(answer.text, /^250/, "a dot behind a zero byte is text");
    else assert.match(answer.text, /^550-5\.5\.2/, JSON.stringify(end));
    // A second answer would be one to a smuggled command.
    assert.match((await talk.say("NOOP")).text, /^250 2\.0\.0 OK$/, JSON.stringify(end));
  }
  assert.equal(await messages(), before + 1);
  for (const bare of [
    `Subject: a\nb\r\n\r\nx\r\n`,
    `${head}\r\nx\ny\r\n`,
    `${head}\r\nx\ry\r\n`,
    `${head}X: a\rb\r\n\r\nx\r\n`,
  ])
    assert.match((await dataOf(talk, `${bare}.\r\n`)).text, /^550-5\.5\.2/, JSON.stringify(bare));
  assert.equal(await messages(), before + 1);
  talk.end();
});

test("However DATA is cut on the network, dots and its end are found", async () => {
  const talk = await desk.enter();
  const message = `${head}\r\n.\r\n..\r\n.a\r\n\r\n...b\r\n.`;
  const bytes = stuffed(message);
  for (const cut of [1, 2, 3, 5, 7]) {
    await talk.say(`MAIL FROM:<${sender}>`);
    await talk.say(`RCPT TO:<${guest}>`);
    await talk.say("DATA");
    for (let at = 0; at < bytes.length; at += cut) await talk.pour(bytes.subarray(at, at + cut));
    const answer = await talk.hear();
    assert.equal((await desk.original(idIn(answer))).toString("latin1"), `${message}\r\n`);
  }
  talk.end();
});

test("Commands and messages may come in one piece", async () => {
  const talk = await desk.enter();
  talk.send(`MAIL FROM:<${sender}>\r\nRCPT TO:<${guest}>\r\nDATA\r\n`);
  for (const code of [250, 250, 354]) assert.equal((await talk.hear()).code, code);
  talk.send(`${head}\r\none\r\n.\r\nMAIL FROM:<${sender}>\r\nRCPT TO:<${guest}>\r\nDATA\r\n`);
  assert.match((await talk.hear()).text, /^250 2\.6\.0 Sealed/);
  for (const code of [250, 250, 354]) assert.equal((await talk.hear()).code, code);
  talk.send(".\r\n");
  assert.match((await talk.hear()).text, /^250 2\.6\.0 Accepted/);
  talk.end();
});

test("10 MB of lines that begin with a dot are taken as fast as any others", async () => {
  const talk = await desk.enter();
  const body = Buffer.from(`${head}\r\n${".\r\n".repeat(3_400_000)}`);
  const started = process.cpuUsage();
  const answer = await dataOf(talk, stuffed(body));
  const { user, system } = process.cpuUsage(started);
  const tookMs = (user + system) / 1_000;
  assert.match(answer.text, /^250/);
  assert.ok(tookMs < 8_000, `${Math.round(tookMs)} ms`);
  assert.ok((await desk.original(idIn(answer))).equals(body));
  talk.end();
});

test("Mail that no person makes is refused with a sentence and where to read on, and nothing of it stays", async () => {
  const talk = await desk.enter();
  const before = { messages: await messages(), files: files() };
  const nested = Array.from(
    { length: 10_000 },
    (_, level) => `Content-Type: multipart/mixed; boundary=b${level}\r\n\r\n--b${level}\r\n`,
  );
  const parts = `Content-Type: multipart/mixed; boundary=b\r\n\r\n${"--b\r\n\r\nx\r\n".repeat(100_000)}`;
  const attached = `Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: application/zip\r\n\r\n${"z".repeat(200_000)}\r\n`;
  const cases: [what: string, message: string, code: RegExp][] = [
    [
      "50 MB of header",
      `${head}${`X-Fill: ${"x".repeat(900)}\r\n`.repeat(56_000)}\r\nx\r\n`,
      /^552-5\.3\.4 .*(?:header|kop)/is,
    ],
    ["many header lines", `${head}${"X: y\r\n".repeat(5_000)}\r\nx\r\n`, /^552-5\.3\.4/],
    ["10,000 levels", `${head}${nested.join("")}\r\n`, /^554-5\.6\.0/],
    ["100,000 parts", `${head}${parts}`, /^554-5\.6\.0/],
    ["too deep behind an attachment", `${head}${attached}--b\r\n${nested.slice(0, 40).join("")}\r\n`, /^554-5\.6\.0/],
  ];
  for (const [what, message, code] of cases) {
    const answer = await dataOf(talk, stuffed(message));
    assert.match(answer.text, code, what);
    assert.match(answer.text, /http:\/\/localhost:8025\/help\//, what);
    assert.ok(
      answer.text.split("\n").every((line) => line.length <= 510 && /^[\x20-\x7E]*$/.test(line)),
      what,
    );
  }
  assert.deepEqual({ messages: await messages(), files: files() }, before);
  assert.match((await talk.submit(sender, [guest], `${head}\r\nfine\r\n`)).text, /^250/);
  talk.end();
});

test("A mail over the size that was announced is refused before and after it came", async () => {
  const small = await openTestSmtpDoor({ limits: { messageBytes: 200_000 } });
  const talk = await small.enter();
  const from = small.organisation.adminEmail;
  assert.match((await talk.say(`MAIL FROM:<${from}> SIZE=300000`)).text, /^552.5\.3\.4/);
  const large = `From: ${from}\r\nTo: ${guest}\r\nX-Zegel-Secure: yes\r\n\r\n${"x".repeat(70)}\r\n`.padEnd(
    390_000,
    "large mail\r\n",
  );
  assert.match((await talk.submit(from, [guest], large.slice(0, large.lastIndexOf("\r\n") + 2))).text, /^552.5\.3\.4/);
  assert.match((await talk.say("NOOP")).text, /^250/);
  talk.end();
  await small.close();
});

test("A client that goes away in the middle of a mail leaves nothing behind", async () => {
  const talk = await desk.enter();
  const before = { messages: await messages(), files: files() };
  await talk.say(`MAIL FROM:<${sender}>`);
  await talk.say(`RCPT TO:<${guest}>`);
  await talk.say("DATA");
  await talk.pour(Buffer.from(`${head}Content-Type: application/zip\r\n\r\n${`${"z".repeat(998)}\r\n`.repeat(3_000)}`));
  talk.end();
  await until("the half mail is gone", async () => files() === before.files);
  assert.equal(await messages(), before.messages);
});

test("Who keeps a place without using it loses it", async () => {
  const strict = await openTestSmtpDoor({
    limits: {
      idleMs: 300,
      connectionsPerAddress: 3,
      failuresPerAddress: 4,
      paceAfterMs: 300,
      paceBytesPerSecond: 1_000_000,
    },
  });
  const idle = await talkSmtp(strict.startTlsPort);
  assert.match((await idle.hear()).text, /^421/);
  await idle.closed;

  const hesitant = await openTestSmtpDoor({ limits: { signInMs: 400 } });
  const knocking = await talkSmtp(hesitant.startTlsPort);
  const knocks = setInterval(() => knocking.send("NOOP\r\n"), 100);
  await knocking.closed;
  clearInterval(knocks);
  await hesitant.close();

  const slow = await strict.enter();
  await slow.say(`MAIL FROM:<${strict.organisation.adminEmail}>`);
  await slow.say(`RCPT TO:<${guest}>`);
  await slow.say("DATA");
  const drip = setInterval(() => slow.send("x\r\n"), 50);
  await slow.closed;
  clearInterval(drip);

  const open = [
    await talkSmtp(strict.startTlsPort),
    await talkSmtp(strict.startTlsPort),
    await talkSmtp(strict.tlsPort, { implicitTls: true }),
  ];
  assert.match((await talkSmtp(strict.startTlsPort)).greeting.text, /^421.4\.7\.0/);
  for (const talk of open) talk.end();
  await Promise.all(open.map((talk) => talk.closed));

  for (let round = 0; round < 2; round += 1) {
    const guess = await until("a place is free", async () => {
      const talk = await talkSmtp(strict.startTlsPort);
      return talk.greeting.code === 220 && talk;
    });
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const answer = attempt === 0 ? await guess.logIn("a@tulp.example", "x") : await guess.say("AUTH PLAIN AGEAYg==");
      assert.equal(answer.code, 535);
    }
    guess.end();
  }
  const locked = await talkSmtp(strict.startTlsPort);
  assert.match((await locked.logIn(strict.password.userName, strict.password.secret)).text, /^421.4\.7\.0/);
  strict.app.clock.advance(11 * 60_000);
  (await strict.enter()).end();
  await strict.close();
});

test("A door that closes lets a mail in progress finish, and tells the others", async () => {
  const closing = await openTestSmtpDoor();
  const from = closing.organisation.adminEmail;
  const idle = await closing.enter();
  const busy = await closing.enter();
  await busy.say(`MAIL FROM:<${from}>`);
  await busy.say(`RCPT TO:<${guest}>`);
  await busy.say("DATA");
  busy.send(`From: ${from}\r\nX-Zegel-Secure: yes\r\n\r\n`);
  const closed = closing.door.close();
  assert.match((await idle.hear()).text, /^421.4\.3\.2/);
  await idle.closed;
  await assert.rejects(talkSmtp(closing.startTlsPort), { code: "ECONNREFUSED" });
  busy.send("last words\r\n.\r\n");
  const answer = await busy.hear();
  assert.match(answer.text, /^250 2\.6\.0 Sealed/);
  assert.match((await closing.original(idIn(answer))).toString(), /last words/);
  busy.end();
  await closed;
  await closing.app.close();
});

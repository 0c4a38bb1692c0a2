import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { draftRoutes, guestRoutes, identityRoutes, mailRoutes, uploadProtocol } from "#/contract/index.ts";
import { newId } from "#/kernel/index.ts";
import { linkIn } from "../../bench/corpus/read-back.ts";
import { type ExternalPostgres, startExternalPostgres } from "../support/external-postgres.ts";
import { openSmtpSink, type SmtpSink } from "../support/smtp-sink.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { talkSmtp } from "../support/smtp-talk.ts";
import { setUpUnattended, type UnattendedFirm } from "../support/unattended.ts";
import { until } from "../support/until.ts";
import { BrowserClient } from "./http/support/client.ts";
import { beginUploadAt, sendUpload, signInAt, uploadHeaders } from "./http/support/upload-flow.ts";

/*
 * Two processes with all doors, on one PostgreSQL of the system, with one directory of blobs and one of secrets: what is
 * begun at one goes on at the other.
 */
const directory = mkdtempSync(join(tmpdir(), "zegel-two-"));
let postgres: ExternalPostgres | undefined;
let sink: SmtpSink;
let firm: UnattendedFirm;
let one: TestServer;
let two: TestServer;
/** The same browser, led to one process or the other, as by a proxy in front of both. */
let atOne: BrowserClient;
let atTwo: BrowserClient;

const elsewhere = (browser: BrowserClient, server: TestServer): BrowserClient => {
  const same = new BrowserClient(server.url);
  for (const [name, value] of browser.cookies) same.cookies.set(name, value);
  same.token = browser.token;
  return same;
};

/** A process with the database, the blobs and the secrets that the other has too. */
const start = (name: string): Promise<TestServer> =>
  startTestServer({
    dataDirectory: join(directory, name),
    environment: {
      ZEGEL_DATABASE_URL: postgres!.url,
      ZEGEL_BLOBS: `directory:${join(directory, "blobs")}`,
      ZEGEL_SECRETS: join(directory, "secrets"),
      ZEGEL_SMARTHOST: `smtp://127.0.0.1:${sink.port}`,
      ZEGEL_RETRY: "1s",
    },
  });

before(async () => {
  [postgres, sink] = await Promise.all([startExternalPostgres(), openSmtpSink()]);
  // The first start makes the tables and the secrets.
  one = await start("one");
  [two, firm] = await Promise.all([start("two"), setUpUnattended(one, "twee.example")]);
  atOne = await signInAt(one.url, firm);
  atTwo = elsewhere(atOne, two);
});

after(async () => {
  for (const server of [one, two]) if (server && !server.process.hasEnded()) await server.kill();
  await sink?.close();
  await postgres?.stop();
  rmSync(directory, { recursive: true, force: true });
});

const arrivedFor = (guest: string): number => sink.mails.filter(({ to }) => to.includes(guest)).length;

const sendAt = (browser: BrowserClient, email: string, subject: string) =>
  browser.call<{ messageId: string }>(mailRoutes.sendMessage, {
    body: { recipients: [{ email }], subject, text: `Beste lezer, over ${subject}.` },
  });

test("Who logs in at one process works at the other, and reads there what was sent at the first", async () => {
  const { messageId } = await sendAt(atOne, "jan@buiten.example", "Jaarrekening");
  const read = await atTwo.call<{ subject: string }>(mailRoutes.readMessage, { params: { messageId } });
  assert.equal(read.subject, "Jaarrekening");
});

test("An upload begun at one process goes on at the other, and arrives byte for byte", async () => {
  const { pieceBytes, contentType } = uploadProtocol;
  const file = randomBytes(3 * pieceBytes + 777);
  const url = await beginUploadAt(atOne, file.byteLength);
  const patch = (browser: BrowserClient, from: number, to: number): Promise<Response> =>
    browser.fetch(url, {
      method: "PATCH",
      headers: { ...uploadHeaders(browser), "content-type": contentType, "upload-offset": String(from) },
      body: file.subarray(from, to),
    });
  const first = await patch(atOne, 0, 2 * pieceBytes);
  assert.deepEqual([first.status, first.headers.get("upload-offset")], [204, String(2 * pieceBytes)]);
  const rest = await patch(atTwo, 2 * pieceBytes, file.byteLength);
  assert.deepEqual([rest.status, rest.headers.get("upload-offset")], [204, String(file.byteLength)]);
  const attachment = await atOne.fetch(await sendUpload(atTwo, url, file.byteLength));
  assert.ok(Buffer.from(await attachment.arrayBuffer()).equals(file));
});

test("A guest who knocks at one process reads and answers at the other", async () => {
  const { messageId } = await sendAt(atTwo, "klaas@buiten.example", "Offerte");
  const mail = await sink.waitFor("a notification", ({ to }) => to.includes("klaas@buiten.example"));
  const { linkId, secret } = await linkIn(mail);
  const guest = new BrowserClient(one.url);
  const params = { linkId };
  await guest.call(guestRoutes.guestKnock, { params, body: { secret } });
  const there = elsewhere(guest, two);
  const { messages } = await there.call<{ messages: { subject: string }[] }>(guestRoutes.guestConversation, { params });
  assert.deepEqual(
    messages.map(({ subject }) => subject),
    ["Offerte"],
  );
  await there.call(guestRoutes.guestReply, { params, body: { text: "Akkoord." } });
  const sent = await atOne.call<{ recipients: { state: string }[] }>(mailRoutes.readMessage, { params: { messageId } });
  assert.equal(sent.recipients[0]!.state, "replied");
});

test("Planned messages leave once each, although both processes have a worker", async () => {
  const guests = Array.from({ length: 12 }, (_, index) => `plan${index}@buiten.example`);
  const due = new Date(Date.now() + 3000).toISOString();
  const plan = async (guest: string, index: number): Promise<void> => {
    const browser = index % 2 === 0 ? atOne : atTwo;
    const params = { draftId: newId() };
    const content = { recipients: [{ email: guest, role: "to" }], subject: "Op tijd", text: "Nu." };
    await browser.call(draftRoutes.saveDraft, { params, body: { version: 0, content } });
    await browser.call(draftRoutes.sendDraft, { params, body: { version: 1, sendAt: due } });
  };
  await Promise.all(guests.map(plan));
  await until("all have left", () => guests.every((guest) => arrivedFor(guest) > 0));
  await until("nothing is planned any more", async () => {
    const { entries } = await atTwo.call<{ entries: [] }>(draftRoutes.listScheduled);
    return entries.length === 0;
  });
  assert.deepEqual(
    guests.map(arrivedFor),
    guests.map(() => 1),
  );
});

test("What both mail doors took leaves in the end, although one process is killed in the middle of it", async () => {
  const taken: string[] = [];
  let count = 0;
  const submit = async (server: TestServer, upTo: number): Promise<void> => {
    try {
      const talk = await talkSmtp(server.smtpPort);
      await talk.logIn(firm.user, firm.secret);
      for (let sent = 0; sent < upTo; sent++) {
        const guest = `dood${count++}@buiten.example`;
        const mail = `From: <${firm.email}>\r\nTo: <${guest}>\r\nSubject: Post\r\nX-Zegel-Secure: yes\r\n\r\nPost.\r\n`;
        const { code } = await talk.submit(firm.email, [guest], mail);
        if (code === 250) taken.push(guest);
      }
      talk.end();
    } catch {
      // The door is gone: what has no answer does not count.
    }
  };
  const submitting = [submit(one, 10), submit(two, 100), submit(two, 100)];
  await until("both took something", () => taken.length >= 20);
  await two.kill();
  await Promise.all(submitting);
  await until("all that was taken has left", () => taken.every((guest) => arrivedFor(guest) > 0), 60_000);
  const { next, entries } = await atOne.call<{ next: string | null; entries: { to: { email: string }[] }[] }>(
    mailRoutes.listMessages,
    { query: { folder: "sent", limit: "100" } },
  );
  const listed = new Set(entries.flatMap(({ to }) => to.map(({ email }) => email)));
  if (next === null) for (const guest of taken) assert.ok(listed.has(guest), guest);
});

test("Wrong passwords at one process count at the other", async () => {
  two = await start("two");
  const wrong = (server: TestServer): Promise<{ code: string }> =>
    new BrowserClient(server.url).refusal(identityRoutes.login, {
      body: { email: firm.email, password: "geen enkel idee ervan" },
    });
  for (const server of [one, two, one, two, one]) assert.equal((await wrong(server)).code, "identity.login_wrong");
  assert.equal((await wrong(two)).code, "identity.too_many_attempts");
  assert.equal((await wrong(one)).code, "identity.too_many_attempts");
});

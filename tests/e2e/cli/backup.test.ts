import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { linkIn } from "../../../bench/corpus/read-back.ts";
import { guestRoutes, mailRoutes } from "#/contract/index.ts";
import type { Ending } from "../../support/process.ts";
import { startProcess } from "../../support/process.ts";
import { programDirectory } from "#/config.ts";
import { startTestServer, type TestServer } from "../../support/server.ts";
import { openSmtpSink, type SmtpSink } from "../../support/smtp-sink.ts";
import { talkSmtp } from "../../support/smtp-talk.ts";
import { setUpUnattended, type UnattendedFirm } from "../../support/unattended.ts";
import { until } from "../../support/until.ts";
import { BrowserClient } from "../http/support/client.ts";
import { signInAt } from "../http/support/upload-flow.ts";

interface Acknowledged {
  readonly messageId: string;
  readonly guest: string;
  readonly word: string;
  readonly attachment: Buffer;
}

interface BackupMade {
  readonly snapshot: string;
  readonly rows: number;
  readonly blobs: { readonly count: number; readonly copied: number; readonly totalBytes: number };
}

const held = "later@gast.example";
let directory: string;
let sink: SmtpSink;
let server: TestServer;
let firm: UnattendedFirm;
let backup: string;
let secrets: string;
let passwordFile: string;

const environment = (): Record<string, string> => ({
  ZEGEL_SMARTHOST: `smtp://127.0.0.1:${sink.port}`,
  // Each guest comes from an address of its own.
  ZEGEL_TRUST_PROXY: "127.0.0.1,::1",
});

async function json<T>(...args: readonly string[]): Promise<T> {
  const { status, out, err } = await server.cli([...args, "--json"]);
  assert.equal(status, 0, err);
  return JSON.parse(out) as T;
}

/** `bin/zegel` for an installation that is not running. */
async function zegelAt(data: string, ...args: readonly string[]): Promise<Ending> {
  const env = { ...server.environment, ZEGEL_DATA: data };
  return startProcess(join(programDirectory, "bin/zegel"), args, { env }).ended;
}

function mailTo(guest: string, word: string, attachment: Buffer): string {
  const lines = attachment.toString("base64").replaceAll(/.{1,76}/g, "$&\r\n");
  return [
    `From: ${firm.email}\r\nTo: ${guest}\r\nSubject: ${word}\r\nX-Zegel-Secure: yes\r\nMIME-Version: 1.0\r\n`,
    `Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n${word}\r\n`,
    `--b\r\nContent-Type: application/octet-stream; name="a.bin"\r\nContent-Transfer-Encoding: base64\r\n\r\n${lines}\r\n--b--\r\n`,
  ].join("");
}

let count = 0;

/** A mail that was answered with 250. */
async function submit(talk: Awaited<ReturnType<typeof talkSmtp>>, guest?: string): Promise<Acknowledged> {
  const number = ++count;
  const to = guest ?? `gast-${number}@gast.example`;
  const word = `Bericht ${number} ${randomBytes(6).toString("hex")}`;
  const attachment = randomBytes(number % 2 === 0 ? 90_000 : 900);
  const { code, text } = await talk.submit(firm.email, [to], mailTo(to, word, attachment));
  assert.equal(code, 250, text);
  return { messageId: /[0-9a-f-]{36}/.exec(text)![0], guest: to, word, attachment };
}

async function enterSmtp(): Promise<Awaited<ReturnType<typeof talkSmtp>>> {
  const talk = await talkSmtp(server.smtpPort);
  assert.equal((await talk.logIn(firm.user, firm.secret)).code, 235);
  return talk;
}

before(async () => {
  directory = mkdtempSync(join(tmpdir(), "zegel-backup-"));
  [backup, secrets] = [join(directory, "backup"), join(directory, "secrets")];
  passwordFile = join(directory, "password");
  sink = await openSmtpSink();
  sink.refuse = (at) => (at === held ? "451 4.3.0 Later" : undefined);
  server = await startTestServer({ environment: environment() });
  firm = await setUpUnattended(server, "tulp.example");
  writeFileSync(passwordFile, `${firm.password}\n`);
});
after(async () => {
  if (server && !server.process.hasEnded()) await server.kill();
  if (server) rmSync(server.dataDirectory, { recursive: true, force: true });
  await sink?.close();
  rmSync(directory, { recursive: true, force: true });
});

async function openAsGuest(message: Acknowledged, index: number): Promise<void> {
  const notification = await sink.waitFor(`a mail to ${message.guest}`, (mail) => mail.to[0] === message.guest);
  const { linkId, secret } = await linkIn(notification);
  const guest = new BrowserClient(server.url);
  const call = { params: { linkId }, headers: { "x-forwarded-for": `10.1.0.${index + 1}` } };
  await guest.call(guestRoutes.guestKnock, { ...call, body: { secret } });
  const read = await guest.call<{ messages: { text: string; attachments: { attachmentId: string }[] }[] }>(
    guestRoutes.guestConversation,
    call,
  );
  assert.ok(read.messages[0]!.text.includes(message.word));
  const params = { linkId, attachmentId: read.messages[0]!.attachments[0]!.attachmentId };
  const answer = await guest.send(guestRoutes.guestAttachment, { ...call, params });
  assert.ok(Buffer.from(await answer.arrayBuffer()).equals(message.attachment), "the attachment, byte for byte");
}

async function openAsMember(member: BrowserClient, message: Acknowledged): Promise<void> {
  const params = { messageId: message.messageId };
  const read = await member.call<{ subject: string; attachments: { attachmentId: string }[] }>(mailRoutes.readMessage, {
    params,
  });
  assert.equal(read.subject, message.word);
  const { attachmentId } = read.attachments[0]!;
  const answer = await member.send(mailRoutes.attachment, { params: { attachmentId } });
  assert.ok(Buffer.from(await answer.arrayBuffer()).equals(message.attachment));
}

let acknowledged: Acknowledged[] = [];
let waiting: Acknowledged;

test("While twenty clients send, a backup is made; a second one copies only what is new", async () => {
  const enough = new AbortController();
  const sent: Acknowledged[] = [];
  const talk = await enterSmtp();
  waiting = await submit(talk, held);
  const work = async (): Promise<void> => {
    const client = await enterSmtp();
    for (let turn = 0; turn < 4 && !enough.signal.aborted; turn++) sent.push(await submit(client));
    client.end();
  };
  const clients = Promise.all(Array.from({ length: 20 }, work));
  await until("enough mails are acknowledged", () => sent.length >= 20);
  acknowledged = [...sent];
  const first = await json<BackupMade>("backup", backup, "--secrets", secrets);
  enough.abort();
  await clients;
  assert.ok(sent.length > acknowledged.length, "they went on sending meanwhile");
  assert.ok(first.blobs.count > 0 && first.blobs.copied === first.blobs.count);
  const later = await submit(talk);
  acknowledged.push(...sent.slice(acknowledged.length), later);
  talk.end();
  const second = await json<BackupMade>("backup", backup, "--secrets", secrets);
  assert.ok(second.blobs.count > first.blobs.count);
  assert.equal(second.blobs.copied, second.blobs.count - first.blobs.count);
  const verified = await json<{ wrong: string[]; blobs: number; snapshots: string[] }>("backup", "--verify", backup);
  assert.deepEqual(verified.wrong, []);
  assert.equal(verified.blobs, second.blobs.count);
  assert.deepEqual(verified.snapshots, [first.snapshot, second.snapshot]);
});

test("A backup that is killed half-way is no backup, and the next one goes on", async () => {
  const run = startProcess(join(programDirectory, "bin/zegel"), ["backup", backup], { env: server.environment });
  const rows = join(backup, "data", "rows");
  await until("the backup has begun", () => run.hasEnded() || readdirSync(rows).length > 2);
  await run.end("SIGKILL");
  const { snapshots } = await json<{ snapshots: string[] }>("backup", "--verify", backup);
  const next = await json<BackupMade>("backup", backup);
  assert.equal(next.blobs.copied, 0);
  const whole = await json<{ snapshots: string[] }>("backup", "--verify", backup);
  assert.deepEqual(whole.snapshots, [...snapshots, next.snapshot]);
  assert.deepEqual(readdirSync(rows).toSorted(), whole.snapshots);
});

test("Nothing is restored without the secrets, with those of another installation, or over data", async () => {
  const empty = join(directory, "empty");
  const without = await zegelAt(empty, "restore", backup);
  assert.equal(without.status, 1);
  assert.match(without.err, /no secrets in .*--secrets/);
  const foreign = join(directory, "foreign");
  cpSync(secrets, foreign, { recursive: true });
  writeFileSync(join(foreign, "pepper"), `${randomBytes(32).toString("base64url")}\n`);
  const mixed = await zegelAt(empty, "restore", backup, "--secrets", foreign);
  assert.equal(mixed.status, 1);
  assert.match(mixed.err, /another installation/);
  assert.ok(!existsSync(empty), "nothing was made");
  const over = await zegelAt(server.dataDirectory, "restore", backup, "--secrets", secrets);
  assert.equal(over.status, 1);
  assert.match(over.err, /not empty/);
  const inside = await server.cli(["backup", backup, "--secrets", join(backup, "secrets")]);
  assert.equal(inside.status, 1);
  assert.match(inside.err, /within one another/);
  assert.ok(!existsSync(join(secrets, "queue")) && !existsSync(join(secrets, "session")), "what is destroyed daily");
});

test("The backup of a newer version is refused before anything is made", async () => {
  const copy = join(directory, "newer");
  cpSync(backup, copy, { recursive: true });
  const path = join(copy, "manifests", readdirSync(join(copy, "manifests")).toSorted().at(-1)!);
  const manifest = JSON.parse(readFileSync(path, "utf8")) as { migrations: object[] };
  manifest.migrations.push({ number: 9999, name: "9999_later.sql", checksum: "0".repeat(64) });
  writeFileSync(path, JSON.stringify(manifest));
  const refused = await zegelAt(join(directory, "older"), "restore", copy, "--secrets", secrets);
  assert.match(refused.err, /newer/);
  assert.ok(!existsSync(join(directory, "older")), "nothing was made");
});

test("A damaged file of a backup is found, and is not restored", async () => {
  const copy = join(directory, "copy");
  cpSync(backup, copy, { recursive: true });
  const [snapshot] = readdirSync(join(copy, "keys")).toSorted().toReversed();
  const file = join(copy, "keys", snapshot!, "keys.spaces_wrap.copy.zst");
  const bytes = readFileSync(file);
  bytes[bytes.length >> 1]! ^= 1;
  writeFileSync(file, bytes);
  const verified = await zegelAt(server.dataDirectory, "backup", "--verify", copy, "--json");
  assert.equal(verified.status, 1);
  assert.deepEqual((JSON.parse(verified.out) as { wrong: string[] }).wrong, [file]);
  const refused = await zegelAt(join(directory, "empty"), "restore", copy, "--secrets", secrets);
  assert.equal(refused.status, 1);
  assert.match(refused.err, /keys\.spaces_wrap\.copy\.zst is missing/);
});

test("A damaged blob or manifest holds back neither the rest of a restore nor the next backup, which mends it", async () => {
  const copy = join(directory, "worn");
  cpSync(backup, copy, { recursive: true });
  const blobs = join(copy, "data", "blobs");
  const names = readdirSync(blobs, { recursive: true, encoding: "utf8" }).filter((name) => /[0-9a-f-]{36}$/.test(name));
  const [blob] = names as [string];
  const id = blob.slice(-36);
  const bytes = readFileSync(join(blobs, blob));
  bytes[bytes.length >> 1]! ^= 1;
  writeFileSync(join(blobs, blob), bytes);

  const refused = await zegelAt(join(directory, "whole"), "restore", copy, "--secrets", secrets);
  assert.equal(refused.status, 1);
  assert.match(refused.err, new RegExp(`Blob ${id} .*--skip-damaged`));
  const partly = await zegelAt(
    join(directory, "partly"),
    "restore",
    copy,
    "--secrets",
    secrets,
    "--skip-damaged",
    "--json",
  );
  assert.equal(partly.status, 0, partly.err);
  assert.deepEqual((JSON.parse(partly.out) as { skipped: string[] }).skipped, [id]);

  const aside = await zegelAt(server.dataDirectory, "backup", "--verify", "--quarantine", copy, "--json");
  assert.equal(aside.status, 1);
  assert.deepEqual((JSON.parse(aside.out) as { aside: string[] }).aside, [id]);
  const mended = await json<BackupMade>("backup", copy);
  assert.equal(mended.blobs.copied, 1);
  assert.deepEqual((await json<{ wrong: string[] }>("backup", "--verify", copy)).wrong, []);

  const manifest = join(copy, "manifests", `${mended.snapshot}.json`);
  writeFileSync(manifest, "{}");
  const beside = await server.cli(["backup", copy]);
  assert.equal(beside.status, 0, beside.err);
  assert.ok(beside.err.includes(manifest) && /No old snapshot was removed/.test(beside.err));
});

test("After a restore everything acknowledged before the backup opens, for the guest and for the member", async () => {
  await Promise.all(
    acknowledged.map(({ guest }) => sink.waitFor(`a mail to ${guest}`, (mail) => mail.to[0] === guest)),
  );
  const rows = await json<{ rows: number }>("backup", backup);
  assert.ok(rows.rows > 0);
  await server.stop();
  const data = join(directory, "restored", "data");
  const restored = await zegelAt(data, "restore", backup, "--secrets", secrets, "--json");
  assert.equal(restored.status, 0, restored.err);
  sink.mails.splice(0, sink.mails.length, ...sink.mails.filter((mail) => mail.to[0] !== firm.email));
  sink.refuse = undefined;
  server = await startTestServer({ dataDirectory: data, environment: environment() });
  const member = await signInAt(server.url, firm);
  for (const [index, message] of acknowledged.entries()) {
    await openAsGuest(message, index);
    await openAsMember(member, message);
  }
});

test("What waited to leave does not leave after a restore: its sender is told, and sends it again", async () => {
  await sink.waitFor("the notice to the sender", (mail) => mail.to[0] === firm.email);
  assert.ok(!sink.mails.some((mail) => mail.to[0] === held), "nothing left by itself");
  const list = await json<{ recipients: { state: string }[] }>(
    "message",
    "show",
    waiting.messageId,
    "--member",
    firm.email,
    "--password-file",
    passwordFile,
  );
  assert.equal(list.recipients[0]!.state, "bounced");
});

import assert from "node:assert/strict";
import { createPublicKey, verify } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { startTestServer, type TestServer } from "../../support/server.ts";
import { openSmarthost, type Smarthost } from "../../support/smarthost.ts";
import { until } from "../../support/until.ts";
import { password, setupFlags } from "./installation.ts";

interface Records {
  readonly selector: string;
  readonly name: string;
  readonly value: string;
  readonly records: readonly { selector: string; name: string; type: string; value: string; state: string }[];
}

interface Imported {
  readonly dryRun: boolean;
  readonly importId: string | null;
  readonly counts: Readonly<Record<string, number>>;
  readonly problems: readonly { line: number; email: string; problem: string }[];
}

const directory = mkdtempSync(join(tmpdir(), "zegel-outside-"));
const ada = "ada@tulp.example";
let server: TestServer;
let smarthost: Smarthost;
let key: readonly string[];
let count = 0;

async function json<T>(args: readonly string[], input?: Uint8Array): Promise<T> {
  const { status, out, err } = await server.cli([...args, "--json"], input);
  assert.equal(status, 0, err);
  return JSON.parse(out) as T;
}

/** A sealed message to somebody new, whose notification the smarthost took. */
async function send() {
  const email = `gast${++count}@buiten.example`;
  const raw = Buffer.from(`From: <${ada}>\r\nTo: <${email}>\r\nSubject: Stukken\r\n\r\nHierbij.\r\n`);
  const { messageId } = await json<{ messageId: string }>(
    ["message", "send", "--from", ada, "--to", email, "--secure", ...key],
    raw,
  );
  const mail = await smarthost.waitFor(`the notification to ${email}`, ({ to }) => to.includes(email));
  const shown = async () =>
    (
      await json<{ recipients: { state: string; reason: string | null }[] }>([
        "message",
        "show",
        messageId,
        "--member",
        ada,
        ...key,
      ])
    ).recipients[0]!;
  return { email, mail, shown };
}

const report = (to: string, email: string, action: string, status: string): Buffer =>
  Buffer.from(
    `Return-Path: <>
From: MAILER-DAEMON@mx.buiten.example
To: ${to}
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.buiten.example

Final-Recipient: rfc822; ${email}
Action: ${action}
Status: ${status}
Diagnostic-Code: smtp; 550 5.1.1 no such mailbox
--b--
`.replaceAll("\n", "\r\n"),
  );

/** True when the record's key made the signature over the header; what is signed is said by the mail itself. */
function isSignedBy(raw: Buffer, { selector, value }: { selector: string; value: string }): boolean {
  const fields = raw
    .toString("latin1")
    .split("\r\n\r\n")[0]!
    .split(/\r\n(?![ \t])/);
  const own = fields.find((field) => field.startsWith("DKIM-Signature:"))!;
  const tag = (name: string): string => new RegExp(`[;:\\s]${name}=([^;]*)`).exec(own)![1]!.replaceAll(/\s/g, "");
  const relaxed = (field: string): string => {
    const colon = field.indexOf(":");
    const content = field
      .slice(colon + 1)
      .replaceAll("\r\n", "")
      .replaceAll(/[ \t]+/g, " ")
      .trim();
    return `${field.slice(0, colon).toLowerCase()}:${content}`;
  };
  const signed: string[] = [];
  const left = fields.filter((field) => field !== own);
  for (const name of tag("h").split(":")) {
    const at = left.findLastIndex((field) => field.toLowerCase().startsWith(`${name}:`));
    if (at >= 0) signed.push(relaxed(left.splice(at, 1)[0]!));
  }
  const data = [...signed, relaxed(own.replace(/(\sb=)[^;]*$/, "$1"))].join("\r\n");
  const publicKey = createPublicKey({
    key: Buffer.from(/p=(.*)$/.exec(value)![1]!, "base64"),
    type: "spki",
    format: "der",
  });
  return (
    tag("s") === selector && verify("sha256", Buffer.from(data, "latin1"), publicKey, Buffer.from(tag("b"), "base64"))
  );
}

before(async () => {
  const passwordFile = join(directory, "password");
  writeFileSync(passwordFile, `${password}\n`);
  key = ["--password-file", passwordFile];
  smarthost = await openSmarthost();
  const environment = {
    ZEGEL_SMARTHOST: `smtp://127.0.0.1:${smarthost.port}`,
    ZEGEL_BOUNCE: "bounces@tulp.example",
  };
  server = await startTestServer({ environment });
  const { status, err } = await server.cli(setupFlags("tulp", passwordFile, join(directory, "kit")));
  assert.equal(status, 0, err);
});
after(async () => {
  await server?.stop();
  await smarthost?.close();
  rmSync(directory, { recursive: true, force: true });
});

test("The record that the operator publishes is of the key that mail is signed with", async () => {
  const shown = await json<Records>(["dkim"]);
  assert.match(shown.name, /^z\d{8}\._domainkey\.tulp\.example$/);
  const { mail } = await send();
  assert.ok(isSignedBy(mail.raw, shown));
  const { out } = await server.cli(["dkim"]);
  const text = [...out.matchAll(/"([^"]*)"/g)].map(([, part]) => part!);
  assert.ok(text.every((part) => part.length <= 255));
  assert.equal(text.join(""), shown.value);
});

test("A new DKIM key is published first, put to use after that, and the old record stays for those who still check", async () => {
  const { selector } = await json<Records>(["dkim"]);
  const made = await json<Records>(["dkim", "--new"]);
  assert.equal(made.selector, selector);
  assert.deepEqual(
    made.records.map(({ state }) => state),
    ["in-use", "waiting"],
  );
  const fresh = made.records[1]!;
  const used = await json<Records>(["dkim", "--use", fresh.selector]);
  assert.deepEqual([used.selector, used.records.map(({ state }) => state)], [fresh.selector, ["old", "in-use"]]);
  assert.match((await server.cli(["dkim"])).out, /signs nothing any more: leave its record until \d{4}-\d\d-\d\d/);
  await until("the running server signs with the new key", async () => {
    const { mail } = await send();
    assert.ok(
      used.records.some((record) => isSignedBy(mail.raw, record)),
      "every mail is signed with one of the two",
    );
    return isSignedBy(mail.raw, fresh) ? true : undefined;
  });
});

test("A DKIM key that is not there, and both steps at once, are refused", async () => {
  const unknown = await server.cli(["dkim", "--use", "z20200101", "--json"]);
  assert.equal(unknown.status, 1);
  assert.equal((JSON.parse(unknown.err) as { code: string }).code, "secrets.dkim_selector_unknown");
  assert.equal((await server.cli(["dkim", "--new", "--use", "z20200101"])).status, 2);
  const elsewhere = await server.cli(["dkim", "--organisation", "elders.example"]);
  assert.equal(elsewhere.status, 1);
});

test("A delivery report from the mail server's pipe moves its recipient, once; one that is made up does not", async () => {
  const { email, mail, shown } = await send();
  await until("the notification counts as handed over", async () =>
    (await shown()).state === "handed-over" ? true : undefined,
  );
  const madeUp = report(`bounces+${"0".repeat(48)}@tulp.example`, email, "failed", "5.1.1");
  assert.deepEqual(await json(["bounce"], madeUp), { kind: "failed", known: 0, changed: 0 });
  assert.equal((await shown()).state, "handed-over");
  const delayed = report(mail.from, email, "delayed", "4.4.1");
  assert.deepEqual(await json(["bounce"], delayed), { kind: "delayed", known: 1, changed: 1 });
  const failed = report(mail.from, email, "failed", "5.1.1");
  assert.deepEqual(await json(["bounce"], failed), { kind: "failed", known: 1, changed: 1 });
  assert.partialDeepStrictEqual(await shown(), { state: "bounced", reason: "550 5.1.1 no such mailbox" });
  await smarthost.waitFor(
    "the notice to the sender",
    ({ to, parsed }) => to.includes(ada) && String(parsed.text).includes("no such mailbox"),
  );
  const again = await server.cli(["bounce"], failed);
  assert.equal(again.out, "a report on a failed delivery; mails of ours: 1, states changed: 0\n");
});

test("What is no report, also when it is far too long, ends well and changes nothing: the mail server must not report on it", async () => {
  for (const input of [
    Buffer.alloc(0),
    Buffer.from("From: x@y.example\r\n\r\nHallo\r\n"),
    Buffer.alloc(6_000_000, "x"),
  ])
    assert.deepEqual(await json(["bounce"], input), { kind: "none", known: 0, changed: 0 });
});

test("Contacts are tried out from a CSV file first, then taken over; what can't be is told line by line", async () => {
  const file = join(directory, "klanten.csv");
  writeFileSync(
    file,
    "Naam;E-mail;Mobiel\nGerda Bos;gerda@buiten.example;06 12345678\nKees;geen adres;\nLot;lot@buiten.example;\n",
  );
  const args = ["contact", "import", file, "--member", ada, ...key];
  const tried = await json<Imported>([...args, "--dry-run"]);
  assert.deepEqual([tried.dryRun, tried.importId], [true, null]);
  assert.partialDeepStrictEqual(tried.counts, { new: 2, problem: 1 });
  assert.deepEqual(
    tried.problems.map(({ line }) => line),
    [3],
  );
  const taken = await json<Imported>(args);
  assert.ok(taken.importId);
  assert.deepEqual(taken.counts, tried.counts);
  const again = await server.cli(args);
  assert.match(again.out, /^new 0, changed 0, the same 2, problems 1\nline 3 /);
  const mine = await json<Imported>([...args, "--mine", "--dry-run"]);
  assert.equal(mine.counts["new"], 2, "the member's own book is another one");
});

test("A file of contacts that can't be read, has no addresses or comes from nobody is refused", async () => {
  const empty = join(directory, "leeg.csv");
  writeFileSync(empty, "");
  const refused = await server.cli(["contact", "import", empty, "--member", ada, ...key, "--json"]);
  assert.equal(refused.status, 1);
  assert.match((JSON.parse(refused.err) as { code: string }).code, /^contacts\.file_/);
  assert.equal(
    (await server.cli(["contact", "import", join(directory, "none.csv"), "--member", ada, ...key])).status,
    2,
  );
  assert.equal((await server.cli(["contact", "import", "--member", ada, ...key])).status, 2);
  const wrong = join(directory, "wrong");
  writeFileSync(wrong, "rode rozen in juni\n");
  const stranger = await server.cli(["contact", "import", empty, "--member", ada, "--password-file", wrong]);
  assert.equal(stranger.status, 1);
});

import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { startTestServer, type TestServer } from "../../support/server.ts";
import { until } from "../../support/until.ts";
import { password, setupFlags } from "./installation.ts";

interface Shown {
  readonly subject: string;
  readonly text: string;
  readonly recipients: readonly { readonly email: string; readonly state: string; readonly verification: string }[];
}

let server: TestServer;
let directory: string;
let key: readonly string[];
let sentId: string;
const ada = "ada@tulp.example";
const mail = Buffer.from(
  [
    `From: Ada <${ada}>`,
    "To: Gerda <gerda@buiten.example>",
    "Subject: Jaarstukken",
    "X-Zegel-Note: hoort bij mij",
    "Content-Type: text/plain; charset=utf-8",
    "",
    "Beste Gerda, één vraag.",
    "",
  ].join("\r\n"),
);

async function zegel(args: readonly string[], input?: Uint8Array): Promise<string> {
  const { status, out, err } = await server.cli([...args, ...key], input);
  assert.equal(status, 0, err);
  return out;
}
const json = async <T>(args: readonly string[], input?: Uint8Array): Promise<T> =>
  JSON.parse(await zegel([...args, "--json"], input)) as T;

before(async () => {
  directory = mkdtempSync(join(tmpdir(), "zegel-message-"));
  const passwordFile = join(directory, "password");
  writeFileSync(passwordFile, `${password}\n`);
  key = ["--password-file", passwordFile];
  server = await startTestServer();
  const { status, err } = await server.cli(setupFlags("tulp", passwordFile, join(directory, "kit")));
  assert.equal(status, 0, err);
});
after(async () => {
  await server.stop();
  rmSync(directory, { recursive: true, force: true });
});

test("A mail from standard input is sent sealed, and its way can be followed", async () => {
  const flags = ["message", "send", "--from", ada, "--to", "gerda@buiten.example", "--secure", "--verify", "sms"];
  const sent = await json<{ way: string; messageId: string }>([...flags, "--phone", "06 12345678"], mail);
  assert.equal(sent.way, "sealed");
  sentId = sent.messageId;
  const handedOver = await until("the notification left", async () => {
    const shown = await json<Shown>(["message", "show", sentId, "--member", ada]);
    return shown.recipients[0]!.state === "handed-over" ? shown : undefined;
  });
  assert.deepEqual([handedOver.subject, handedOver.text.trim()], ["Jaarstukken", "Beste Gerda, één vraag."]);
  assert.equal(handedOver.recipients[0]!.verification, "sms");
  const list = await json<{ entries: { messageId: string; state: string }[] }>([
    "message",
    "list",
    "--member",
    ada,
    "--folder",
    "sent",
  ]);
  assert.deepEqual(
    list.entries.map(({ messageId, state }) => [messageId, state]),
    [[sentId, "handed-over"]],
  );
  assert.match(
    await zegel(["message", "show", sentId, "--member", ada]),
    /to gerda@buiten\.example \(sms\): handed-over/,
  );
});

test("Mail that asks for nothing is relayed, and mail from somebody else's address is refused", async () => {
  const relayed = await json<{ way: string }>(["message", "send", "--from", ada, "--to", "x@buiten.example"], mail);
  assert.equal(relayed.way, "relayed");
  const foreign = Buffer.from(String(mail).replace(ada, "baas@elders.example"));
  const flags = ["message", "send", "--from", ada, "--to", "x@buiten.example", "--secure", "--json", ...key];
  const { status, err } = await server.cli(flags, foreign);
  assert.equal(status, 1);
  assert.equal((JSON.parse(err) as { code: string }).code, "mail.sender_not_allowed");
});

test("A message is exported as it was submitted, and as a copy; into a directory all of them", async () => {
  const { out } = await server.cli(["message", "export", sentId, "--member", ada, "--original", ...key]);
  assert.equal(out, String(mail));
  const to = join(directory, "export");
  const { files } = await json<{ files: string[] }>(["message", "export", "--all", "--to", to, "--member", ada]);
  assert.deepEqual(files, [join(to, `${sentId}.eml`)]);
  assert.deepEqual(readdirSync(to), [`${sentId}.eml`]);
  const copy = readFileSync(files[0]!, "utf8");
  assert.match(copy, /^Subject: Jaarstukken\r$/m);
  assert.doesNotMatch(copy, /X-Zegel/);
});

test("A message is taken back once, and the command says what had been handed out", async () => {
  const recalled = await json<Shown>(["message", "recall", sentId, "--member", ada]);
  assert.equal(recalled.recipients[0]!.state, "recalled");
  const { status, err } = await server.cli(["message", "recall", sentId, "--member", ada, ...key]);
  assert.equal(status, 1);
  assert.match(err, /already been taken back|al ingetrokken/);
});

test("A command line that makes no sense is told so, with the usage", async () => {
  for (const args of [
    ["message", "send", "--from", ada],
    ["message", "show", "--member", ada],
    ["message", "list", "--member", ada, "--folder", "spam"],
    ["message", "export", "--all", "--member", ada],
    ["message", "send", "--from", ada, "--to", "x@y.example", "--verify", "fax"],
  ]) {
    const { status, err } = await server.cli([...args, ...key]);
    assert.equal(status, 2, args.join(" "));
    assert.match(err, /usage: zegel message/);
  }
});

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { startTestServer, type TestServer } from "../../support/server.ts";
import { password, setupFlags } from "./installation.ts";

const document = `version: 1
name: Praktijk De Tulp
triggers:
  - name: bsn
    when: { findings: [{ kinds: [bsn] }] }
    action: secure
    verification: sms
`;

let server: TestServer;
let directory: string;
let good: string;
let wrong: string;
let key: readonly string[];

before(async () => {
  directory = mkdtempSync(join(tmpdir(), "zegel-agreements-"));
  const passwordFile = join(directory, "password");
  [good, wrong] = [join(directory, "good.yaml"), join(directory, "wrong.yaml")];
  writeFileSync(passwordFile, `${password}\n`);
  writeFileSync(good, document);
  writeFileSync(wrong, document.replace("action: secure", "action: secur"));
  key = ["--password-file", passwordFile];
  server = await startTestServer();
  const { status, err } = await server.cli(setupFlags("tulp", passwordFile, join(directory, "kit")));
  assert.equal(status, 0, err);
});
after(async () => {
  await server.stop();
  rmSync(directory, { recursive: true, force: true });
});

const ada = "ada@tulp.example";

test("A document is checked by line, in the reader's language, without a server", async () => {
  const bad = await server.cli(["agreements", "check", wrong, "--language", "nl", "--json"]);
  assert.equal(bad.status, 1);
  const { good: isGood, problems } = JSON.parse(bad.out) as { good: boolean; problems: { line: number }[] };
  assert.deepEqual([isGood, problems.map(({ line }) => line)], [false, [6]]);
  const fine = await server.cli(["agreements", "check", good]);
  assert.equal(fine.status, 0, fine.err);
  assert.equal((await server.cli(["agreements", "check", join(directory, "none.yaml")])).status, 2);
});

test("An admin puts it in force, and the same document once more changes nothing", async () => {
  const apply = async (file: string) => {
    const { status, out, err } = await server.cli([
      "agreements",
      "apply",
      file,
      "--admin-email",
      ada,
      ...key,
      "--json",
    ]);
    return status === 0 ? (JSON.parse(out) as object) : { status, err };
  };
  assert.deepEqual(await apply(good), { version: 1, changed: true });
  assert.deepEqual(await apply(good), { version: 1, changed: false });
  assert.equal(((await apply(wrong)) as { status: number }).status, 1);
  const shown = await server.cli(["agreements", "show", "--member", ada, ...key]);
  assert.equal(shown.out, document);
  const readable = await server.cli(["agreements", "show", "--member", ada, ...key, "--readable"]);
  assert.match(readable.out, /BSN/);
});

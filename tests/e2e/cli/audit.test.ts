import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { programDirectory } from "#/config.ts";
import { bareEnvironment, runProcess } from "../../support/process.ts";
import { startTestServer, type TestServer } from "../../support/server.ts";
import { until } from "../../support/until.ts";
import { password, setupFlags } from "./installation.ts";

interface Signed {
  readonly size: number;
  readonly waiting: number;
  readonly key: string;
  readonly checkpoint: { readonly note: string; readonly size: number } | null;
}

let server: TestServer;
let directory: string;
const file = (name: string, text: string): string => {
  writeFileSync(join(directory, name), text);
  return join(directory, name);
};
const signed = async (): Promise<Signed> => {
  const { out, err, status } = await server.cli(["audit", "checkpoint", "--json"]);
  assert.equal(status, 0, err);
  return JSON.parse(out) as Signed;
};

before(async () => {
  directory = mkdtempSync(join(tmpdir(), "zegel-audit-"));
  server = await startTestServer();
  const { status, err } = await server.cli(
    setupFlags("tulp", file("password", `${password}\n`), join(directory, "kit")),
  );
  assert.equal(status, 0, err);
});
after(async () => {
  await server?.stop();
  rmSync(directory, { recursive: true, force: true });
});

test("The server signs its log; it is verified at the command line and, as an export, where there is no server", async () => {
  const { key, checkpoint } = await until("the log is signed", async () => {
    const { key: publicKey, checkpoint: last } = await signed();
    return last ? { key: publicKey, checkpoint: last } : false;
  });
  const kept = file("checkpoint.txt", checkpoint.note);
  const verified = await server.cli(["audit", "verify", "--checkpoint", kept]);
  assert.equal(verified.status, 0, verified.err);
  assert.match(verified.out, /Nothing was changed, removed or inserted\./);

  const exported = await server.cli(["audit", "export"]);
  assert.equal(exported.status, 0, exported.err);
  const log = file("log.jsonl", exported.out);
  const elsewhere = (...args: readonly string[]) =>
    runProcess(join(programDirectory, "bin/zegel"), ["audit", "verify", ...args], {
      env: { ...bareEnvironment(), ZEGEL_DATA: join(directory, "nothing-here") },
    });
  const whole = await elsewhere("--offline", log, "--key", key, "--checkpoint", kept);
  assert.equal(whole.status, 0, whole.err);
  assert.match(whole.out, /This is the whole log\./);
  const changed = file(
    "changed.jsonl",
    exported.out.replace("identity.organisation-set-up", "identity.organisation-changed"),
  );
  const found = await elsewhere("--offline", changed, "--key", key, "--json");
  assert.equal(found.status, 1);
  assert.match(found.out, /"entry-changed"/);
  assert.equal((await elsewhere("--offline", log)).status, 2, "the key is asked for");

  const { entry } = JSON.parse(exported.out.split("\n")[1]!) as { entry: { entryId: string } };
  const proof = await server.cli(["audit", "proof", "--entry", entry.entryId]);
  assert.equal(proof.status, 0, proof.err);
  const one = await elsewhere("--offline", file("proof.jsonl", proof.out), "--key", key);
  assert.equal(one.status, 0, one.err);
  assert.match(one.out, /This is a part of the log\./);
});

test("A checkpoint that the log does not fit ends the command with what was found", async () => {
  const { checkpoint } = await signed();
  const wrong = file("wrong.txt", checkpoint!.note.replace(`\n${checkpoint!.size}\n`, "\n999\n"));
  const { status, out, err } = await server.cli(["audit", "verify", "--checkpoint", wrong]);
  assert.equal(status, 1);
  assert.match(out, /^checkpoint-not-signed/m);
  assert.match(err, /not as it was written/);
});

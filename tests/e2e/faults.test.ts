import assert from "node:assert/strict";
import { test } from "node:test";
import { faultRun } from "../../bench/faults/run.ts";
import { isClean, summaryOf } from "../../bench/faults/table.ts";
import { mailRoutes } from "#/contract/index.ts";
import { runProcess } from "../support/process.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { talkSmtp } from "../support/smtp-talk.ts";
import { setUpUnattended } from "../support/unattended.ts";
import { signInAt } from "./http/support/upload-flow.ts";

const mebibyte = 2 ** 20;

test("While the doors, the worker and the database are killed and the mail server misbehaves, nothing acknowledged is lost or comes twice", async () => {
  const outcome = await faultRun({
    form: "apart",
    kills: 4,
    seed: 20260502,
    limitMs: 20_000,
    people: 3,
    pauseMs: 300,
    withDisk: false,
    killsPerTrouble: 2,
    drainMs: 60_000,
    tell: () => undefined,
  });
  assert.ok(isClean(outcome), summaryOf(outcome).join("\n"));
  assert.ok(outcome.verdict.checked.opened > 0);
});

test("A server that finds no room for a file says so at both doors, stays up, and takes it once there is room", async () => {
  let server: TestServer | undefined;
  try {
    server = await startTestServer();
    const { pid } = server.process;
    const firm = await setUpUnattended(server, "vol.example");
    const browser = await signInAt(server.url, firm);
    // No file may grow beyond this: what a full disk says, without a disk to fill.
    const limit = (bytes: string) => runProcess("prlimit", ["--pid", String(pid), `--fsize=${bytes}`]);
    assert.equal((await limit(`${mebibyte}:unlimited`)).status, 0);
    const body = { recipients: [{ email: "gast@buiten.example" }], subject: "Groot", text: "Zie bijlage." };
    const files = [new File([new Uint8Array(3 * mebibyte)], "groot.bin")];
    const problem = await browser.refusal(mailRoutes.sendMessage, { body, files });
    assert.deepEqual([problem.status, problem.code], [507, "blobs.disk_full"]);
    assert.match(problem.title, /vol/);

    const talk = await talkSmtp(server.smtpPort);
    await talk.logIn(firm.user, firm.secret);
    const head = `From: <${firm.email}>\r\nTo: <gast@buiten.example>\r\nSubject: Groot\r\nX-Zegel-Secure: yes\r\n`;
    const mail = `${head}\r\n${`${"x".repeat(76)}\r\n`.repeat(40_000)}`;
    const refused = await talk.submit(firm.email, ["gast@buiten.example"], mail);
    assert.match(refused.text, /^452-4\.3\.1 /);

    assert.equal((await limit("unlimited:unlimited")).status, 0);
    const { messageId } = await browser.call<{ messageId: string }>(mailRoutes.sendMessage, { body, files });
    assert.ok(messageId);
    await talk.say("RSET");
    const taken = await talk.submit(firm.email, ["gast@buiten.example"], mail);
    assert.equal(taken.code, 250, taken.text);
    talk.end();
    assert.ok(!server.process.hasEnded());
  } finally {
    await server?.stop();
  }
});

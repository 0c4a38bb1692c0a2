import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { auditRoutes, identityRoutes as routes } from "#/contract/index.ts";
import { codeOf } from "../../support/identity.ts";
import { startTestServer, type TestServer } from "../../support/server.ts";
import { BrowserClient } from "../http/support/client.ts";
import { password, setupFlags } from "./installation.ts";

let server: TestServer;
let directory: string;
let passwordFile: string;
const email = "ada@tulp.example";

async function json<T>(...args: readonly string[]): Promise<T> {
  const { status, out, err } = await server.cli([...args, "--json"]);
  assert.equal(status, 0, err);
  return JSON.parse(out) as T;
}

async function firstLogIn(): Promise<BrowserClient> {
  const browser = new BrowserClient(server.url);
  const { next } = await browser.call<{ next: string }>(routes.login, { body: { email, password } });
  assert.equal(next, "enrol");
  const { secret } = await browser.call<{ secret: string }>(routes.enrolStart);
  await browser.call(routes.enrolFinish, { body: { code: await codeOf(secret, new Date()) } });
  return browser;
}

before(async () => {
  directory = mkdtempSync(join(tmpdir(), "zegel-beside-"));
  passwordFile = join(directory, "password");
  writeFileSync(passwordFile, `${password}\n`);
  server = await startTestServer();
});
after(async () => {
  await server.stop();
  rmSync(directory, { recursive: true, force: true });
});

test("What the command line sets up while the server runs is there at once, and the browser can't set up any more", async () => {
  const visitor = new BrowserClient(server.url);
  assert.deepEqual(await visitor.call(routes.setupState), { needed: true });
  await json(...setupFlags("tulp", passwordFile, join(directory, "kit")));
  assert.deepEqual(await visitor.call(routes.setupState), { needed: false });
  const me = await (await firstLogIn()).call<{ email: string; roles: string[] }>(routes.me);
  assert.equal(me.email, email);
  assert.deepEqual(me.roles, ["member", "admin"]);
});

test("Who is invited at the command line comes in through the browser, and is out at once when locked there", async () => {
  const { invitationUrl } = await json<{ invitationUrl: string }>(
    "member",
    "add",
    "--email",
    "bo@tulp.example",
    "--name",
    "Bo",
    "--admin-email",
    email,
    "--password-file",
    passwordFile,
  );
  const { pathname, hash } = new URL(invitationUrl);
  const browser = new BrowserClient(server.url);
  const params = { invitationId: pathname.split("/").at(-1)! };
  await browser.call(routes.acceptInvitation, { params, body: { secret: hash, name: "Bo", password } });
  const { secret } = await browser.call<{ secret: string }>(routes.enrolStart);
  await browser.call(routes.enrolFinish, { body: { code: await codeOf(secret, new Date()) } });
  assert.partialDeepStrictEqual(await browser.call(routes.me), { email: "bo@tulp.example" });
  await json("member", "lock", "--email", "bo@tulp.example");
  assert.equal((await browser.refusal(routes.me)).status, 401);
});

test("A lost authenticator: after the reset the next log-in sets up a new one", async () => {
  const flags = ["member", "reset-second-factor", "--email", email, "--password-file", passwordFile];
  assert.deepEqual(await json(...flags), { email, secondFactor: "reset" });
  assert.partialDeepStrictEqual(await (await firstLogIn()).call(routes.me), { email });
});

test("The recovery kit gives a member who lost everything the mailbox back, and the old password is worth nothing", async () => {
  const flags = ["member", "give-access-back", "--email", email, "--kit", join(directory, "kit")];
  const { invitationUrl } = await json<{ invitationUrl: string }>(...flags);
  const { pathname, hash } = new URL(invitationUrl);
  const browser = new BrowserClient(server.url);
  assert.equal((await browser.refusal(routes.login, { body: { email, password } })).code, "identity.login_wrong");
  const params = { invitationId: pathname.split("/").at(-1)! };
  await browser.call(routes.acceptInvitation, { params, body: { secret: hash, name: "Ada", password } });
  const { secret } = await browser.call<{ secret: string }>(routes.enrolStart);
  await browser.call(routes.enrolFinish, { body: { code: await codeOf(secret, new Date()) } });
  assert.partialDeepStrictEqual(await browser.call(routes.me), { email });
});

test("What the operator did in person is in the audit log", async () => {
  const browser = new BrowserClient(server.url);
  await json("member", "reset-second-factor", "--email", email, "--password-file", passwordFile);
  const { next } = await browser.call<{ next: string }>(routes.login, { body: { email, password } });
  assert.equal(next, "enrol");
  const { secret } = await browser.call<{ secret: string }>(routes.enrolStart);
  await browser.call(routes.enrolFinish, { body: { code: await codeOf(secret, new Date()) } });
  const { entries } = await browser.call<{ entries: { act: string; actorKind: string }[] }>(auditRoutes.listAudit);
  const byOperator = new Set(entries.filter((entry) => entry.actorKind === "operator").map((entry) => entry.act));
  for (const act of [
    "organisation-set-up",
    "opened-at-command-line",
    "member-locked",
    "second-factor-reset",
    "access-given-back",
  ])
    assert.ok(byOperator.has(`identity.${act}`), act);
});

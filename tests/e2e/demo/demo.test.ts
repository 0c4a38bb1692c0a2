import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { startTestServer, type TestServer } from "../../support/server.ts";

let server: TestServer;
before(async () => {
  server = await startTestServer({ args: ["--demo"] });
});
after(() => server?.stop());

const logIn = async (at: TestServer, email: string, password: string): Promise<{ status: number; next?: string }> => {
  const answer = await fetch(`${at.url}/api/login`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: at.url },
    body: JSON.stringify({ email, password }),
  });
  const { next } = (await answer.json()) as { next?: string };
  return { status: answer.status, ...(next === undefined ? {} : { next }) };
};

const printed = (at: TestServer) => ({
  password: /password "([^"]+)"/.exec(at.process.out())?.[1] ?? "",
  emails: [...at.process.out().matchAll(/^ {2}(\S+@\S+) {2}\(/gm)].map((match) => match[1]!),
});

test("The log-ins that the demonstration prints are good for logging in", async () => {
  const { password, emails } = printed(server);
  assert.equal(emails.length, 5);
  for (const email of emails) assert.deepEqual(await logIn(server, email, password), { status: 200, next: "enrol" });
});

test("The demonstration shows the notifications that would have left, and sends none of them", async () => {
  const page = await (await fetch(`${server.url}/outbox`, { headers: { accept: "text/html" } })).text();
  assert.match(page, /Huisartsenpraktijk De Linde/);
  assert.match(page, /\/m\/[0-9a-f-]{36}#/);
});

test("Started again, the demonstration goes on with what is there", async () => {
  await server.stop({ keepData: true });
  const again = await startTestServer({ args: ["--demo"], dataDirectory: server.dataDirectory });
  server = again;
  const { password, emails } = printed(again);
  assert.deepEqual(await logIn(again, emails[0]!, password), { status: 200, next: "enrol" });
});

test("After a day the demonstration begins anew at its next start, and only a directory with its mark is emptied", async () => {
  const mark = join(server.dataDirectory, "demonstration.json");
  const { begunAt } = JSON.parse(readFileSync(mark, "utf8")) as { begunAt: string };
  await server.stop({ keepData: true });
  writeFileSync(mark, JSON.stringify({ begunAt: "2026-01-01T00:00:00.000Z", isFilled: true }));
  const left = join(server.dataDirectory, "blobs", "left.txt");
  writeFileSync(left, "");
  server = await startTestServer({ args: ["--demo"], dataDirectory: server.dataDirectory });
  assert.ok(!existsSync(left));
  assert.ok((JSON.parse(readFileSync(mark, "utf8")) as { begunAt: string }).begunAt > begunAt);
  const { password, emails } = printed(server);
  assert.deepEqual(await logIn(server, emails[0]!, password), { status: 200, next: "enrol" });
});

test("A demonstration stays out of a real firm's data, and never has a way to send", async () => {
  const refused = (options: Parameters<typeof startTestServer>[0]): Promise<unknown> =>
    startTestServer({ ...options, args: ["--demo"] }).then((started) => started.stop());
  const real = { ZEGEL_SMARTHOST: "smtp://127.0.0.1:9" };
  await assert.rejects(refused({ environment: real }), /A demonstration sends nothing/);
});

import assert from "node:assert/strict";
import { execSync } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import { type Ending, runProcess } from "../../support/process.ts";
import {
  checkoutFor,
  databasePid,
  isLive,
  isRoot,
  npmStart,
  ownDirectory,
  ready,
  type Runner,
  runners,
  serverPid,
  startMain,
  surroundings,
} from "./runner.ts";

const oneLine = ({ err }: Ending): string => {
  const lines = err.trim().split("\n");
  assert.equal(lines.length, 1, err);
  return lines[0]!;
};

async function refusedWith(runner: Runner, variables: Readonly<Record<string, string>>): Promise<Ending> {
  const place = await surroundings(runner);
  return startMain(runner, { ...place, environment: { ...place.environment, ...variables } }).ended;
}

const wrong: Readonly<Record<string, string>> = {
  ZEGEL_DATA: "/dev/null/data",
  ZEGEL_URL: "http://mail.example.nl",
  ZEGEL_TRUST_PROXY: "the-proxy",
  ZEGEL_HTTP_PORT: "eighty",
  ZEGEL_SMTP_PORT: "65536",
  ZEGEL_SMTPS_PORT: "-1",
  ZEGEL_TLS_KEY: "/nonexistent/key.pem",
  ZEGEL_DATABASE_URL: "mysql://zegel:hunter2@localhost/zegel",
  ZEGEL_DATABASE_DIRECT_URL: "localhost",
  ZEGEL_BLOBS: "s3://bucket",
  ZEGEL_SMARTHOST: "mail.example.nl",
  ZEGEL_SMS: "/nonexistent/gateway.txt",
  ZEGEL_DOORS: "http,imap",
  ZEGEL_LOG: "loud",
  ZEGEL_CONFIG: "/nonexistent/zegel.env",
};

for (const runner of runners) {
  test(`A wrong value stops the start by ${runner.title} with one line that names the variable`, async () => {
    const refused = Object.entries(wrong).map(async ([variable, value]) => {
      const ending = await refusedWith(runner, { [variable]: value });
      assert.equal(ending.status, 78, `${variable}: ${ending.err}`);
      assert.match(oneLine(ending), /ZEGEL_[A-Z_]+ .* expects /);
      assert.ok(oneLine(ending).includes(variable === "ZEGEL_TLS_KEY" ? "ZEGEL_TLS_CERT" : variable), ending.err);
      assert.doesNotMatch(ending.err, /hunter2/);
    });
    await Promise.all(refused);
  });

  test(`A port that is taken stops the start by ${runner.title}, with port and variable`, async () => {
    for (const variable of ["ZEGEL_HTTP_PORT", "ZEGEL_SMTP_PORT", "ZEGEL_SMTPS_PORT"]) {
      const other = createServer();
      await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
      const { port } = other.address() as { port: number };
      const ending = await refusedWith(runner, { [variable]: String(port) });
      other.close();
      assert.equal(ending.status, 78);
      assert.match(oneLine(ending), new RegExp(`^Port ${port} \\(${variable}\\) is in use`));
    }
    const ending = await refusedWith(runner, { ZEGEL_SMTP_PORT: "4025", ZEGEL_SMTPS_PORT: "4025" });
    assert.equal(ending.status, 78);
    assert.match(oneLine(ending), /^ZEGEL_SMTPS_PORT .* another port than ZEGEL_SMTP_PORT/);
  });

  test(`A second start by ${runner.title} names the process that has the data, and leaves it alone`, async () => {
    const place = await surroundings(runner);
    const first = npmStart(runner, place);
    await first.says(ready);
    const before = [serverPid(place.dataDirectory), databasePid(place.dataDirectory)];
    const installed = statSync(join(checkoutFor(runner), "node_modules/.package-lock.json")).mtimeMs;
    const second = await npmStart(runner, place).ended;
    assert.equal(second.status, 75, second.err);
    assert.match(second.err, new RegExp(`is in use by process ${before[0]} \\(.*main\\.ts`));
    assert.deepEqual([serverPid(place.dataDirectory), databasePid(place.dataDirectory)], before);
    assert.equal(statSync(join(checkoutFor(runner), "node_modules/.package-lock.json")).mtimeMs, installed);
    assert.ok(await isLive(place.httpPort));
    await first.end();
  });

  test(`A directory that holds something else is not taken as the data of ${runner.title}`, async () => {
    const directory = ownDirectory(runner);
    chmodSync(directory, 0o755);
    writeFileSync(join(directory, "letter.txt"), "not ours");
    const ending = await refusedWith(runner, { ZEGEL_DATA: directory });
    assert.equal(ending.status, 78);
    assert.match(oneLine(ending), /holds other things/);
    assert.equal(statSync(directory).mode & 0o777, 0o755);
  });

  test(`Secrets or blobs that cannot be written stop the start by ${runner.title}, with the variable`, async () => {
    for (const [variable, value] of [
      ["ZEGEL_SECRETS", "/dev/null/secrets"],
      ["ZEGEL_BLOBS", "directory:/dev/null/blobs"],
    ] as const) {
      const ending = await refusedWith(runner, { [variable]: value });
      assert.equal(ending.status, 78, ending.err);
      assert.match(ending.err, new RegExp(`^${variable} .* expects the path of a directory`, "m"));
    }
  });

  test(`An unknown argument of the start is wrong usage for ${runner.title}`, async () => {
    const { environment } = await surroundings(runner);
    const main = join(checkoutFor(runner), "src/main.ts");
    const ending = await runProcess(process.execPath, [main, "--verbose"], {
      ...runner.ids,
      cwd: "/",
      env: environment,
    });
    assert.equal(ending.status, 2);
    assert.match(oneLine(ending), /^Unknown: --verbose/);
  });

  test(`A database that does not answer stops the start by ${runner.title} without its password`, async () => {
    const ending = await refusedWith(runner, { ZEGEL_DATABASE_URL: "postgres://zegel:hunter2@127.0.0.1:1/zegel" });
    assert.equal(ending.status, 69, ending.err);
    assert.match(oneLine(ending), /ZEGEL_DATABASE_URL does not answer/);
    assert.doesNotMatch(ending.err, /hunter2/);
  });
}

if (isRoot) {
  const [root, user] = runners as [Runner, Runner];

  test("Data of another user is refused with the line that mends it, and after that line it works", async () => {
    const place = await surroundings(user);
    const first = startMain(user, place);
    await first.says(ready);
    await first.end();
    const asRoot = await startMain(root, place).ended;
    assert.equal(asRoot.status, 78);
    const command = /run: (chown -R root '.*')$/.exec(oneLine(asRoot))?.[1];
    assert.ok(command, asRoot.err);
    execSync(command);
    const mended = startMain(root, place);
    await mended.says(ready);
    await mended.end();

    const asUser = await startMain(user, place).ended;
    assert.equal(asUser.status, 78);
    assert.match(oneLine(asUser), /run: chown -R zegeltest '/);
  });

  test("Data below a directory that the user may not enter is refused by name", async () => {
    const closed = ownDirectory(root);
    const ending = await refusedWith(user, { ZEGEL_DATA: join(closed, "data") });
    assert.equal(ending.status, 78);
    assert.match(oneLine(ending), /belongs to another user|cannot be written/);
    const open = ownDirectory(root);
    chmodSync(open, 0o755);
    mkdirSync(join(open, "data"));
    chownSync(join(open, "data"), user.ids.uid!, user.ids.gid!);
    const place = await surroundings(user, join(open, "data"));
    const server = startMain(user, { ...place, environment: { ...place.environment, HOME: "/" } });
    await server.says(ready);
    await server.end();
  });
}

import assert from "node:assert/strict";
import {
  existsSync,
  mkdtempSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { Client } from "pg";
import { type Log, Refusal, silentLog } from "#/kernel/index.ts";
import { until } from "../../../tests/support/until.ts";
import { linkLibraries } from "./binaries.ts";
import { lockDataDirectory, prepareDataDirectory, startEmbeddedPostgres, useEmbeddedPostgres } from "./index.ts";
import type { EmbeddedPostgres } from "./index.ts";

const root = mkdtempSync(join(tmpdir(), "zegel-embedded-"));
after(() => rmSync(root, { recursive: true, force: true }));

const refusedWith =
  (code: string) =>
  (error: unknown): boolean =>
    error instanceof Refusal && error.code === code;

describe("The embedded database", () => {
  const lines: string[] = [];
  const keep = (_fields: object, message: string): void => void lines.push(message);
  const log: Log = { debug: keep, info: keep, warn: keep, error: keep, child: () => log };
  const secretsDirectory = join(root, "secrets");
  let dataDirectory: string;
  let running: EmbeddedPostgres;

  before(async () => {
    dataDirectory = prepareDataDirectory(join(root, "data"));
    running = await startEmbeddedPostgres({ dataDirectory, secretsDirectory, log });
  });
  after(() => running.stop());

  const ask = async <Row extends object>(text: string, password = running.connection.password): Promise<Row[]> => {
    const client = new Client({ ...running.connection, password });
    await client.connect();
    try {
      return (await client.query<Row>(text)).rows;
    } finally {
      await client.end();
    }
  };

  test("listens on a socket that only its user reaches, and on no network", async () => {
    const [row] = await ask<{ listen: string; host: string | null }>(
      "select current_setting('listen_addresses') as listen, inet_server_addr()::text as host",
    );
    assert.deepEqual(row, { listen: "", host: null });
    assert.equal(statSync(running.connection.host).mode & 0o777, 0o700);
    assert.equal(statSync(join(dataDirectory, "postgres")).mode & 0o077, 0);
  });

  test("asks for its password, which is in the secrets directory and nowhere in the data", async () => {
    await assert.rejects(ask("select 1", "guess"), /password authentication failed/);
    const file = join(secretsDirectory, "database-password");
    assert.equal(statSync(file).mode & 0o777, 0o600);
    const { password } = running.connection;
    assert.equal(readFileSync(file, "utf8").trim(), password);
    const files = readdirSync(dataDirectory, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    for (const entry of files) {
      assert.equal(readFileSync(join(entry.parentPath, entry.name)).includes(password), false, entry.name);
    }
  });

  test("sorts and folds by code point, alike on every machine", async () => {
    const [row] = await ask(
      "select pg_encoding_to_char(encoding) as encoding, datlocprovider, datlocale from pg_database where datname = 'zegel'",
    );
    assert.deepEqual(row, { encoding: "UTF8", datlocprovider: "b", datlocale: "C.UTF-8" });
  });

  test("keeps values out of its log when a statement fails", async () => {
    await ask("create table canary (name text unique)");
    await ask("insert into canary values ('kanarie-waarde')");
    await assert.rejects(ask("insert into canary values ('kanarie-waarde')"), /unique/);
    await assert.rejects(ask("select 'kanarie-waarde'::integer"), /invalid input/);
    const client = new Client(running.connection);
    await client.connect();
    await assert.rejects(client.query("select 1 / length($1)", [""]), /division/);
    await client.end();
    await assert.rejects(ask("select 1", "guess"), /password/);
    await until("the log is read", () => lines.some((line) => line.startsWith("FATAL")));
    assert.deepEqual(
      lines.filter((line) => /kanarie|STATEMENT|DETAIL|parameter/.test(line)),
      [],
    );
  });

  test("will not start without the password it was made with, nor for another major version", async () => {
    const other = { dataDirectory, secretsDirectory: join(root, "other-secrets"), log: silentLog };
    mkdirSync(other.secretsDirectory);
    await assert.rejects(startEmbeddedPostgres(other), refusedWith("database.password_missing"));
    const old = prepareDataDirectory(join(root, "old"));
    mkdirSync(join(old, "postgres"));
    writeFileSync(join(old, "postgres/PG_VERSION"), "16\n");
    await assert.rejects(
      startEmbeddedPostgres({ dataDirectory: old, secretsDirectory, log: silentLog }),
      refusedWith("database.other_major"),
    );
  });
});

test("Stopping the database while somebody is connected is nothing that anybody is alarmed about", async () => {
  const errors: string[] = [];
  const told: string[] = [];
  const keep = (_fields: object, message: string): void => void told.push(message);
  const alarm = (_fields: object, message: string): void => void errors.push(message);
  const log: Log = { debug: keep, info: keep, warn: keep, error: alarm, child: () => log };
  const dataDirectory = prepareDataDirectory(join(root, "stopped"));
  const running = await startEmbeddedPostgres({ dataDirectory, secretsDirectory: join(root, "stopped-secrets"), log });
  const client = new Client(running.connection);
  client.on("error", () => undefined);
  await client.connect();
  await running.stop();
  await until("the connection is told", () => told.some((line) => line.includes("terminating connection")));
  assert.deepEqual(errors, []);
});

test("Commands share one database, which ends when the last of them has left", async () => {
  const dataDirectory = prepareDataDirectory(join(root, "shared"));
  const options = { dataDirectory, secretsDirectory: join(root, "shared-secrets"), log: silentLog };
  const first = await useEmbeddedPostgres(options);
  const second = await useEmbeddedPostgres(options);
  assert.deepEqual([first.isShared, second.isShared], [false, true]);
  const client = new Client(second.connection);
  await client.connect();
  let hasEnded = false;
  const released = first.release().then(() => (hasEnded = true));
  assert.equal((await client.query("select 1 as one")).rowCount, 1);
  assert.equal(hasEnded, false);
  await client.end();
  await second.release();
  await released;
  assert.equal(existsSync(join(dataDirectory, "postgres/postmaster.pid")), false);
  assert.equal(existsSync(join(dataDirectory, "zegel.lock")), false);

  const third = await useEmbeddedPostgres(options);
  assert.equal(third.isShared, false);
  await third.release();
});

test("The data directory has one holder, and one that is gone does not count", () => {
  const directory = prepareDataDirectory(join(root, "locked"));
  const lock = lockDataDirectory(directory);
  assert.throws(() => lockDataDirectory(directory), refusedWith("data.in_use"));
  lock.release();
  lockDataDirectory(directory).release();
  // Number 1 is always there, and did not start at tick 0.
  for (const left of ["1 0\n", "4194304 123\n", "torn"]) {
    writeFileSync(join(directory, "zegel.lock"), left);
    lockDataDirectory(directory).release();
  }
  assert.deepEqual(readdirSync(directory), []);
});

test("Missing links between libraries are made, and those that are there stay", () => {
  const directory = join(root, "package");
  mkdirSync(join(directory, "native/lib"), { recursive: true });
  writeFileSync(join(directory, "native/lib/libword.so.1.2"), "library");
  const links = ["libword.so", "libword.so.1"].map((name) => ({
    source: "native/lib/libword.so.1.2",
    target: `native/lib/${name}`,
  }));
  writeFileSync(join(directory, "native/pg-symlinks.json"), JSON.stringify(links));
  symlinkSync("elsewhere", join(directory, "native/lib/libword.so"));
  linkLibraries(directory);
  linkLibraries(directory);
  assert.equal(readFileSync(join(directory, "native/lib/libword.so.1"), "utf8"), "library");
  assert.throws(() => readFileSync(join(directory, "native/lib/libword.so")), /ENOENT/);
});

test("A directory of something else is left as it is", () => {
  const directory = join(root, "letters");
  mkdirSync(directory, { mode: 0o755 });
  writeFileSync(join(directory, "letter.txt"), "");
  assert.throws(() => prepareDataDirectory(directory), refusedWith("data.not_ours"));
  assert.equal(statSync(directory).mode & 0o777, 0o755);
  assert.throws(() => prepareDataDirectory(join(directory, "letter.txt")), refusedWith("config.invalid"));
});

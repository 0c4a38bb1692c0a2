import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Client } from "pg";
import { programDirectory } from "#/config.ts";
import { clientConfig, migrate } from "#/db/index.ts";
import { silentLog } from "#/kernel/index.ts";
import { type ExternalPostgres, startExternalPostgres } from "../../support/external-postgres.ts";
import { runProcess, startProcess } from "../../support/process.ts";
import { until } from "../../support/until.ts";
import { type FilledInstallation, filledInstallation } from "./filled.ts";

let at: FilledInstallation;
let external: ExternalPostgres;

before(async () => {
  [at, external] = await Promise.all([filledInstallation(), startExternalPostgres()]);
});
after(async () => {
  await external?.stop();
  at?.remove();
});

async function zegel<T>(variables: Readonly<Record<string, string>>, ...args: readonly string[]) {
  const env = { ...at.environment, ...variables };
  const { status, out, err } = await runProcess(join(programDirectory, "bin/zegel"), [...args, "--json"], { env });
  return { status, err, document: (out === "" ? {} : JSON.parse(out)) as T };
}

interface Moved {
  readonly rows: number;
  readonly jobs: number;
  readonly postgres: string;
}

/** A database of its own in the distribution's PostgreSQL, and a connection to it that can hold things up. */
async function emptyDatabase(name: string): Promise<{ url: string; open(): Promise<Client> }> {
  const first = new Client({ connectionString: external.url });
  await first.connect();
  await first.query(`create database ${name} encoding 'UTF8' template template0`);
  await first.end();
  const url = external.url.replace(/zegel$/, name);
  const open = async (): Promise<Client> => {
    const client = new Client({ connectionString: url });
    await client.connect();
    return client;
  };
  return { url, open };
}

/** True once somebody waits for what `client` holds. */
const isWaitedFor = async (client: Client): Promise<boolean> =>
  (await client.query("select from pg_locks where not granted limit 1")).rowCount! > 0;

/** The tables, as a restore makes them before the rows. */
const migrateEmpty = (url: string): Promise<void> => migrate(url, silentLog);

const migrating = "hashtextextended('zegel/migrate', 0)";

test("A restore that is killed starts nowhere, wherever it was killed, and goes on to its end when asked again", async () => {
  const backup = at.file("backup");
  const made = await zegel<{ blobs: { count: number } }>({}, "backup", backup, "--secrets", at.file("secrets"));
  assert.equal(made.status, 0, made.err);
  const app = await at.open();
  const noted = new Client(clientConfig(app.ownerConnection));
  await noted.connect();
  const { rowCount } = await noted.query("select from audit_entry where act = 'backup.made'");
  await noted.end();
  await app.close();
  assert.equal(rowCount, 1, "each run is in the audit log, once");
  const { url, open } = await emptyDatabase("restored");
  const holder = await open();
  const data = at.file("restored");
  const variables = { ZEGEL_DATA: data, ZEGEL_DATABASE_URL: url };
  const args = ["restore", backup, "--secrets", at.file("secrets")];
  const marker = join(data, "restore-unfinished");

  /** Kills a restore once it has come to where it is held up; what keeps everything from starting lies there. */
  async function killedWhen(where: string, isThere: () => Promise<boolean> | boolean, database = url): Promise<void> {
    const env = { ...at.environment, ...variables, ZEGEL_DATABASE_URL: database };
    const run = startProcess(process.execPath, [join(programDirectory, "src/doors/cli/main.ts"), ...args], { env });
    await until(where, () => {
      if (run.hasEnded()) throw new Error(`the restore has ended before ${where}: ${run.err()}`);
      return isThere();
    });
    await run.end("SIGKILL");
    // The database does not look whether somebody who waits is still there.
    await holder.query(`select pg_terminate_backend(pid) from pg_stat_activity where wait_event_type = 'Lock'`);
    assert.ok(existsSync(marker), where);
  }

  async function assertNothingStarts(): Promise<void> {
    const ports = { ZEGEL_HTTP_PORT: "0", ZEGEL_SMTP_PORT: "0", ZEGEL_SMTPS_PORT: "0" };
    const env = { ...at.environment, ...variables, ...ports };
    const start = await runProcess(process.execPath, [join(programDirectory, "src/main.ts")], { env });
    assert.equal(start.status, 1);
    assert.match(start.err, /was broken off.*goes on/);
  }

  let silent: Server | undefined;
  try {
    silent = createServer().listen(0, "127.0.0.1");
    await until("the port is open", () => silent?.listening);
    const { port } = silent.address() as { port: number };
    const nobody = `postgres://zegel@127.0.0.1:${port}/zegel`;
    await killedWhen("the database is asked for the first time", () => existsSync(marker), nobody);
  } finally {
    silent?.close();
  }
  const half = await zegel(variables, "backup", at.file("half"));
  assert.equal(half.status, 1);
  assert.match(half.err, /backup\.restore_unfinished/);

  const blobs = join(backup, "data", "blobs");
  const held = readdirSync(blobs, { recursive: true, withFileTypes: true }).find((entry) => entry.isFile());
  const blob = join(held!.parentPath, held!.name);
  renameSync(blob, `${blob}.away`);
  execFileSync("mkfifo", [blob]);
  await killedWhen("a blob is half-way", () => readFileSync(marker, "utf8").includes("restoring"));
  rmSync(blob);
  renameSync(`${blob}.away`, blob);

  await holder.query(`select pg_advisory_lock(${migrating})`);
  await killedWhen("all blobs are there and no table is", () => isWaitedFor(holder));
  await holder.query(`select pg_advisory_unlock(${migrating})`);
  await migrateEmpty(url);
  await holder.query(`begin; lock table mail_message in access share mode`);
  await killedWhen("the rows are half-way", () => isWaitedFor(holder));

  const second = await open();
  await second.query(`select pg_advisory_lock(${migrating})`);
  await holder.query("commit");
  await killedWhen("the rows are there and the newest schema is not", () => isWaitedFor(second));
  await Promise.all([holder.end(), second.end()]);
  await assertNothingStarts();

  const restored = await zegel<{ blobs: number }>(variables, ...args);
  assert.equal(restored.status, 0, restored.err);
  assert.equal(restored.document.blobs, made.document.blobs.count);
  assert.ok(!existsSync(marker));
  const checked = await zegel<{ messages: number; opened: number }>(variables, "check", "--kit", at.kit);
  assert.deepEqual([checked.status, checked.document.messages], [0, 3], checked.err);

  const home = await zegel(variables, "backup", at.file("home"));
  assert.equal(home.status, 0, home.err);
  const embedded = { ZEGEL_DATA: at.file("embedded") };
  const returned = await zegel(embedded, "restore", at.file("home"), "--secrets", at.file("secrets"));
  assert.equal(returned.status, 0, returned.err);
  const whole = await zegel<{ opened: number }>(embedded, "check", "--kit", at.kit);
  assert.deepEqual([whole.status, whole.document.opened], [0, checked.document.opened], whole.err);
});

test("A restore over a database that holds an organisation is refused, and whoever uses it goes on", async () => {
  const { url } = { url: external.url.replace(/zegel$/, "restored") };
  const variables = { ZEGEL_DATA: at.file("beside-data"), ZEGEL_DATABASE_URL: url };
  const refused = await zegel(variables, "restore", at.file("backup"), "--secrets", at.file("secrets"));
  assert.equal(refused.status, 1);
  assert.match(refused.err, /backup\.database_not_empty/);
  assert.ok(!existsSync(at.file("beside-data/restore-unfinished")));
});

test("All rows move from the embedded database to the distribution's PostgreSQL and back, and everything opens", async () => {
  const there = { ZEGEL_DATABASE_URL: external.url };
  const out = await zegel<Moved>({}, "database", "export", at.file("out"));
  assert.equal(out.status, 0, out.err);
  assert.ok(out.document.jobs > 0, "what waits to leave goes along");

  const moved = await zegel<Moved>(there, "database", "import", at.file("out"));
  assert.equal(moved.status, 0, moved.err);
  assert.equal(moved.document.rows, out.document.rows);
  assert.equal(moved.document.jobs, out.document.jobs);
  const checked = await zegel<{ opened: number }>(there, "check", "--kit", at.kit);
  assert.equal(checked.status, 0, checked.err);

  const again = await zegel(there, "database", "import", at.file("out"));
  assert.equal(again.status, 1);
  assert.match(again.err, /backup\.database_not_empty/);

  const back = await zegel<Moved>(there, "database", "export", at.file("back"));
  assert.equal(back.status, 0, back.err);
  assert.match(back.document.postgres, /^1[5-9]/);
  renameSync(at.file("data/postgres"), at.file("postgres-before"));
  const returned = await zegel<Moved>({}, "database", "import", at.file("back"));
  assert.equal(returned.status, 0, returned.err);
  const whole = await zegel<{ opened: number; objects: number; messages: number }>({}, "check", "--kit", at.kit);
  assert.equal(whole.status, 0, whole.err);
  assert.equal(whole.document.messages, 3);
  assert.equal(whole.document.opened, checked.document.opened);
});

test("An export waits for nobody: while others are connected it is refused, since they would go on", async () => {
  const client = new Client({ connectionString: external.url });
  await client.connect();
  const refused = await zegel({ ZEGEL_DATABASE_URL: external.url }, "database", "export", at.file("beside"));
  await client.end();
  assert.equal(refused.status, 1);
  assert.match(refused.err, /backup\.database_in_use/);
});

test("An export of a newer schema, or of other secrets, is refused before anything is made", async () => {
  const newer = at.file("newer");
  cpSync(at.file("out"), newer, { recursive: true });
  const [name] = readdirSync(join(newer, "manifests"));
  const file = join(newer, "manifests", name!);
  const manifest = JSON.parse(readFileSync(file, "utf8")) as { migrations: object[] };
  manifest.migrations.push({ number: 9999, name: "9999_later.sql", checksum: "0".repeat(64) });
  at.write(`newer/manifests/${name}`, JSON.stringify(manifest));
  const refused = await zegel({ ZEGEL_DATABASE_URL: external.url }, "database", "import", newer);
  assert.equal(refused.status, 1);
  assert.match(refused.err, /db\.schema_newer/);
  const elsewhere = { ZEGEL_DATA: at.file("elsewhere") };
  const foreign = await zegel(elsewhere, "database", "import", at.file("out"));
  assert.equal(foreign.status, 1);
  assert.match(foreign.err, /backup\.secrets_missing/);
});

test("A server does not start on a database that a newer version has made", async () => {
  const statement = async (text: string): Promise<void> => {
    const app = await at.open();
    const client = new Client(clientConfig(app.ownerConnection));
    await client.connect();
    await client.query(text);
    await client.end();
    await app.close();
  };
  await statement("insert into db_migration (number, name, checksum) values (9999, '9999_later.sql', 'x')");
  const ports = { ZEGEL_HTTP_PORT: "0", ZEGEL_SMTP_PORT: "0", ZEGEL_SMTPS_PORT: "0" };
  const env = { ...at.environment, ...ports };
  const refused = await runProcess(process.execPath, [join(programDirectory, "src/main.ts")], { env });
  assert.equal(refused.status, 1);
  assert.match(refused.err, /^The database was made by a newer version of Zegel .*9,999/m);
});

test("A database that is not there ends a command with a sentence and the status for what is missing outside", async () => {
  const urls = ["postgres://zegel:x@127.0.0.1:1/zegel", external.url.replace(/zegel$/, "nergens")];
  for (const url of urls) {
    const { status, err } = await zegel({ ZEGEL_DATABASE_URL: url }, "member", "list");
    assert.equal(status, 69, err);
    assert.match(err, /The database of ZEGEL_DATABASE_URL does not answer/);
    assert.ok(!err.includes("fault of its own"));
  }
});

import assert from "node:assert/strict";
import { cpSync, readdirSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Client } from "pg";
import { programDirectory } from "#/config.ts";
import { clientConfig } from "#/db/index.ts";
import { type ExternalPostgres, startExternalPostgres } from "../../support/external-postgres.ts";
import { runProcess } from "../../support/process.ts";
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

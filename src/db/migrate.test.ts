import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { silentLog } from "#/kernel/index.ts";
import { withClient } from "../../tests/support/catalogue.ts";
import { openTestDatabase, type TestDatabase } from "../../tests/support/database.ts";
import { type ExternalPostgres, startExternalPostgres } from "../../tests/support/external-postgres.ts";
import { describeSchema } from "./generate-schema.ts";
import {
  asRole,
  clientConfig,
  type Connection,
  ensureAppRole,
  inDatabase,
  migrate,
  openDatabase,
  roleOf,
} from "./index.ts";

let db: TestDatabase;
let external: ExternalPostgres;
before(async () => {
  [db, external] = await Promise.all([openTestDatabase(), startExternalPostgres()]);
});
after(async () => {
  await db.close();
  await external.stop();
});

const refusal = (code: string) => ({ name: "Refusal", code });

test("The types of the tables are those of the migrated database", async () => {
  const written = await readFile(join(import.meta.dirname, "schema.ts"), "utf8");
  assert.equal(await describeSchema(clientConfig(db.owner)), written, "run src/db/generate-schema.ts");
});

test("A migrated database is left as it is by the next start", async () => {
  const look = "select number, at from db_migration order by number";
  const first = await db.asOwner(look);
  await migrate(db.owner, silentLog);
  assert.deepEqual(await db.asOwner(look), first);
});

test("A database of a newer version is refused, and so is one whose migrations were changed", async () => {
  await db.asOwner("insert into db_migration (number, name, checksum) values (9999, 'later.sql', '')");
  await assert.rejects(migrate(db.owner, silentLog), refusal("db.schema_newer"));
  await db.asOwner("delete from db_migration where number = 9999");
  const [first] = await db.asOwner<{ checksum: string }>("select checksum from db_migration where number = 1");
  await db.asOwner("update db_migration set checksum = 'x' where number = 1");
  await assert.rejects(migrate(db.owner, silentLog), refusal("db.schema_differs"));
  await db.asOwner("update db_migration set checksum = $1 where number = 1", [first!.checksum]);
});

async function ordinaryDatabase(name: string): Promise<Connection> {
  await withClient(external.url, async (client) => {
    await client.query(`create role ${name} login createrole password 'correct horse'`);
    await client.query(`create database ${name} owner ${name}`);
  });
  return asRole(inDatabase(external.url, name), name, "correct horse");
}

test("On the distribution's PostgreSQL an ordinary role with a database of its own is enough", async () => {
  const owner = await ordinaryDatabase("firm");
  await Promise.all([migrate(owner, silentLog), migrate(owner, silentLog)]);
  const app = await ensureAppRole({ owner, password: "secret of the app" });
  assert.notEqual(roleOf(app), roleOf(owner));
  assert.deepEqual(app, await ensureAppRole({ owner, requested: owner, password: "secret of the app" }));
  const database = await openDatabase({ connection: app, poolSize: 2, log: silentLog });
  assert.deepEqual(await database.organisations(), []);
  assert.match(await database.version(), /^15\./);
  await database.close();
});

test("A role that may make no roles is told so, and what to give", async () => {
  const owner = await ordinaryDatabase("narrow");
  await withClient(external.url, (client) => client.query("alter role narrow nocreaterole"));
  await assert.rejects(migrate(owner, silentLog), refusal("db.role_makes_no_roles"));
});

test("The owner keeps no right to the look-ups, and the look-ups no right to make anything", async () => {
  const owner = await ordinaryDatabase("tidy");
  await migrate(owner, silentLog);
  await withClient(owner, async (client) => {
    const { rows } = await client.query(
      "select pg_has_role('tidy', 'zegel_lookup', 'usage') as member, has_schema_privilege('zegel_lookup', 'public', 'create') as creates",
    );
    assert.deepEqual(rows, [{ member: false, creates: false }]);
  });
});

test("A role of the operator's choice serves the app, and is not given another password", async () => {
  const owner = await ordinaryDatabase("chosen");
  await migrate(owner, silentLog);
  await withClient(external.url, (client) => client.query("create role served login password 'its own'"));
  const requested = asRole(owner, "served", "its own");
  assert.equal(await ensureAppRole({ owner, requested, password: "unused" }), requested);
  const database = await openDatabase({ connection: requested, poolSize: 1, log: silentLog });
  assert.deepEqual(await database.organisations(), []);
  await database.close();
});

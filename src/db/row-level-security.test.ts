import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Client } from "pg";
import { type Id, newId, silentLog } from "#/kernel/index.ts";
import { insertion, readTables, type Table, withClient } from "../../tests/support/catalogue.ts";
import { openTestDatabase, type TestDatabase } from "../../tests/support/database.ts";
import { asRole, type Connection, ensureAppRole, inDatabase, migrate } from "./index.ts";

/** Speak of the installation, not of an organisation; the app has no rights to them. */
const withoutOrganisation = ["db_migration", "secrets_installation", "operation_backup"];
const noOrganisation = /no organisation is set/;
const forbidden = { code: "42501" };

let db: TestDatabase;
let tables: Table[];
const [ours, theirs] = [newId(), newId()];
const ordinaryOwner = { name: "ordinary_owner", database: "test_ordinary_owner", password: "correct horse" };
let asOrdinaryOwner: Connection;

/** One row of each organisation in every table; references lead nowhere, so that no table is left out. */
async function fill(client: Client): Promise<void> {
  await client.query("set session_replication_role = replica");
  for (const table of tables)
    for (const organisationId of [ours, theirs]) await client.query(insertion(table, organisationId));
}

before(async () => {
  db = await openTestDatabase();
  tables = (await withClient(db.owner, readTables)).filter((table) => !withoutOrganisation.includes(table.name));
  await withClient(db.owner, fill);
  const { name, database, password } = ordinaryOwner;
  await db.asOwner(`create role ${name} login createrole password '${password}'`);
  await db.asOwner(`grant zegel_app, zegel_lookup to ${name} with admin option`);
  await db.asOwner(`create database ${database} owner ${name}`);
  asOrdinaryOwner = asRole(inDatabase(db.owner, database), name, password);
  await migrate(asOrdinaryOwner, silentLog);
  await withClient(inDatabase(db.owner, database), fill);
});
after(async () => {
  await db.asOwner(`drop database ${ordinaryOwner.database} with (force)`);
  await db.close();
});

async function within(client: Client, organisationId: Id | undefined, text: string, values: unknown[] = []) {
  await client.query("begin");
  try {
    if (organisationId) await client.query("select set_config('app.organisation_id', $1, true)", [organisationId]);
    return await client.query(text, values);
  } finally {
    await client.query("rollback");
  }
}

const organisationsSeen = (client: Client, table: Table, organisationId: Id | undefined) =>
  within(client, organisationId, `select organisation_id from ${table.name}`).then(({ rows }) =>
    rows.map((row) => row.organisation_id),
  );

/** What an update or a delete reached, where the role may do it at all. */
async function reached(client: Client, organisationId: Id, text: string, values: unknown[]): Promise<number> {
  try {
    return (await within(client, organisationId, text, values)).rowCount ?? 0;
  } catch (error) {
    assert.match(String(error), /permission denied/);
    return 0;
  }
}

test("Every table belongs to organisations, and is protected also from its owner", () => {
  assert.ok(tables.length > 20);
  for (const table of tables) {
    assert.ok(table.hasOrganisation, `${table.name} has organisation_id`);
    assert.ok(table.isEnabled && table.isForced, `${table.name} is protected`);
    assert.ok(table.policies.includes("own_organisation"), `${table.name} has its policy`);
  }
});

test("The primary key of every table begins with the organisation", async () => {
  const keys = await db.asOwner<{ name: string; definition: string }>(
    "select conrelid::regclass::text as name, pg_get_constraintdef(oid) as definition from pg_constraint where contype = 'p'",
  );
  for (const table of tables) {
    const key = keys.find((each) => each.name === table.name);
    assert.match(key?.definition ?? "", /^PRIMARY KEY \(organisation_id/, table.name);
  }
});

test("Within an organisation nothing of another one is visible, in any table", async () => {
  await withClient(db.connection, async (client) => {
    for (const table of tables) {
      assert.deepEqual(await organisationsSeen(client, table, ours), [ours], table.name);
      assert.deepEqual(await organisationsSeen(client, table, theirs), [theirs], table.name);
    }
  });
});

test("Without an organisation the app reads nothing: the database says that none is set", async () => {
  await withClient(db.connection, async (client) => {
    for (const table of tables)
      await assert.rejects(organisationsSeen(client, table, undefined), noOrganisation, table.name);
  });
});

test("Within an organisation nothing is written for another one, in any table", async () => {
  await withClient(db.connection, async (client) => {
    for (const table of tables) {
      const { text, values } = insertion(table, theirs);
      await assert.rejects(
        within(client, ours, text, values),
        { ...forbidden, message: /row-level security/ },
        table.name,
      );
    }
  });
});

test("Within an organisation nothing of another one is changed, moved or removed, in any table", async () => {
  await withClient(db.connection, async (client) => {
    for (const { name } of tables) {
      const column = "organisation_id";
      const change = `update ${name} set ${column} = ${column} where ${column} = $1`;
      assert.equal(await reached(client, ours, change, [theirs]), 0, name);
      assert.equal(await reached(client, ours, `delete from ${name} where ${column} = $1`, [theirs]), 0, name);
      const move = within(client, ours, `update ${name} set ${column} = $1 where ${column} = $2`, [theirs, ours]);
      await assert.rejects(move, forbidden, name);
    }
  });
});

test("The app may neither change nor remove an audit entry, even of its own organisation", async () => {
  await withClient(db.connection, async (client) => {
    await assert.rejects(within(client, ours, "update audit_entry set act = 'x.y'"), /permission denied/);
    await assert.rejects(within(client, ours, "delete from audit_entry"), /permission denied/);
  });
});

test("An owner who is no superuser is held to one organisation too", async () => {
  await withClient(asOrdinaryOwner, async (client) => {
    for (const table of tables) {
      assert.deepEqual(await organisationsSeen(client, table, ours), [ours], table.name);
      await assert.rejects(organisationsSeen(client, table, undefined), noOrganisation, table.name);
      const { text, values } = insertion(table, theirs);
      await assert.rejects(within(client, ours, text, values), forbidden, table.name);
    }
  });
});

test("What must come before an organisation is known tells its id and nothing else", async () => {
  const [session] = await db.asOwner<{ session_id: Buffer }>(
    "select session_id from identity_session where organisation_id = $1",
    [ours],
  );
  assert.equal(await db.database.organisationOf.session(session!.session_id), ours);
  assert.equal(await db.database.organisationOf.member("nobody@nowhere.example"), undefined);
  assert.deepEqual(await db.database.organisations(), [ours, theirs].toSorted());
  await withClient(db.connection, (client) =>
    assert.rejects(client.query("set role zegel_lookup"), /permission denied/),
  );
});

test("The role that looks up may read the columns it needs and no others", async () => {
  const columns = await db.asOwner<{ place: string }>(`
    select table_name || '.' || column_name as place from information_schema.column_privileges
    where grantee = 'zegel_lookup' order by 1`);
  assert.deepEqual(
    columns.map((column) => column.place),
    [
      "audit_pending.organisation_id",
      "identity_app_password.organisation_id",
      "identity_app_password.user_name",
      "identity_invitation.invitation_id",
      "identity_invitation.organisation_id",
      "identity_member.email",
      "identity_member.organisation_id",
      "identity_member.state",
      "identity_organisation.domain",
      "identity_organisation.organisation_id",
      "identity_session.organisation_id",
      "identity_session.session_id",
      "mail_dispatch.blob_id",
      "mail_dispatch.created_at",
      "mail_dispatch.kind",
      "mail_dispatch.organisation_id",
      "mail_dispatch.reported_at",
      "mail_dispatch.state",
      "mail_link.link_id",
      "mail_link.notification_mac",
      "mail_link.organisation_id",
      "spaces_object.blob_id",
    ],
  );
});

test("The app's role owns nothing and is nobody's superior", async () => {
  const role = (db.connection as { user: string }).user;
  const [rights] = await db.asOwner(
    "select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname = $1",
    [role],
  );
  assert.deepEqual(rights, { rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false });
  const owned = await db.asOwner(
    "select from pg_class c join pg_roles r on r.oid = c.relowner where r.rolname in ($1, 'zegel_app')",
    [role],
  );
  assert.equal(owned.length, 0);
  await withClient(db.connection, async (client) => {
    for (const table of withoutOrganisation)
      await assert.rejects(client.query(`select from ${table}`), /permission denied/);
    await assert.rejects(client.query("create table public.mine (x int)"), /permission denied/);
    await assert.rejects(client.query("select from graphile_worker._private_jobs"), /permission denied/);
  });
});

test("A second role for the app is made for a database of its own, and reads it", async () => {
  const app = await ensureAppRole({ owner: asOrdinaryOwner, password: "another horse" });
  await withClient(app, async (client) => {
    assert.deepEqual(await organisationsSeen(client, tables[0]!, ours), [ours]);
  });
});

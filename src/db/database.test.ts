import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { sql } from "kysely";
import { Pool, type PoolClient } from "pg";
import { newId } from "#/kernel/index.ts";
import { openTestDatabase, type TestDatabase } from "../../tests/support/database.ts";
import type { Transaction } from "./index.ts";

let db: TestDatabase;
const organisationId = newId();

before(async () => {
  db = await openTestDatabase({ poolSize: 2 });
  await inside((tx) =>
    tx.query
      .insertInto("identity_organisation")
      .values({
        organisation_id: organisationId,
        name: "Bakker",
        domain: "bakker.example",
        root_public: Buffer.alloc(32),
        kit_fingerprint: "",
        kit_shares: 1,
        kit_threshold: 1,
        created_at: new Date(),
      })
      .execute(),
  );
});
after(() => db.close());

const inside = <T>(run: (tx: Transaction) => Promise<T>): Promise<T> => db.database.inOrganisation(organisationId, run);

const rename = (tx: Transaction, name: string) => tx.query.updateTable("identity_organisation").set({ name }).execute();

const nameNow = async (): Promise<string> => {
  const row = await inside((tx) =>
    tx.query.selectFrom("identity_organisation").select("name").executeTakeFirstOrThrow(),
  );
  return row.name;
};

test("What a transaction wrote is there for the next one", async () => {
  await inside((tx) => rename(tx, "Slager"));
  assert.equal(await nameNow(), "Slager");
});

test("Nothing remains of a transaction that was given up", async () => {
  const name = await nameNow();
  const given = inside(async (tx) => {
    await rename(tx, "Kapper");
    throw new Error("given up");
  });
  await assert.rejects(given, /given up/);
  assert.equal(await nameNow(), name);
});

test("A failed statement that nobody looked at is not taken for success", async () => {
  const quiet = inside(async (tx) => {
    await rename(tx, "Kapper");
    await sql`select 1 / 0`.execute(tx.query).catch(() => undefined);
  });
  await assert.rejects(quiet, /nothing was kept/);
});

test("What is sent without waiting is there for the question behind it, and for the next transaction", async () => {
  const name = await inside(async (tx) => {
    tx.soon(tx.query.updateTable("identity_organisation").set({ name: "Smid" }));
    return tx.query.selectFrom("identity_organisation").select("name").executeTakeFirstOrThrow();
  });
  assert.equal(name.name, "Smid");
  assert.equal(await nameNow(), "Smid");
});

test("When a statement fails that nobody waited for, the act fails with its reason and nothing is kept", async () => {
  const name = await nameNow();
  for (const asksOn of [false, true]) {
    const failing = inside(async (tx) => {
      await rename(tx, "Kapper");
      tx.soon({ execute: () => sql`select 1 / 0`.execute(tx.query) });
      if (asksOn) await rename(tx, "Bakker");
    });
    await assert.rejects(failing, /division by zero/, String(asksOn));
    assert.equal(await nameNow(), name);
  }
});

test("After its end a transaction takes no more questions", async () => {
  let kept: Transaction | undefined;
  await inside(async (tx) => {
    kept = tx;
  });
  await assert.rejects(rename(kept!, "Kapper"), /the transaction has ended/);
});

test("An organisation lasts no longer than its transaction, whoever gets the connection next", async (context) => {
  const clients: PoolClient[] = [];
  const connect = Pool.prototype.connect as unknown as (this: Pool) => Promise<PoolClient>;
  context.mock.method(Pool.prototype, "connect", async function (this: Pool) {
    const client = await connect.call(this);
    clients.push(client);
    return client;
  });
  await inside(nameRows);
  await assert.rejects(inside(() => Promise.reject(new Error("given up"))));
  assert.equal(clients.length, 2);
  for (const client of clients) {
    const { rows } = await client.query("select nullif(current_setting('app.organisation_id', true), '') as left_over");
    assert.deepEqual(rows, [{ left_over: null }]);
  }
  assert.deepEqual(await db.database.inOrganisation(newId(), nameRows), []);
});

const nameRows = (tx: Transaction) => tx.query.selectFrom("identity_organisation").select("name").execute();

test("Questions asked at once within a transaction are answered one after the other", async () => {
  const answers = await inside((tx) =>
    Promise.all([1, 2, 3].map((n) => sql<{ n: number }>`select ${n}::int as n`.execute(tx.query))),
  );
  assert.deepEqual(
    answers.map((answer) => answer.rows[0]!.n),
    [1, 2, 3],
  );
});

test("A transaction with repeatable reads sees one moment", async () => {
  const nameBefore = await nameNow();
  await db.database.inOrganisation(
    organisationId,
    async (tx) => {
      await nameRows(tx);
      await inside((other) => rename(other, "Later"));
      assert.deepEqual(await nameRows(tx), [{ name: nameBefore }]);
    },
    { isolation: "repeatable read" },
  );
  assert.equal(await nameNow(), "Later");
});

test("A name that is no organisation's id never reaches the database", async () => {
  const injected = "x'); drop table identity_organisation; --";
  await assert.rejects(db.database.inOrganisation(injected, nameRows), TypeError);
});

test("A connection that the server broke off is replaced, and the act that ran on it fails", async () => {
  const cut = inside(async (tx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx.query);
    await db.asOwner("select pg_terminate_backend($1)", [rows[0]!.pid]);
    await nameRows(tx);
  });
  await assert.rejects(cut);
  assert.equal(await nameNow(), "Later");
  assert.ok(await db.database.isReady());
});

test("Whole numbers come as numbers, and one that does not fit is an error rather than another number", async () => {
  const read = (text: string) =>
    inside((tx) => sql<{ n: number }>`select ${sql.lit(text)}::bigint as n`.execute(tx.query));
  assert.equal((await read("9007199254740991")).rows[0]!.n, Number.MAX_SAFE_INTEGER);
  await assert.rejects(read("9007199254740993"), RangeError);
});

test("The database says when it is not ready", async () => {
  const other = await openTestDatabase();
  await other.database.close();
  assert.equal(await other.database.isReady(), false);
  await other.close();
});

test("More acts than connections wait for their turn", async () => {
  const names = await Promise.all(Array.from({ length: 20 }, nameNow));
  assert.equal(new Set(names).size, 1);
});

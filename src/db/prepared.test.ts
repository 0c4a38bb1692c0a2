import assert from "node:assert/strict";
import { after, test } from "node:test";
import { sql } from "kysely";
import { newId } from "#/kernel/index.ts";
import { openTestDatabase } from "../../tests/support/database.ts";

const db = await openTestDatabase({ poolSize: 1 });
after(() => db.close());
const organisationId = newId();

/** What is prepared on the one connection that there is. */
const prepared = (): Promise<string[]> =>
  db.database.inOrganisation(organisationId, async (tx) => {
    const { rows } = await sql<{ statement: string }>`select statement from pg_prepared_statements`.execute(tx.query);
    return rows.map(({ statement }) => statement);
  });
const ask = (text: string): Promise<unknown> =>
  db.database.inOrganisation(organisationId, (tx) => sql.raw(text).execute(tx.query));

test("A statement that comes again and again is prepared, a rare one is not", async () => {
  for (let time = 0; time < 12; time += 1) await ask("select 41 as often");
  await ask("select 42 as rare");
  const all = await prepared();
  assert.ok(all.includes("select 41 as often"));
  assert.ok(!all.includes("select 42 as rare"));
});

test("After a table was changed, at most one question fails, and the next is answered", async () => {
  const text = "select * from changing";
  const other = await openTestDatabase({ poolSize: 1 });
  try {
    await other.asOwner("create table changing (one integer)");
    await other.asOwner("grant select on changing to public");
    const question = (): Promise<unknown> =>
      other.database.inOrganisation(organisationId, (tx) => sql.raw(text).execute(tx.query));
    for (let time = 0; time < 12; time += 1) await question();
    await other.asOwner("alter table changing add column two integer");
    await question().catch(() => undefined);
    await question();
  } finally {
    await other.close();
  }
});

test("A connection keeps no more than a hundred statements prepared, whatever is asked", async () => {
  for (let number = 0; number < 150; number += 1)
    for (let time = 0; time < 10; time += 1) await ask(`select ${number} as number`);
  assert.ok((await prepared()).length <= 100);
});

test("Behind a transaction pooler no statement has a name", async () => {
  const pooled = await openTestDatabase({ poolSize: 1, prepares: false });
  try {
    const question = (): Promise<{ rows: { count: number }[] }> =>
      pooled.database.inOrganisation(organisationId, (tx) =>
        sql<{ count: number }>`select count(*) as count from pg_prepared_statements`.execute(tx.query),
      );
    for (let time = 0; time < 12; time += 1) assert.equal((await question()).rows[0]!.count, 0);
  } finally {
    await pooled.close();
  }
});

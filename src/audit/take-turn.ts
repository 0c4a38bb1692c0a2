import { sql } from "kysely";
import type { Transaction } from "#/db/index.ts";

const lockOf = (tx: Transaction) => sql`hashtextextended('zegel/audit/' || ${tx.organisationId}, 0)`;

/** One at a time for each organisation, in whichever process, to the transaction's end; false when another is at it. */
export async function takeTurn(tx: Transaction): Promise<boolean> {
  const { rows } = await sql<{ ok: boolean }>`
    select pg_try_advisory_xact_lock(${lockOf(tx)}) as ok`.execute(tx.query);
  return rows[0]!.ok;
}

/** The same, after whoever is at it: for what is to be done, and takes a moment. */
export async function waitTurn(tx: Transaction): Promise<void> {
  await sql`select pg_advisory_xact_lock(${lockOf(tx)})`.execute(tx.query);
}

import { sql } from "kysely";
import type { Transaction } from "#/db/index.ts";

/** One at a time for each organisation, in whichever process, to the transaction's end; false when another is at it. */
export async function takeTurn(tx: Transaction): Promise<boolean> {
  const { rows } = await sql<{ ok: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended('zegel/audit/' || ${tx.organisationId}, 0)) as ok`.execute(
    tx.query,
  );
  return rows[0]!.ok;
}

import { sql } from "kysely";
import { writeAudit } from "#/audit/index.ts";
import type { Database, Transaction } from "#/db/index.ts";
import { base64url, type Bytes, type Clock, type Id, type Log } from "#/kernel/index.ts";
import { changeColumns, changeOf, type ChangeRow, isOurs } from "./change-rows.ts";
import { chainAfter, emptyChain } from "./space-change.ts";

export interface HeadsApp {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
}

export const headsTaken = "spaces.heads-taken";
const atOnce = 5000;
/** So that the entry stays of a size that one reads. */
const headsPerEntry = 200;

interface Head {
  changes: number;
  chain: Bytes;
}

async function takeTurn(tx: Transaction): Promise<boolean> {
  const { rows } = await sql<{ ok: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended('zegel/spaces/' || ${tx.organisationId}, 0)) as ok`.execute(
    tx.query,
  );
  return rows[0]!.ok;
}

/** How long the first change waits already, by the database's clock, which wrote its time. */
async function waitedMs(tx: Transaction): Promise<number | undefined> {
  const { rows } = await sql<{ waited: number }>`
    select extract(epoch from clock_timestamp() - at)::float8 * 1000 as waited from spaces_change
    where organisation_id = ${tx.organisationId} and position is null order by change_id limit 1`.execute(tx.query);
  return rows[0]?.waited;
}

/** `early`: some wait, and may wait longer. */
export type HeadsResult = "taken" | "more" | "early" | "current";

async function hasHeads(tx: Transaction): Promise<boolean> {
  const row = await tx.query
    .selectFrom("spaces_head")
    .select("space_id")
    .where("organisation_id", "=", tx.organisationId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

function waitingRows(tx: Transaction, limit: number | undefined): Promise<ChangeRow[]> {
  const rows = tx.query
    .selectFrom("spaces_change")
    .select(changeColumns)
    .where("organisation_id", "=", tx.organisationId)
    .where("position", "is", null)
    .orderBy("change_id");
  return (limit === undefined ? rows : rows.limit(limit)).execute();
}

async function headsOf(tx: Transaction, spaceIds: readonly Id[]): Promise<Map<Id, Head>> {
  const rows = await tx.query
    .selectFrom("spaces_head")
    .select(["space_id", "changes", "chain"])
    .where("organisation_id", "=", tx.organisationId)
    .where("space_id", "=", sql<Id>`any(${spaceIds})`)
    .execute();
  return new Map(rows.map((row) => [row.space_id, { changes: row.changes, chain: row.chain }]));
}

async function place(tx: Transaction, rows: readonly ChangeRow[], heads: Map<Id, Head>): Promise<void> {
  const positions = rows.map((row) => {
    const head = heads.get(row.space_id) ?? { changes: 0, chain: emptyChain };
    heads.set(row.space_id, { changes: head.changes + 1, chain: chainAfter(head.chain, changeOf(row)) });
    return head.changes + 1;
  });
  await sql`
    update spaces_change change set position = placed.position
    from unnest(${rows.map((row) => row.change_id)}::uuid[], ${positions}::bigint[]) as placed (change_id, position)
    where change.organisation_id = ${tx.organisationId} and change.change_id = placed.change_id`.execute(tx.query);
  await tx.query
    .insertInto("spaces_head")
    .values([...heads].map(([spaceId, head]) => ({ organisation_id: tx.organisationId, space_id: spaceId, ...head })))
    .onConflict((conflict) =>
      conflict
        .columns(["organisation_id", "space_id"])
        .doUpdateSet((of) => ({ changes: of.ref("excluded.changes"), chain: of.ref("excluded.chain") })),
    )
    .execute();
}

async function writeHeads(tx: Transaction, heads: ReadonlyMap<Id, Head>, at: Date): Promise<void> {
  const all = [...heads];
  for (let start = 0; start < all.length; start += headsPerEntry) {
    const some = all.slice(start, start + headsPerEntry);
    await writeAudit(tx, {
      at,
      actor: { kind: "system" },
      act: headsTaken,
      details: {
        spaces: some.length,
        heads: some.map(([spaceId, { changes, chain }]) => [spaceId, changes, base64url(chain)]),
      },
    });
  }
}

/**
 * Counts what changed in spaces and puts their new heads into the audit log, once the first change has waited for
 * `afterMs`. All of it or nothing; what this installation did not write is left out and told. Of several workers one does
 * it.
 */
export function takeHeads(
  { database, clock, log }: HeadsApp,
  organisationId: Id,
  { afterMs }: { readonly afterMs: number },
): Promise<HeadsResult> {
  return database.inOrganisation(organisationId, async (tx) => {
    const waited = await waitedMs(tx);
    if (!tx.auditKey || waited === undefined) return "current";
    // A clock that was set back delays nothing.
    if ((waited >= 0 && waited < afterMs) || !(await takeTurn(tx))) return "early";
    const areFirst = !(await hasHeads(tx));
    const rows = await waitingRows(tx, areFirst ? undefined : atOnce);
    const ours = rows.filter((row) => isOurs(tx, row, areFirst));
    if (ours.length < rows.length)
      log.error(
        { organisationId, changes: rows.length - ours.length },
        "changes of spaces were noted by nobody of ours, or changed: not counted",
      );
    if (ours.length === 0) return "current";
    const heads = await headsOf(tx, [...new Set(ours.map((row) => row.space_id))]);
    for (let start = 0; start < ours.length; start += atOnce) {
      const some = ours.slice(start, start + atOnce);
      const touched = new Set(some.map((row) => row.space_id));
      const current = new Map([...heads].filter(([spaceId]) => touched.has(spaceId)));
      await place(tx, some, current);
      for (const [spaceId, head] of current) heads.set(spaceId, head);
    }
    await writeHeads(tx, heads, clock.now());
    return rows.length === atOnce ? "more" : "taken";
  });
}

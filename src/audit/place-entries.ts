import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import type { Database, Transaction } from "#/db/index.ts";
import { type Bytes, equalBytes, type Id, type Log } from "#/kernel/index.ts";
import type { TreeNode } from "#/vault/index.ts";
import { entryLeafHash, entryMac, saltBytes } from "./canonical-entry.ts";
import { entryColumns, entryOf, type EntryRow } from "./entry-rows.ts";
import { takeTurn } from "./take-turn.ts";
import { openLog } from "./tree.ts";

export interface PlaceApp {
  readonly database: Database;
  readonly log: Log;
}

export interface Placed {
  readonly placed: number;
  /** More waits than was taken at once. */
  readonly hasMore: boolean;
}

type PendingRow = Partial<EntryRow> & { readonly pending_id: Id; readonly mac: Bytes | null };

const atOnce = 1000;
/** Of a log from before there were places: reading a page of it costs a walk through what is left. */
const firstPage = 20_000;

/** A page of what waits, after `after`; each entry is looked up, where a planner without figures reads the table per page. What was not written by this installation, or was changed since, is never placed. */
async function pendingEntries(tx: Transaction, limit: number, after: Id | undefined): Promise<PendingRow[]> {
  const { rows } = await sql<PendingRow>`
    select pending.entry_id as pending_id, pending.mac, ${entryColumns}
    from audit_pending pending
    left join lateral (
      select * from audit_entry each
      where each.organisation_id = pending.organisation_id and each.entry_id = pending.entry_id offset 0
    ) entry on true
    where pending.organisation_id = ${tx.organisationId} ${after === undefined ? sql`` : sql`and pending.entry_id > ${after}`}
    order by pending.entry_id limit ${limit}`.execute(tx.query);
  return rows;
}

async function insertNodes(tx: Transaction, nodes: readonly TreeNode[]): Promise<void> {
  const inner = nodes.filter(({ level }) => level > 0);
  if (inner.length === 0) return;
  await tx.query
    .insertInto("audit_node")
    .values(inner.map((node) => ({ organisation_id: tx.organisationId, ...node })))
    .execute();
}

function isGenuine(tx: Transaction, row: PendingRow, isFirst: boolean): boolean {
  if (!row.entry_id) return false;
  // Entries from before there was a log have no code; they go in first, all together.
  if (!row.mac) return isFirst;
  return tx.auditKey !== undefined && equalBytes(row.mac, entryMac(tx.auditKey, entryOf(row as EntryRow)));
}

/**
 * Places what waits, in the order in which it was committed so far: what is committed later comes later. All of it or
 * nothing, so that a crash neither loses nor doubles anything; a page at a time, so that a long log needs no more memory.
 */
export function placeEntries({ database, log }: PlaceApp, organisationId: Id): Promise<Placed> {
  return database.inOrganisation(organisationId, async (tx) => {
    if (!tx.auditKey || !(await takeTurn(tx))) return { placed: 0, hasMore: false };
    const tree = await openLog(tx);
    const isFirst = tree.size === 0;
    let placed = 0;
    let strange = 0;
    let after: Id | undefined;
    let isLast = false;
    const page = isFirst ? firstPage : atOnce;
    for (let goOn = true; goOn; goOn = isFirst && !isLast) {
      const rows = await pendingEntries(tx, page, after);
      const genuine = rows.filter((row) => isGenuine(tx, row, isFirst));
      for (let start = 0; start < genuine.length; start += atOnce)
        await placeRows(tx, tree, genuine.slice(start, start + atOnce));
      placed += genuine.length;
      strange += rows.length - genuine.length;
      after = rows.at(-1)?.pending_id;
      isLast = rows.length < page;
    }
    if (strange > 0)
      log.error(
        { organisationId, entries: strange },
        "entries were put in the audit log by nobody of ours, or changed: not placed",
      );
    return { placed, hasMore: !isFirst && !isLast && placed > 0 };
  });
}

async function placeRows(
  tx: Transaction,
  tree: Awaited<ReturnType<typeof openLog>>,
  rows: readonly PendingRow[],
): Promise<void> {
  const nodes: TreeNode[] = [];
  const leaves = rows.map((row) => {
    const salt = randomBytes(saltBytes);
    const hash = entryLeafHash(salt, entryOf(row as EntryRow));
    const position = tree.size;
    nodes.push(...tree.append(hash));
    return { organisation_id: tx.organisationId, position, entry_id: row.pending_id, leaf_hash: hash, salt };
  });
  await tx.query.insertInto("audit_leaf").values(leaves).execute();
  await insertNodes(tx, nodes);
  await tx.query
    .deleteFrom("audit_pending")
    .where("organisation_id", "=", tx.organisationId)
    .where(
      "entry_id",
      "in",
      leaves.map((leaf) => leaf.entry_id),
    )
    .execute();
}

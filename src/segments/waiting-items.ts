import type { Transaction } from "#/db/index.ts";
import type { Id } from "#/kernel/index.ts";

const rowsAtOnce = 5000;
const mostTries = 3;

export interface WaitingItem {
  readonly spaceId: Id;
  readonly itemId: Id;
}

/** In the transaction that puts items into spaces: they are found directly until a session merges them. */
export async function awaitMerging(tx: Transaction, items: readonly WaitingItem[]): Promise<void> {
  for (let from = 0; from < items.length; from += rowsAtOnce)
    tx.soon(
      tx.query
        .insertInto("segments_pending")
        .values(
          items
            .slice(from, from + rowsAtOnce)
            .map(({ spaceId, itemId }) => ({ organisation_id: tx.organisationId, space_id: spaceId, item_id: itemId })),
        )
        .onConflict((conflict) => conflict.doNothing()),
    );
}

/** In the transaction that merges them, or takes them away. */
export async function endWaiting(tx: Transaction, spaceId: Id, itemIds: readonly Id[]): Promise<void> {
  if (itemIds.length === 0) return;
  await tx.query
    .deleteFrom("segments_pending")
    .where("organisation_id", "=", tx.organisationId)
    .where("space_id", "=", spaceId)
    .where("item_id", "in", itemIds)
    .execute();
}

/** Of items that a session could not open; after a few tries they are left to those who look directly. */
export async function noteTries(tx: Transaction, spaceId: Id, itemIds: readonly Id[]): Promise<void> {
  if (itemIds.length === 0) return;
  await tx.query
    .updateTable("segments_pending")
    .set((row) => ({ tries: row("tries", "+", 1) }))
    .where("organisation_id", "=", tx.organisationId)
    .where("space_id", "=", spaceId)
    .where("item_id", "in", itemIds)
    .execute();
}

/** The oldest of what waits, without what sessions failed to open. */
export async function waitingItems(tx: Transaction, spaceId: Id, limit: number): Promise<Id[]> {
  const rows = await tx.query
    .selectFrom("segments_pending")
    .select("item_id")
    .where("organisation_id", "=", tx.organisationId)
    .where("space_id", "=", spaceId)
    .where("tries", "<", mostTries)
    .orderBy("item_id")
    .limit(limit)
    .execute();
  return rows.map((row) => row.item_id);
}

/** What no segment says: all that waits, and what is in the segments `besides`, which a reader got nothing of. */
export function unmergedQuery(tx: Transaction, spaceId: Id, besides: readonly Id[]) {
  const waiting = tx.query
    .selectFrom("segments_pending")
    .select("item_id")
    .where("organisation_id", "=", tx.organisationId)
    .where("space_id", "=", spaceId);
  if (besides.length === 0) return waiting;
  const silent = tx.query
    .selectFrom("segments_item")
    .select("item_id")
    .where("organisation_id", "=", tx.organisationId)
    .where("segment_id", "in", besides);
  return waiting.union(silent);
}

export async function unmergedItems(
  tx: Transaction,
  spaceId: Id,
  besides: readonly Id[],
  limit: number,
): Promise<Id[]> {
  const rows = await unmergedQuery(tx, spaceId, besides).limit(limit).execute();
  return rows.map((row) => row.item_id);
}

import type { Transaction } from "#/db/index.ts";
import type { Id } from "#/kernel/index.ts";
import { eraseObjects } from "#/spaces/index.ts";
import { awaitMerging, endWaiting } from "./waiting-items.ts";

/** Whoever is merging right now publishes nothing. */
async function raiseGeneration(tx: Transaction, spaceId: Id): Promise<void> {
  await tx.query
    .insertInto("segments_space")
    .values({ organisation_id: tx.organisationId, space_id: spaceId, generation: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(["organisation_id", "space_id"])
        .doUpdateSet((row) => ({ generation: row("segments_space.generation", "+", 1) })),
    )
    .execute();
}

/** Erases segments; what they held waits to be merged anew. */
export async function eraseSegments(tx: Transaction, spaceId: Id, segmentIds: readonly Id[]): Promise<void> {
  if (segmentIds.length === 0) return;
  await raiseGeneration(tx, spaceId);
  await tx.query
    .insertInto("segments_pending")
    .columns(["organisation_id", "space_id", "item_id"])
    .expression((from) =>
      from
        .selectFrom("segments_item")
        .select(["organisation_id", "space_id", "item_id"])
        .where("organisation_id", "=", tx.organisationId)
        .where("space_id", "=", spaceId)
        .where("segment_id", "in", segmentIds),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await eraseObjects(tx, segmentIds);
}

async function eraseHolding(tx: Transaction, spaceId: Id, itemIds: readonly Id[]): Promise<void> {
  const rows = await tx.query
    .selectFrom("segments_item")
    .select("segment_id")
    .distinct()
    .where("organisation_id", "=", tx.organisationId)
    .where("space_id", "=", spaceId)
    .where("item_id", "in", itemIds)
    .execute();
  await raiseGeneration(tx, spaceId);
  await eraseSegments(
    tx,
    spaceId,
    rows.map((row) => row.segment_id),
  );
}

/** In the transaction that takes items away: no segment holds a term of theirs any more. */
export async function forgetItems(tx: Transaction, spaceId: Id, itemIds: readonly Id[]): Promise<void> {
  if (itemIds.length === 0) return;
  await eraseHolding(tx, spaceId, itemIds);
  await endWaiting(tx, spaceId, itemIds);
}

/** In the transaction that changes what items are found by. */
export async function renewItems(tx: Transaction, spaceId: Id, itemIds: readonly Id[]): Promise<void> {
  if (itemIds.length === 0) return;
  await eraseHolding(tx, spaceId, itemIds);
  await awaitMerging(
    tx,
    itemIds.map((itemId) => ({ spaceId, itemId })),
  );
}

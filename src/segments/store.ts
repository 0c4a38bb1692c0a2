import { verifiedKeys } from "#/certificates/index.ts";
import type { Transaction } from "#/db/index.ts";
import { concat, type Id, isRefusal, type Log, Refusal } from "#/kernel/index.ts";
import { eraseObjects, type OpenedObject, openObjects, type Reader, type SpacesApp } from "#/spaces/index.ts";
import { openSegment, type Segment, type SegmentSource } from "./read-segment.ts";

export interface SegmentsApp extends SpacesApp {
  readonly log: Log;
}

export interface StoredSegment {
  readonly segmentId: Id;
  readonly itemCount: number;
  readonly object: OpenedObject;
}

export const segmentKind = "segment";

export function segmentRows(tx: Transaction, spaceId: Id) {
  return tx.query
    .selectFrom("segments_segment")
    .select(["segment_id", "item_count"])
    .where("organisation_id", "=", tx.organisationId)
    .where("space_id", "=", spaceId)
    .orderBy("segment_id")
    .execute();
}

/**
 * The segments of a space that the reader has a way to and that are what a member wrote; others are left out, and their
 * items count as not merged.
 */
export async function storedSegments(
  app: SegmentsApp,
  tx: Transaction,
  reader: Reader,
  spaceId: Id,
): Promise<StoredSegment[]> {
  const rows = await segmentRows(tx, spaceId);
  const wanted = rows.map((row) => ({ objectId: row.segment_id, kind: segmentKind, spaceId }));
  const note = (objectId: Id, refusal: Refusal): void =>
    app.log.warn({ objectId, code: refusal.code }, "a segment could not be opened");
  const objects = await openObjects(app, tx, reader, wanted, note);
  const signerIds = [...objects.values()].map((object) => object.signerKeyId);
  const signers = await verifiedKeys(app, tx, signerIds, { revoked: "accepted" });
  return rows.flatMap((row): StoredSegment[] => {
    const object = objects.get(row.segment_id);
    if (!object || signers.get(object.signerKeyId)?.kind !== "person") return [];
    return [{ segmentId: row.segment_id, itemCount: row.item_count, object }];
  });
}

export const sourceOf = (object: OpenedObject): SegmentSource => ({
  sizeBytes: object.sizeBytes,
  read: async (start, end) => concat(...(await Array.fromAsync(object.stream({ start, end })))),
});

/** Does something with each segment; one that turns out to be damaged is left out, with what it would have given. */
export async function eachSegment<Result>(
  app: SegmentsApp,
  stored: readonly StoredSegment[],
  look: (segment: Segment) => Promise<Result>,
): Promise<Map<Id, Result>> {
  const results = new Map<Id, Result>();
  for (const { segmentId, object } of stored) {
    try {
      results.set(segmentId, await look(await openSegment(sourceOf(object))));
    } catch (error) {
      if (!isRefusal(error)) throw error;
      app.log.warn({ objectId: segmentId, code: error.code }, "a segment is damaged");
    }
  }
  return results;
}

/** The space's generation, which changes with all that is published or forgotten. */
export async function generationOf(tx: Transaction, spaceId: Id): Promise<number> {
  const row = await tx.query
    .selectFrom("segments_space")
    .select("generation")
    .where("organisation_id", "=", tx.organisationId)
    .where("space_id", "=", spaceId)
    .executeTakeFirst();
  return Number(row?.generation ?? 0);
}

/** True for one only of those that began at the same generation. */
export async function takeGeneration(tx: Transaction, spaceId: Id, from: number): Promise<boolean> {
  const key = { organisation_id: tx.organisationId, space_id: spaceId };
  await tx.query
    .insertInto("segments_space")
    .values({ ...key, generation: 0 })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const result = await tx.query
    .updateTable("segments_space")
    .set({ generation: from + 1 })
    .where("organisation_id", "=", tx.organisationId)
    .where("space_id", "=", spaceId)
    .where("generation", "=", from)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/**
 * Erases the segments of a space that hold any of the items, in the transaction that takes the items away; whoever is
 * merging them right now publishes nothing. The next session makes segments of what is left.
 */
export async function forgetItems(tx: Transaction, spaceId: Id, itemIds: readonly Id[]): Promise<void> {
  if (itemIds.length === 0) return;
  await tx.query
    .insertInto("segments_space")
    .values({ organisation_id: tx.organisationId, space_id: spaceId, generation: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(["organisation_id", "space_id"])
        .doUpdateSet((row) => ({ generation: row("segments_space.generation", "+", 1) })),
    )
    .execute();
  const rows = await tx.query
    .selectFrom("segments_item")
    .select("segment_id")
    .distinct()
    .where("organisation_id", "=", tx.organisationId)
    .where("space_id", "=", spaceId)
    .where("item_id", "in", itemIds)
    .execute();
  await eraseObjects(
    tx,
    rows.map((row) => row.segment_id),
  );
}

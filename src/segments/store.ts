import { verifiedKeys } from "#/certificates/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type Bytes, concat, type Id, isRefusal, type Log } from "#/kernel/index.ts";
import { type OpenedObject, openObjects, type Reader, type SpacesApp } from "#/spaces/index.ts";
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

export interface StoredSegments {
  readonly readable: readonly StoredSegment[];
  /** Refused when they were opened, or not what a member wrote. */
  readonly damaged: readonly Id[];
  /** All that are not readable: damaged, or out of this reader's reach. Their items count as not merged. */
  readonly unread: readonly Id[];
}

/** The segments of a space, as far as the reader can open them. */
export async function storedSegments(
  app: SegmentsApp,
  tx: Transaction,
  reader: Reader,
  spaceId: Id,
): Promise<StoredSegments> {
  const rows = await segmentRows(tx, spaceId);
  const damaged: Id[] = [];
  const wanted = rows.map((row) => ({ objectId: row.segment_id, kind: segmentKind, spaceId }));
  const objects = await openObjects(app, tx, reader, wanted, (objectId, refusal) => {
    app.log.warn({ objectId, code: refusal.code }, "a segment could not be opened");
    damaged.push(objectId);
  });
  const signerIds = [...objects.values()].map((object) => object.signerKeyId);
  const signers = await verifiedKeys(app, tx, signerIds, { revoked: "accepted" });
  const readable: StoredSegment[] = [];
  for (const row of rows) {
    const object = objects.get(row.segment_id);
    if (!object) continue;
    if (signers.get(object.signerKeyId)?.kind === "person")
      readable.push({ segmentId: row.segment_id, itemCount: row.item_count, object });
    else damaged.push(row.segment_id);
  }
  const read = new Set(readable.map(({ segmentId }) => segmentId));
  const unread = rows.map((row) => row.segment_id).filter((segmentId) => !read.has(segmentId));
  return { readable, damaged, unread };
}

const windowBytes = 1 << 20;

/** What was looked at is kept while the segment is: each look at a piece costs its hash, however little is wanted. */
export function sourceOf(object: OpenedObject): SegmentSource {
  const windows = new Map<number, Promise<Bytes>>();
  const load = async (index: number): Promise<Bytes> => {
    const range = { start: index * windowBytes, end: Math.min((index + 1) * windowBytes, object.sizeBytes) };
    return concat(...(await Array.fromAsync(object.stream(range))));
  };
  const windowAt = (index: number): Promise<Bytes> => {
    const known = windows.get(index);
    if (known) return known;
    const loading = load(index);
    windows.set(index, loading);
    return loading;
  };
  return {
    sizeBytes: object.sizeBytes,
    read: async (start, end) => {
      const parts: Bytes[] = [];
      for (let index = Math.floor(start / windowBytes); index * windowBytes < end; index += 1) {
        const from = index * windowBytes;
        parts.push((await windowAt(index)).subarray(Math.max(0, start - from), end - from));
      }
      return parts.length === 1 ? parts[0]! : concat(...parts);
    },
  };
}

/** Does something with each segment; one that turns out to be damaged is given to `damaged`, and left out. */
export async function eachSegment<Result>(
  app: SegmentsApp,
  stored: readonly StoredSegment[],
  look: (segment: Segment) => Promise<Result>,
): Promise<{ readonly results: Result[]; readonly damaged: Id[] }> {
  const results: Result[] = [];
  const damaged: Id[] = [];
  for (const { segmentId, object } of stored) {
    try {
      results.push(await look(await openSegment(sourceOf(object))));
    } catch (error) {
      if (!isRefusal(error)) throw error;
      app.log.warn({ objectId: segmentId, code: error.code }, "a segment is damaged");
      damaged.push(segmentId);
    }
  }
  return { results, damaged };
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

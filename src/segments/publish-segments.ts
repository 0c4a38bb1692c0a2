import type { Database, Transaction } from "#/db/index.ts";
import { type Bytes, type Clock, type Id, isRefusal } from "#/kernel/index.ts";
import {
  discardObject,
  eraseObjects,
  insertObject,
  type OpenEpoch,
  prepareObject,
  type Reader,
} from "#/spaces/index.ts";
import type { Signer } from "#/vault/index.ts";
import { eraseSegments } from "./erase-segments.ts";
import { mergeSegments } from "./merge-segments.ts";
import {
  generationOf,
  segmentKind,
  type SegmentsApp,
  type StoredSegment,
  storedSegments,
  takeGeneration,
} from "./store.ts";
import { endWaiting } from "./waiting-items.ts";
import { type ListedItem, segmentOf } from "./write-segment.ts";

export interface PublishApp extends SegmentsApp {
  readonly clock: Clock;
  readonly database: Database;
}

/** Who merges, and where. */
export interface Publishing {
  readonly organisationId: Id;
  readonly spaceId: Id;
  readonly reader: Reader;
  readonly signer: Signer;
  /** The space's newest epoch, checked by the caller to be its owner's. */
  readonly epoch: Omit<OpenEpoch, "secret">;
  /** From before what is merged was read. */
  readonly generation: number;
}

const fanOut = 8;
const smallest = 64;
const rowsAtOnce = 5000;

/** Segments of the same tier are merged when there are eight. */
export const tierOf = (itemCount: number): number =>
  Math.max(0, Math.floor(Math.log(itemCount / smallest) / Math.log(fanOut)) + 1);

async function publish(
  app: PublishApp,
  { organisationId, spaceId, epoch, signer, generation }: Publishing,
  content: Bytes,
  itemIds: readonly Id[],
  replaced: readonly Id[],
): Promise<boolean> {
  const input = { organisationId, epoch, kind: segmentKind, signer };
  const prepared = await prepareObject(app, input, content);
  const place = { organisation_id: organisationId, space_id: spaceId };
  const write = async (tx: Transaction): Promise<boolean> => {
    if (!(await takeGeneration(tx, spaceId, generation))) return false;
    await insertObject(tx, prepared, app.clock.now());
    const segment = { ...place, segment_id: prepared.objectId };
    await tx.query
      .insertInto("segments_segment")
      .values({ ...segment, item_count: itemIds.length })
      .execute();
    await eraseObjects(tx, replaced);
    for (let from = 0; from < itemIds.length; from += rowsAtOnce)
      await tx.query
        .insertInto("segments_item")
        .values(itemIds.slice(from, from + rowsAtOnce).map((itemId) => ({ ...segment, item_id: itemId })))
        .execute();
    await endWaiting(tx, spaceId, itemIds);
    return true;
  };
  let isPublished = false;
  try {
    isPublished = await app.database.inOrganisation(organisationId, write);
  } finally {
    if (!isPublished) await discardObject(app, prepared);
  }
  return isPublished;
}

/** Makes a segment of items that are in none yet. False when somebody else published in the meantime: nothing was done. */
export const addItems = (app: PublishApp, publishing: Publishing, items: readonly ListedItem[]): Promise<boolean> =>
  publish(
    app,
    publishing,
    segmentOf(items),
    items.map(({ itemId }) => itemId),
    [],
  );

/** Undefined when one of them is damaged. */
async function contentOf(
  app: PublishApp,
  chosen: readonly StoredSegment[],
  itemIds: ReadonlySet<Id>,
): Promise<Bytes | undefined> {
  try {
    const contents: Bytes[] = [];
    for (const { object } of chosen) contents.push(await object.bytes());
    return await mergeSegments(contents, (itemId) => itemIds.has(itemId));
  } catch (error) {
    if (!isRefusal(error)) throw error;
    app.log.warn({ code: error.code }, "a segment is damaged: what it held is merged anew");
    return undefined;
  }
}

/** Merges eight segments of a tier where there are as many. False when there were not, or somebody else published. */
export async function mergeTier(app: PublishApp, publishing: Omit<Publishing, "generation">): Promise<boolean> {
  const { organisationId, spaceId, reader } = publishing;
  const found = await app.database.inOrganisation(organisationId, async (tx) => {
    const generation = await generationOf(tx, spaceId);
    const { readable } = await storedSegments(app, tx, reader, spaceId);
    const tiers = Map.groupBy(readable, ({ itemCount }) => tierOf(itemCount));
    const full = [...tiers.values()].find((tier) => tier.length >= fanOut);
    if (!full) return undefined;
    const chosen = full.slice(0, fanOut);
    const rows = await tx.query
      .selectFrom("segments_item")
      .select("item_id")
      .where("organisation_id", "=", tx.organisationId)
      .where("space_id", "=", spaceId)
      .where(
        "segment_id",
        "in",
        chosen.map(({ segmentId }) => segmentId),
      )
      .execute();
    return { generation, chosen, itemIds: new Set(rows.map((row) => row.item_id)) };
  });
  if (!found) return false;
  const { generation, chosen, itemIds } = found;
  const replaced = chosen.map(({ segmentId }) => segmentId);
  const content = await contentOf(app, chosen, itemIds);
  if (content) return publish(app, { ...publishing, generation }, content, [...itemIds], replaced);
  await app.database.inOrganisation(organisationId, (tx) => eraseSegments(tx, spaceId, replaced));
  return true;
}

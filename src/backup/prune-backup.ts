import type { BlobStore } from "#/blobs/index.ts";
import { dayMs, type Id } from "#/kernel/index.ts";
import { listedBlobs } from "./copy-blobs.ts";
import { isWhole } from "./durable-files.ts";
import { type Layout, readableManifests, removeSnapshot } from "./layout.ts";

export interface Pruned {
  readonly snapshots: readonly string[];
  readonly blobs: number;
  /** Manifests and lists that are not what was written: nothing is removed beside them. */
  readonly damaged: readonly string[];
}

/** Walks several lists that are in order at once, and gives each id once. */
async function* merged(lists: readonly AsyncIterator<{ readonly id: Id }>[]): AsyncGenerator<Id, void> {
  const heads = await Promise.all(lists.map(async (list) => ({ list, head: await list.next() })));
  for (;;) {
    const left = heads.filter(({ head }) => !head.done);
    if (left.length === 0) return;
    const least = left.map(({ head }) => (head.value as { id: Id }).id).reduce((a, b) => (a < b ? a : b));
    for (const each of left) if ((each.head.value as { id: Id }).id === least) each.head = await each.list.next();
    yield least;
  }
}

/** Blobs of the removed snapshots that none of the kept ones names. */
async function* leftOver(
  layout: Layout,
  removed: readonly string[],
  kept: readonly string[],
): AsyncGenerator<Id, void> {
  const keptIds = merged(kept.map((snapshot) => listedBlobs(layout, snapshot)));
  let current = await keptIds.next();
  for await (const id of merged(removed.map((snapshot) => listedBlobs(layout, snapshot)))) {
    while (!current.done && current.value < id) current = await keptIds.next();
    if (current.done || current.value !== id) yield id;
  }
}

const takenAtMs = (snapshot: string): number => {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/.exec(snapshot) ?? [];
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
};

/**
 * Removes the snapshots that are older than `keepDays`, never the newest, and the blobs that only they named. Keys are
 * the first thing to go: from then on what was erased since can't be opened from this backup either.
 */
export async function pruneBackup(
  layout: Layout,
  blobs: BlobStore,
  { keepDays, now }: { readonly keepDays: number; readonly now: Date },
): Promise<Pruned> {
  const { manifests, unreadable } = await readableManifests(layout);
  const damaged = [...unreadable];
  for (const { snapshot, blobs: list } of manifests)
    if (list && !(await isWhole(layout.blobList(snapshot), list))) damaged.push(layout.blobList(snapshot));
  const oldest = now.getTime() - keepDays * dayMs;
  const old = manifests
    .slice(0, -1)
    .map(({ snapshot }) => snapshot)
    .filter((snapshot) => takenAtMs(snapshot) < oldest);
  // Which blobs a damaged one names is not known: nothing goes.
  if (old.length === 0 || damaged.length > 0) return { snapshots: [], blobs: 0, damaged };
  const withBlobs = (isOld: boolean): string[] =>
    manifests.flatMap(({ snapshot, blobs: list }) => (list && old.includes(snapshot) === isOld ? snapshot : []));
  let removed = 0;
  for await (const id of leftOver(layout, withBlobs(true), withBlobs(false))) {
    await blobs.remove(id);
    removed++;
  }
  for (const snapshot of old) await removeSnapshot(layout, snapshot);
  return { snapshots: old, blobs: removed, damaged };
}

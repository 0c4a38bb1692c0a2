import type { BlobStore } from "#/blobs/index.ts";
import { dayMs, type Id } from "#/kernel/index.ts";
import { listedBlobs } from "./copy-blobs.ts";
import { type Layout, listSnapshots, readManifest, removeSnapshot } from "./layout.ts";

export interface Pruned {
  readonly snapshots: readonly string[];
  readonly blobs: number;
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
  const all = await listSnapshots(layout);
  const oldest = now.getTime() - keepDays * dayMs;
  const old = all.slice(0, -1).filter((snapshot) => takenAtMs(snapshot) < oldest);
  if (old.length === 0) return { snapshots: [], blobs: 0 };
  const withBlobs = async (snapshots: readonly string[]): Promise<string[]> => {
    const manifests = await Promise.all(snapshots.map((snapshot) => readManifest(layout, snapshot)));
    return manifests.filter(({ blobs: list }) => list !== null).map(({ snapshot }) => snapshot);
  };
  const kept = await withBlobs(all.filter((snapshot) => !old.includes(snapshot)));
  let removed = 0;
  for await (const id of leftOver(layout, await withBlobs(old), kept)) {
    await blobs.remove(id);
    removed++;
  }
  for (const snapshot of old) await removeSnapshot(layout, snapshot);
  return { snapshots: old, blobs: removed };
}

import type { BlobStore } from "#/blobs/index.ts";
import type { Database } from "#/db/index.ts";
import { dayMs, type Id, newId } from "#/kernel/index.ts";

const batchSize = 500;

/**
 * Removes blobs of objects that never came to be: the server was killed between writing the blob and the row. Only what
 * is older than a day, since a younger one may be just about to get its row. Returns how many.
 */
export async function sweepBlobs(
  app: { readonly blobs: BlobStore; readonly database: Pick<Database, "blobsInUse"> },
  now: Date,
): Promise<number> {
  const youngest = newId(now.getTime() - dayMs);
  let removed = 0;

  async function sweep(ids: readonly Id[]): Promise<void> {
    const used = new Set(await app.database.blobsInUse(ids));
    for (const id of ids.filter((each) => !used.has(each))) {
      await app.blobs.remove(id);
      removed++;
    }
  }

  let batch: Id[] = [];
  for await (const id of app.blobs.list()) {
    if (id < youngest) batch.push(id);
    if (batch.length < batchSize) continue;
    await sweep(batch);
    batch = [];
  }
  if (batch.length > 0) await sweep(batch);
  return removed;
}

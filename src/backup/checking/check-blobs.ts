import { dayMs, type Id, newId } from "#/kernel/index.ts";
import type { CheckApp } from "./check-objects.ts";

export interface CheckedBlobs {
  readonly blobs: number;
  /** Blobs that no row names, a day after they were written. */
  readonly orphans: readonly Id[];
  /** The same, and younger: their rows may be about to be written. */
  readonly recent: number;
}

const batchLength = 500;

/** Every blob has a row. */
export async function checkBlobs(app: CheckApp, now: Date): Promise<CheckedBlobs> {
  const youngest = newId(now.getTime() - dayMs);
  const orphans: Id[] = [];
  let blobs = 0;
  let recent = 0;
  let batch: Id[] = [];
  const judge = async (): Promise<void> => {
    const named = new Set(await app.database.blobsInUse(batch));
    for (const id of batch.filter((each) => !named.has(each)))
      if (id < youngest) orphans.push(id);
      else recent++;
    blobs += batch.length;
    batch = [];
  };
  for await (const id of app.blobs.list()) {
    batch.push(id);
    if (batch.length === batchLength) await judge();
  }
  if (batch.length > 0) await judge();
  return { blobs, orphans: orphans.toSorted(), recent };
}

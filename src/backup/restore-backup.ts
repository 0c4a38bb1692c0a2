import type { Client } from "pg";
import { type BlobStore, isUnreadable } from "#/blobs/index.ts";
import { type Connection, migrate } from "#/db/index.ts";
import { type Id, isRefusal, type Log, Refusal } from "#/kernel/index.ts";
import { createHash } from "node:crypto";
import { openBlobDirectory } from "#/blobs/index.ts";
import { type ListedBlob, listedBlobs } from "./copy-blobs.ts";
import type { Layout } from "./layout.ts";
import { assertWhole, loadRows } from "./load-rows.ts";
import type { Manifest } from "./manifest.ts";
import { withClient } from "./open-client.ts";
import { hashBlob } from "./verify-backup.ts";

export interface LoadDatabase {
  readonly connection: Connection;
  readonly layout: Layout;
  readonly manifest: Manifest;
  readonly log: Log;
}

/**
 * The rows of a snapshot in an empty database: the schema as it was, by our migrations, then all rows or none. Newer
 * migrations follow at the next start. @throws Refusal `db.…`, `backup.database_not_empty`, `backup.part_damaged`.
 */
export async function loadDatabase(
  { connection, layout, manifest, log }: LoadDatabase,
  andThen?: (client: Client) => Promise<void>,
): Promise<void> {
  await migrate(connection, log, { only: manifest.migrations });
  await withClient(connection, (client) => loadRows(client, layout, manifest, andThen));
}

const blobsAtOnce = 4;

const damagedCode = "backup.blob_damaged";

async function restoreBlob(from: BlobStore, to: BlobStore, listed: ListedBlob): Promise<void> {
  const damaged = (): Refusal => new Refusal("invalid", damagedCode, { blob: listed.id });
  if ((await to.size(listed.id)) === listed.sizeBytes && (await hashBlob(to, listed.id))?.sha256 === listed.sha256)
    return;
  if ((await from.size(listed.id)) === undefined) throw damaged();
  const hash = createHash("sha256");
  const read = from.read(listed.id);
  async function* checked() {
    try {
      for await (const part of read) {
        hash.update(part);
        yield part;
      }
    } catch (error) {
      throw isUnreadable(error) ? damaged() : error;
    }
    if (hash.digest("hex") !== listed.sha256) throw damaged();
  }
  await to.write(listed.id, checked());
}

/**
 * Every blob of the snapshot, checked by its hash; durable when it resolves. With `skipDamaged` those that are damaged in
 * the backup are left out, and given back. @throws Refusal `backup.part_damaged` (their list), `backup.blob_damaged`.
 */
export async function restoreBlobs(
  layout: Layout,
  manifest: Manifest,
  to: BlobStore,
  { skipDamaged }: { readonly skipDamaged: boolean },
): Promise<Id[]> {
  const { blobs, snapshot } = manifest;
  const skipped: Id[] = [];
  if (!blobs) return skipped;
  await assertWhole(layout.blobList(snapshot), blobs);
  const from = await openBlobDirectory(layout.blobs);
  let batch: ListedBlob[] = [];
  const restoreBatch = async (): Promise<void> => {
    await Promise.all(
      batch.map((listed) =>
        restoreBlob(from, to, listed).catch((error: unknown) => {
          if (!skipDamaged || !isRefusal(error) || error.code !== damagedCode) throw error;
          skipped.push(listed.id);
        }),
      ),
    );
    batch = [];
  };
  for await (const listed of listedBlobs(layout, snapshot)) {
    batch.push(listed);
    if (batch.length === blobsAtOnce) await restoreBatch();
  }
  await restoreBatch();
  return skipped;
}

/** What was erased while the backup ran is erased in what comes out of it too: its payload was not copied any more. */
export const eraseErased =
  (manifest: Manifest) =>
  async (client: Client): Promise<void> => {
    const erased = manifest.blobs?.erased ?? [];
    if (erased.length > 0) await client.query("delete from spaces_object where blob_id = any($1)", [erased]);
  };

import { type BlobStore, openBlobDirectory } from "#/blobs/index.ts";
import type { Id } from "#/kernel/index.ts";
import { createHash } from "node:crypto";
import { type ListedBlob, listedBlobs } from "./copy-blobs.ts";
import { hashFile } from "./durable-files.ts";
import { type Layout, layoutOf, listSnapshots, readManifest } from "./layout.ts";
import type { Manifest } from "./manifest.ts";
import { chooseManifest } from "./layout.ts";

export interface VerifiedBackup {
  readonly snapshots: readonly Manifest[];
  readonly files: number;
  readonly blobs: number;
  /** What is missing, or is not what the manifest says; paths of files, ids of blobs. */
  readonly wrong: readonly string[];
}

/** What `blobs` has under the id, or undefined when it is missing. */
export async function hashBlob(blobs: BlobStore, id: Id): Promise<ListedBlob | undefined> {
  if ((await blobs.size(id)) === undefined) return undefined;
  const hash = createHash("sha256");
  let sizeBytes = 0;
  for await (const part of blobs.read(id)) {
    hash.update(part);
    sizeBytes += part.byteLength;
  }
  return { id, sizeBytes, sha256: hash.digest("hex") };
}

async function verifyFiles(layout: Layout, manifest: Manifest, wrong: string[]): Promise<number> {
  const { snapshot, tables, jobs, blobs } = manifest;
  const files = [
    ...tables.map((table) => ({ path: layout.table(snapshot, table), expected: table })),
    { path: layout.jobs(snapshot), expected: jobs },
    ...(blobs ? [{ path: layout.blobList(snapshot), expected: blobs }] : []),
  ];
  for (const { path, expected } of files) {
    const found = await hashFile(path);
    if (found?.sizeBytes !== expected.sizeBytes || found.sha256 !== expected.sha256) wrong.push(path);
  }
  return files.length;
}

/**
 * Reads everything in a backup again and compares it with what was written: every file of every snapshot, every blob.
 * @throws Refusal `backup.none_whole`, `backup.manifest_wrong`.
 */
export async function verifyBackup(directory: string): Promise<VerifiedBackup> {
  const layout = layoutOf(directory);
  await chooseManifest(layout);
  const wrong: string[] = [];
  const snapshots: Manifest[] = [];
  let files = 0;
  let blobs = 0;
  let store: BlobStore | undefined;
  const seen = new Set<Id>();
  for (const snapshot of await listSnapshots(layout)) {
    const manifest = await readManifest(layout, snapshot);
    snapshots.push(manifest);
    files += await verifyFiles(layout, manifest, wrong);
    if (!manifest.blobs || wrong.includes(layout.blobList(snapshot))) continue;
    store ??= await openBlobDirectory(layout.blobs);
    for await (const listed of listedBlobs(layout, snapshot)) {
      if (seen.has(listed.id)) continue;
      seen.add(listed.id);
      blobs++;
      const found = await hashBlob(store, listed.id);
      if (found?.sha256 !== listed.sha256) wrong.push(listed.id);
    }
  }
  return { snapshots, files, blobs, wrong };
}

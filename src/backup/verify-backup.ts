import { createHash } from "node:crypto";
import { rename } from "node:fs/promises";
import { dirname } from "node:path";
import { type BlobStore, isUnreadable, openBlobDirectory } from "#/blobs/index.ts";
import { type Id, isId, Refusal } from "#/kernel/index.ts";
import { type ListedBlob, listedBlobs } from "./copy-blobs.ts";
import { isWhole, syncDirectory } from "./durable-files.ts";
import { type Layout, layoutOf, readableManifests } from "./layout.ts";
import type { Manifest } from "./manifest.ts";

export interface VerifiedBackup {
  readonly snapshots: readonly Manifest[];
  readonly files: number;
  readonly blobs: number;
  /** What is missing, or is not what the manifest says; paths of files, ids of blobs. */
  readonly wrong: readonly string[];
  /** Of these, what was moved out of the way. */
  readonly aside: readonly string[];
}

/** What `blobs` has under the id, or undefined when it is missing or can't be read. */
export async function hashBlob(blobs: BlobStore, id: Id): Promise<ListedBlob | undefined> {
  if ((await blobs.size(id)) === undefined) return undefined;
  const hash = createHash("sha256");
  let sizeBytes = 0;
  try {
    for await (const part of blobs.read(id)) {
      hash.update(part);
      sizeBytes += part.byteLength;
    }
  } catch (error) {
    if (isUnreadable(error)) return undefined;
    throw error;
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
  for (const { path, expected } of files) if (!(await isWhole(path, expected))) wrong.push(path);
  return files.length;
}

/** Out of the way, and kept: the next backup copies the blob anew, and goes by the other manifests. */
async function setAside(layout: Layout, store: BlobStore | undefined, wrong: readonly string[]): Promise<string[]> {
  const aside: string[] = [];
  for (const each of wrong) {
    const isManifest = dirname(each) === layout.manifests;
    if (isManifest) await rename(each, `${each}.damaged`);
    else if (isId(each) && (await store?.size(each)) !== undefined) await store!.setAside(each);
    else continue;
    aside.push(each);
  }
  if (aside.some((each) => !isId(each))) await syncDirectory(layout.manifests);
  return aside;
}

/**
 * Reads everything in a backup again and compares it with what was written: every file of every snapshot, every blob.
 * `quarantine` moves damaged blobs and manifests out of the way. @throws Refusal `backup.none_whole`.
 */
export async function verifyBackup(
  directory: string,
  { quarantine = false }: { readonly quarantine?: boolean } = {},
): Promise<VerifiedBackup> {
  const layout = layoutOf(directory);
  const { manifests, unreadable } = await readableManifests(layout);
  if (manifests.length + unreadable.length === 0) throw new Refusal("absent", "backup.none_whole", { directory });
  const wrong: string[] = [...unreadable];
  let files = unreadable.length;
  let blobs = 0;
  let store: BlobStore | undefined;
  const seen = new Set<Id>();
  for (const manifest of manifests) {
    const { snapshot } = manifest;
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
  const aside = quarantine ? await setAside(layout, store, wrong) : [];
  return { snapshots: manifests, files, blobs, wrong, aside };
}

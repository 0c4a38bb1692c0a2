import { randomBytes } from "node:crypto";
import { readdir, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { isRefusal, Refusal } from "#/kernel/index.ts";
import { inParts, isThere, makeDirectory, readText, syncDirectory, writeFile } from "./durable-files.ts";
import { type Manifest, parseManifest, type TableFile, writeManifest } from "./manifest.ts";

const manifestPattern = /^(\d{8}T\d{6}Z-[0-9a-f]{8})\.json$/;
const snapshotPattern = /^\d{8}T\d{6}Z-[0-9a-f]{8}$/;

/** Where the parts of a backup lie below its directory. */
export interface Layout {
  readonly directory: string;
  readonly manifests: string;
  readonly blobs: string;
  data(snapshot: string): string;
  keys(snapshot: string): string;
  table(snapshot: string, table: Pick<TableFile, "part" | "schema" | "table">): string;
  blobList(snapshot: string): string;
  jobs(snapshot: string): string;
}

export function layoutOf(path: string): Layout {
  const directory = resolve(path);
  const data = (snapshot: string): string => join(directory, "data", "rows", snapshot);
  const keys = (snapshot: string): string => join(directory, "keys", snapshot);
  return {
    directory,
    manifests: join(directory, "manifests"),
    blobs: join(directory, "data", "blobs"),
    data,
    keys,
    table: (snapshot, { part, schema, table }) =>
      join((part === "keys" ? keys : data)(snapshot), `${schema}.${table}.copy.zst`),
    blobList: (snapshot) => join(data(snapshot), "blobs.tsv.zst"),
    jobs: (snapshot) => join(data(snapshot), "jobs.copy.zst"),
  };
}

/** A name that sorts by time. */
export const newSnapshot = (now: Date): string =>
  `${now.toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}Z-${randomBytes(4).toString("hex")}`;

const namesIn = async (directory: string): Promise<string[]> =>
  (await isThere(directory)) ? (await readdir(directory)).toSorted() : [];

/** Names of the snapshots that are whole, oldest first. */
export async function listSnapshots(layout: Layout): Promise<string[]> {
  return (await namesIn(layout.manifests)).flatMap((name) => manifestPattern.exec(name)?.[1] ?? []);
}

/** @throws Refusal `backup.manifest_wrong`. */
export async function readManifest(layout: Layout, snapshot: string): Promise<Manifest> {
  const file = join(layout.manifests, `${snapshot}.json`);
  const manifest = parseManifest((await readText(file)) ?? "", file);
  if (manifest.snapshot !== snapshot) throw new Refusal("invalid", "backup.manifest_wrong", { file });
  return manifest;
}

/** Those that can be read, oldest first, and the files of those that can't. */
export async function readableManifests(
  layout: Layout,
): Promise<{ readonly manifests: Manifest[]; readonly unreadable: string[] }> {
  const manifests: Manifest[] = [];
  const unreadable: string[] = [];
  for (const snapshot of await listSnapshots(layout))
    try {
      manifests.push(await readManifest(layout, snapshot));
    } catch (error) {
      if (!isRefusal(error)) throw error;
      unreadable.push(join(layout.manifests, `${snapshot}.json`));
    }
  return { manifests, unreadable };
}

/** The newest whole one, or the one that is asked for. @throws Refusal `backup.none_whole`, `backup.snapshot_absent`. */
export async function chooseManifest(layout: Layout, wanted?: string): Promise<Manifest> {
  const snapshots = await listSnapshots(layout);
  const chosen = wanted ?? snapshots.at(-1);
  if (chosen === undefined) throw new Refusal("absent", "backup.none_whole", { directory: layout.directory });
  if (!snapshots.includes(chosen))
    throw new Refusal("absent", "backup.snapshot_absent", { snapshot: chosen, directory: layout.directory });
  return readManifest(layout, chosen);
}

/** Written last: a snapshot without it does not count. Durable when it resolves. */
export async function keepManifest(layout: Layout, manifest: Manifest): Promise<void> {
  await makeDirectory(layout.manifests);
  await writeFile(join(layout.manifests, `${manifest.snapshot}.json`), inParts(writeManifest(manifest)));
  await syncDirectory(layout.manifests);
}

/** The manifest goes first, so that nothing half removed is taken for whole. */
export async function removeSnapshot(layout: Layout, snapshot: string): Promise<void> {
  await rm(join(layout.manifests, `${snapshot}.json`), { force: true });
  if (await isThere(layout.manifests)) await syncDirectory(layout.manifests);
  for (const path of [layout.keys(snapshot), layout.data(snapshot)]) await rm(path, { recursive: true, force: true });
}

/** What runs that were broken off left behind; their blobs stay, for the next run. */
export async function removeUnfinished(layout: Layout): Promise<void> {
  const whole = new Set(await listSnapshots(layout));
  for (const parent of [join(layout.directory, "data", "rows"), join(layout.directory, "keys")])
    for (const name of await namesIn(parent))
      if (snapshotPattern.test(name) && !whole.has(name))
        await rm(join(parent, name), { recursive: true, force: true });
}

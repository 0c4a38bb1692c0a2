import { realpathSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { type BlobStore, openBlobDirectory } from "#/blobs/index.ts";
import type { Connection } from "#/db/index.ts";
import { lockDataDirectory } from "#/db/embedded/index.ts";
import { Refusal } from "#/kernel/index.ts";
import { copyBlobs } from "./copy-blobs.ts";
import { copySecrets } from "./copy-secrets.ts";
import { makeDirectory } from "./durable-files.ts";
import { keepManifest, layoutOf, newSnapshot, readableManifests, removeUnfinished } from "./layout.ts";
import { isEmptyDatabase } from "./load-rows.ts";
import type { Manifest } from "./manifest.ts";
import { withClient } from "./open-client.ts";
import { pruneBackup, type Pruned } from "./prune-backup.ts";
import { noteBackup } from "./last-backup.ts";
import { namedBlobs } from "./named-blobs.ts";
import { writeRows } from "./write-rows.ts";

export interface MakeBackup {
  /** Of the role that owns the schema. */
  readonly connection: Connection;
  readonly blobs: BlobStore;
  readonly directory: string;
  /** Where data, blobs and secrets of the installation lie: no place for its backup. */
  readonly ownDirectories: readonly string[];
  readonly secretsDirectory: string;
  /** Where the secrets are copied to; nowhere when undefined. */
  readonly secretsTo?: string | undefined;
  readonly keepDays: number;
  readonly zegelVersion: string;
  readonly now: Date;
}

export interface MadeBackup {
  readonly manifest: Manifest;
  readonly pruned: Pruned;
  readonly secretFiles: number | undefined;
}

/** The path without links, also of what does not exist yet. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(realPath(parent), relative(parent, path));
  }
}

export const isInside = (path: string, directory: string): boolean =>
  `${realPath(resolve(path))}/`.startsWith(`${realPath(resolve(directory))}/`);

function assertPlaces({ directory, ownDirectories, secretsTo }: MakeBackup): void {
  const own = ownDirectories.find((each) => isInside(directory, each) || isInside(each, directory));
  if (own !== undefined) throw new Refusal("invalid", "backup.inside_data", { directory, own });
  if (secretsTo === undefined) return;
  if (isInside(secretsTo, directory) || isInside(directory, secretsTo))
    throw new Refusal("invalid", "backup.secrets_inside", { secrets: secretsTo, directory });
}

/** A directory holds the backups of one installation: else the blobs of another would be pruned away. */
async function assertSameInstallation(directory: string, fingerprint: string | null): Promise<void> {
  const layout = layoutOf(directory);
  const last = (await readableManifests(layout)).manifests.at(-1);
  if (last && last.secretsFingerprint !== fingerprint)
    throw new Refusal("conflict", "backup.other_installation", { directory });
}

async function run(input: MakeBackup): Promise<Omit<MadeBackup, "secretFiles">> {
  const layout = layoutOf(input.directory);
  const snapshot = newSnapshot(input.now);
  return withClient(input.connection, async (client) => {
    if (await isEmptyDatabase(client)) throw new Refusal("absent", "identity.nothing_set_up");
    const { rows } = await client.query<{ fingerprint: string }>("select fingerprint from secrets_installation");
    await assertSameInstallation(input.directory, rows[0]?.fingerprint ?? null);
    await removeUnfinished(layout);
    const written = await writeRows(client, layout, snapshot, "backup");
    await makeDirectory(layout.blobs);
    const to = await openBlobDirectory(layout.blobs);
    const stillNamed = (ids: readonly string[]): Promise<string[]> => namedBlobs(client, ids);
    const blobs = await copyBlobs({ layout, snapshot, from: input.blobs, to, stillNamed });
    const manifest: Manifest = {
      format: "zegel-backup/1",
      snapshot,
      kind: "backup",
      zegel: input.zegelVersion,
      ...written,
      finishedAt: new Date().toISOString(),
      blobs,
    };
    await keepManifest(layout, manifest);
    const pruned = await pruneBackup(layout, to, { keepDays: input.keepDays, now: input.now });
    // One that lacks blobs is kept and said to be so; it ends no warning.
    if (blobs.missing.length + blobs.damaged.length === 0) await noteBackup(client, manifest);
    return { manifest, pruned };
  });
}

/**
 * Adds a snapshot to a backup directory while the server runs or not: rows and keys as of one moment, and the blobs they
 * name that are not there yet. What a broken-off run had copied is used; only what has a manifest counts.
 * @throws Refusal `backup.inside_data`, `backup.secrets_inside`, `backup.other_installation`, `backup.secrets_foreign`,
 *   `identity.nothing_set_up`, `data.in_use` (another backup into the same directory), `blobs.disk_full`.
 */
export async function makeBackup(input: MakeBackup): Promise<MadeBackup> {
  assertPlaces(input);
  await makeDirectory(resolve(input.directory));
  const lock = lockDataDirectory(realpathSync(resolve(input.directory)));
  try {
    const made = await run(input);
    const secretFiles =
      input.secretsTo === undefined ? undefined : await copySecrets(input.secretsDirectory, input.secretsTo);
    return { ...made, secretFiles };
  } finally {
    lock.release();
  }
}

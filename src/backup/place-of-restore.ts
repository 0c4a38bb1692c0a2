import { readdir, rm } from "node:fs/promises";
import { basename, join, relative } from "node:path";
import type { BlobStore } from "#/blobs/index.ts";
import { Refusal } from "#/kernel/index.ts";
import { secretsFingerprint } from "#/secrets/index.ts";
import { copySecrets } from "./copy-secrets.ts";
import { inParts, isThere, readText, syncDirectory, writeFile } from "./durable-files.ts";
import type { Manifest } from "./manifest.ts";

/** Lies in the data directory from the first step of a restore to the last: a server does not start beside it. */
export const restoreMarker = "restore-unfinished";

const markerIn = (dataDirectory: string): string => join(dataDirectory, restoreMarker);

/** `preparing` until database and blobs were found empty: what lies there may be another's, and not what was restored. */
export type RestorePhase = "preparing" | "restoring";

/** The restore that was broken off. */
export async function unfinishedRestore(
  dataDirectory: string,
): Promise<{ readonly snapshot: string; readonly phase: RestorePhase } | undefined> {
  const text = await readText(markerIn(dataDirectory));
  if (text === undefined) return undefined;
  const [snapshot = "", phase] = text.trim().split(" ");
  return { snapshot, phase: phase === "restoring" ? phase : "preparing" };
}

/** @throws Refusal `backup.restore_unfinished`. */
export async function assertNoRestore(dataDirectory: string): Promise<void> {
  if (await isThere(markerIn(dataDirectory)))
    throw new Refusal("conflict", "backup.restore_unfinished", { directory: dataDirectory });
}

export async function markRestore(dataDirectory: string, { snapshot }: Manifest, phase: RestorePhase): Promise<void> {
  await writeFile(markerIn(dataDirectory), inParts(`${snapshot} ${phase}\n`));
  await syncDirectory(dataDirectory);
}

export async function endRestore(dataDirectory: string): Promise<void> {
  await rm(markerIn(dataDirectory));
  await syncDirectory(dataDirectory);
}

/** What may be there before anything was restored: the secrets, and what a start leaves behind. */
async function namesInTheWay(dataDirectory: string, secretsDirectory: string): Promise<string[]> {
  if (!(await isThere(dataDirectory))) return [];
  const ours = new Set(["run", "zegel.lock", restoreMarker]);
  const inside = relative(dataDirectory, secretsDirectory);
  if (inside !== "" && !inside.startsWith("..")) ours.add(inside.split("/")[0]!);
  return (await readdir(dataDirectory)).filter((name) => !ours.has(name) && !basename(name).startsWith("zegel.lock."));
}

/**
 * Nothing is restored over something: the data directory is empty but for the secrets, or holds a restore of the same
 * snapshot that was broken off. @throws Refusal `backup.data_not_empty`.
 */
export async function assertRoomForRestore(
  dataDirectory: string,
  secretsDirectory: string,
  manifest: Manifest,
): Promise<void> {
  const unfinished = await unfinishedRestore(dataDirectory);
  if (unfinished?.snapshot === manifest.snapshot) return;
  const names = await namesInTheWay(dataDirectory, secretsDirectory);
  if (unfinished !== undefined || names.length > 0)
    throw new Refusal("conflict", "backup.data_not_empty", { directory: dataDirectory });
}

/** The same for blobs that lie elsewhere. @throws Refusal `backup.data_not_empty`. */
export async function assertNoBlobs(blobs: BlobStore, directory: string): Promise<void> {
  for await (const id of blobs.list()) if (id) throw new Refusal("conflict", "backup.data_not_empty", { directory });
}

/**
 * Without the secrets nothing of a backup opens, so nothing is restored without them: those that are there already, or
 * those of `from`. Touches nothing. @throws Refusal `backup.secrets_missing`, `backup.secrets_foreign`.
 */
export function assertSecrets(secretsDirectory: string, manifest: Manifest, from: string | undefined): void {
  const there = secretsFingerprint(secretsDirectory);
  const directory = there === undefined && from !== undefined ? from : secretsDirectory;
  const found = there ?? (from === undefined ? undefined : secretsFingerprint(from));
  if (found === undefined) throw new Refusal("absent", "backup.secrets_missing", { directory });
  if (found !== manifest.secretsFingerprint) throw new Refusal("conflict", "backup.secrets_foreign", { directory });
}

/** Copies the secrets of `from` where there are none yet; `assertSecrets` has passed. */
export async function ensureSecrets(secretsDirectory: string, from: string | undefined): Promise<void> {
  if (from !== undefined && secretsFingerprint(secretsDirectory) === undefined)
    await copySecrets(from, secretsDirectory);
}

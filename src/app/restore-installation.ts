import { writeAudit } from "#/audit/index.ts";
import { openBlobDirectory } from "#/blobs/index.ts";
import {
  assertNoBlobs,
  assertRoomForRestore,
  assertRowsWhole,
  assertSecrets,
  chooseManifest,
  endRestore,
  ensureSecrets,
  eraseErased,
  isEmptyDatabase,
  layoutOf,
  loadDatabase,
  type Manifest,
  markRestore,
  restoreBlobs,
  unfinishedRestore,
  withClient,
} from "#/backup/index.ts";
import type { Config } from "#/config.ts";
import { assertMigrationsKnown } from "#/db/index.ts";
import { prepareDataDirectory } from "#/db/embedded/index.ts";
import { type Id, isRefusal, type Log, Refusal } from "#/kernel/index.ts";
import { type App, openApp } from "./open-app.ts";
import { makeDatabase } from "./reach-database.ts";

export interface RestoreInstallation {
  readonly directory: string;
  /** Copied to where the configuration has them, when they are not there yet. */
  readonly secretsFrom?: string | undefined;
  /** The newest whole one when undefined. */
  readonly snapshot?: string | undefined;
  /** Blobs that are damaged in the backup are left out: the rest is better than nothing. */
  readonly skipDamaged?: boolean;
}

export interface RestoredInstallation {
  readonly manifest: Manifest;
  /** Blobs that were left out. */
  readonly skipped: readonly Id[];
}

async function tellAudit(app: App, { snapshot, takenAt }: Manifest, skipped: readonly Id[]): Promise<void> {
  const details = { snapshot, takenAt, ...(skipped.length > 0 ? { skipped: skipped.length } : {}) };
  const at = app.clock.now();
  for (const organisationId of await app.database.organisations())
    await app.database.inOrganisation(organisationId, (tx) =>
      writeAudit(tx, { at, actor: { kind: "operator" }, act: "backup.restored", details }),
    );
}

/** What is refused because something else is there has restored nothing: whoever that belongs to can go on. */
async function orUnmark(dataDirectory: string, checking: Promise<void>): Promise<void> {
  try {
    await checking;
  } catch (error) {
    if (isRefusal(error)) await endRestore(dataDirectory);
    throw error;
  }
}

async function assertEmpty(isEmpty: boolean): Promise<void> {
  if (!isEmpty) throw new Refusal("conflict", "backup.database_not_empty");
}

/**
 * A backup into an installation without data: the blobs, then all rows at once, then the newest schema. What was broken
 * off goes on when it is asked for again; until it is done no server starts on it.
 * @throws Refusal `backup.…`, `db.schema_newer`, before anything is touched; `backup.part_damaged` and `backup.blob_damaged` also later.
 */
export async function restoreInstallation(
  { config, log }: { readonly config: Config; readonly log: Log },
  { directory, secretsFrom, snapshot, skipDamaged = false }: RestoreInstallation,
): Promise<RestoredInstallation> {
  const layout = layoutOf(directory);
  const manifest = await chooseManifest(layout, snapshot);
  if (manifest.kind !== "backup") throw new Refusal("invalid", "backup.only_rows", { directory });
  await assertMigrationsKnown(manifest.migrations);
  await assertRoomForRestore(config.dataDirectory, config.secretsDirectory, manifest);
  await assertRowsWhole(layout, manifest);
  assertSecrets(config.secretsDirectory, manifest, secretsFrom);
  const dataDirectory = prepareDataDirectory(config.dataDirectory);
  const isChecked = (await unfinishedRestore(dataDirectory))?.phase === "restoring";
  if (!isChecked) await markRestore(dataDirectory, manifest, "preparing");
  const blobs = await openBlobDirectory(config.blobs.path);
  if (!isChecked) await orUnmark(dataDirectory, assertNoBlobs(blobs, config.blobs.path));
  await ensureSecrets(config.secretsDirectory, secretsFrom);
  const database = await makeDatabase(config, log);
  try {
    const { connection } = database;
    const isEmpty = await withClient(connection, isEmptyDatabase);
    if (!isChecked) {
      await orUnmark(dataDirectory, assertEmpty(isEmpty));
      await markRestore(dataDirectory, manifest, "restoring");
    }
    const skipped = await restoreBlobs(layout, manifest, blobs, { skipDamaged });
    if (isEmpty) await loadDatabase({ connection, layout, manifest, log }, eraseErased(manifest));
    const app = await openApp({ config, log, embedded: connection, poolSize: 2, keepsRows: false });
    await tellAudit(app, manifest, skipped).finally(() => app.close());
    await endRestore(dataDirectory);
    return { manifest, skipped };
  } finally {
    await database.release();
  }
}

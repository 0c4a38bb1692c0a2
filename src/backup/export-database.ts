import { realpathSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { resolve } from "node:path";
import type { Client } from "pg";
import type { Connection } from "#/db/index.ts";
import { lockDataDirectory } from "#/db/embedded/index.ts";
import { type Log, Refusal } from "#/kernel/index.ts";
import { secretsFingerprint } from "#/secrets/index.ts";
import { isThere, makeDirectory } from "./durable-files.ts";
import { chooseManifest, keepManifest, layoutOf, newSnapshot } from "./layout.ts";
import { isEmptyDatabase } from "./load-rows.ts";
import type { Manifest } from "./manifest.ts";
import { withClient } from "./open-client.ts";
import { loadDatabase } from "./restore-backup.ts";
import { writeRows } from "./write-rows.ts";

export interface ExportRows {
  readonly connection: Connection;
  readonly directory: string;
  readonly zegelVersion: string;
  readonly now: Date;
}

/** Others who are connected would go on writing, and sending, what has been exported. */
async function assertAlone(client: Client): Promise<void> {
  const { rows } = await client.query<{ others: number }>(
    `select count(*)::int as others from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`,
  );
  const others = rows[0]!.others;
  if (others > 0) throw new Refusal("conflict", "backup.database_in_use", { others });
}

/** Rows and keys as of one moment into a directory that is new or empty, whoever else is connected. */
export async function writeExport(client: Client, { directory, zegelVersion, now }: Omit<ExportRows, "connection">) {
  const layout = layoutOf(directory);
  if ((await isThere(layout.directory)) && (await readdir(layout.directory)).some((name) => name !== "zegel.lock"))
    throw new Refusal("conflict", "backup.directory_not_empty", { directory });
  const snapshot = newSnapshot(now);
  const written = await writeRows(client, layout, snapshot, "rows");
  const manifest: Manifest = {
    format: "zegel-backup/1",
    snapshot,
    kind: "rows",
    zegel: zegelVersion,
    ...written,
    finishedAt: new Date().toISOString(),
    blobs: null,
  };
  await keepManifest(layout, manifest);
  return manifest;
}

/**
 * All rows, also what waits to leave and its jobs, for another database. Sessions are left out. Blobs and secrets stay
 * where they are. @throws Refusal `backup.database_in_use`, `backup.directory_not_empty`, `identity.nothing_set_up`.
 */
export async function exportDatabase(input: ExportRows): Promise<Manifest> {
  return withClient(input.connection, async (client) => {
    if (await isEmptyDatabase(client)) throw new Refusal("absent", "identity.nothing_set_up");
    await assertAlone(client);
    await makeDirectory(resolve(input.directory));
    const lock = lockDataDirectory(realpathSync(resolve(input.directory)));
    try {
      return await writeExport(client, input);
    } finally {
      lock.release();
    }
  });
}

export interface ImportRows {
  readonly connection: Connection;
  readonly secretsDirectory: string;
  readonly directory: string;
  readonly log: Log;
}

/**
 * What `exportDatabase` wrote, into an empty database of any supported version; the schema is made by our migrations.
 * @throws Refusal `backup.secrets_missing`, `backup.secrets_foreign`, `backup.database_not_empty`, and of a damaged export.
 */
export async function importDatabase({ connection, secretsDirectory, directory, log }: ImportRows): Promise<Manifest> {
  const layout = layoutOf(directory);
  const manifest = await chooseManifest(layout);
  if (manifest.kind !== "rows") throw new Refusal("invalid", "backup.not_rows", { directory });
  const fingerprint = secretsFingerprint(secretsDirectory);
  if (fingerprint === undefined) throw new Refusal("absent", "backup.secrets_missing", { directory: secretsDirectory });
  if (fingerprint !== manifest.secretsFingerprint)
    throw new Refusal("conflict", "backup.secrets_foreign", { directory: secretsDirectory });
  await loadDatabase({ connection, layout, manifest, log });
  return manifest;
}

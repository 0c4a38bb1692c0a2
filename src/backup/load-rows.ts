import type { Client } from "pg";
import { Refusal } from "#/kernel/index.ts";
import { copyIn } from "./copy-stream.ts";
import { hashFile, readCompressed } from "./durable-files.ts";
import type { Layout } from "./layout.ts";
import type { Manifest } from "./manifest.ts";
import { copyInText, emptyTableText, openTables, setSequenceText, tablesOfOurs } from "./tables.ts";

/** @throws Refusal `backup.part_damaged`. */
export async function assertWhole(
  path: string,
  expected: { readonly sizeBytes: number; readonly sha256: string },
): Promise<void> {
  const found = await hashFile(path);
  if (found?.sizeBytes !== expected.sizeBytes || found.sha256 !== expected.sha256)
    throw new Refusal("invalid", "backup.part_damaged", { file: path });
}

/** Every file of rows and keys, before anything is made of it. @throws Refusal `backup.part_damaged`. */
export async function assertRowsWhole(layout: Layout, manifest: Manifest): Promise<void> {
  const { snapshot } = manifest;
  for (const table of manifest.tables) await assertWhole(layout.table(snapshot, table), table);
  await assertWhole(layout.jobs(snapshot), manifest.jobs);
}

async function loadTables(client: Client, layout: Layout, manifest: Manifest): Promise<void> {
  for (const table of manifest.tables) {
    const file = layout.table(manifest.snapshot, table);
    const rows = await copyIn(client, copyInText(table), readCompressed(file));
    if (rows !== table.rows) throw new Refusal("invalid", "backup.part_damaged", { file });
  }
}

async function addJobs(client: Client, layout: Layout, manifest: Manifest): Promise<void> {
  await client.query(`create temporary table restored_job
    (identifier text, payload json, run_at timestamptz, key text, max_attempts int) on commit drop`);
  await copyIn(client, "copy restored_job from stdin", readCompressed(layout.jobs(manifest.snapshot)));
  await client.query(`select count(graphile_worker.add_job(identifier, payload, run_at := run_at, job_key := key,
    max_attempts := max_attempts)) from restored_job`);
}

/** True where no organisation has been set up yet, and the schema may not even be there. */
export async function isEmptyDatabase(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ there: boolean }>(
    "select to_regclass('public.identity_organisation') is not null as there",
  );
  if (rows[0]?.there !== true) return true;
  const { rowCount } = await client.query("select from identity_organisation limit 1");
  return rowCount === 0;
}

/**
 * Puts the rows of a snapshot into an empty database whose schema is that of the snapshot: all of them, with every foreign
 * key checked, or none. @throws Refusal `backup.part_damaged`, `backup.database_not_empty`.
 */
export async function loadRows(
  client: Client,
  layout: Layout,
  manifest: Manifest,
  andThen: (client: Client) => Promise<void> = async () => undefined,
): Promise<void> {
  await assertRowsWhole(layout, manifest);
  await client.query("begin");
  try {
    if (!(await isEmptyDatabase(client))) throw new Refusal("conflict", "backup.database_not_empty");
    const opened = await openTables(client);
    for (const table of await tablesOfOurs(client)) await client.query(emptyTableText(table));
    await loadTables(client, layout, manifest);
    for (const sequence of manifest.sequences) await client.query(setSequenceText(sequence));
    await opened.close();
    await andThen(client);
    await addJobs(client, layout, manifest);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw error;
  }
}

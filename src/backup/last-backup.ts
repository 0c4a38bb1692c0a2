import type { Client } from "pg";
import type { Manifest } from "./manifest.ts";

const bytesOf = ({ tables, blobs }: Manifest): number =>
  tables.reduce((sum, table) => sum + table.sizeBytes, 0) + (blobs?.totalBytes ?? 0);

/** So that the server can warn when backups stay away. An older schema has no place for it. */
export async function noteBackup(client: Client, manifest: Manifest): Promise<void> {
  const { rows } = await client.query<{ there: boolean }>(
    "select to_regprocedure('operation_note_backup(timestamptz, timestamptz, bigint)') is not null as there",
  );
  if (rows[0]?.there !== true) return;
  const { takenAt, finishedAt } = manifest;
  await client.query("select operation_note_backup($1, $2, $3)", [takenAt, finishedAt, bytesOf(manifest)]);
}

import type { Client } from "pg";
import { copyOut } from "./copy-stream.ts";
import { makeDirectory, syncDirectory, writeCompressed } from "./durable-files.ts";
import type { Layout } from "./layout.ts";
import type { Manifest } from "./manifest.ts";
import { copyBlobsText } from "./named-blobs.ts";
import { type BackupKind, copyJobsText, copyOutText, sequencesOfOurs, tablesOfOurs } from "./tables.ts";

type Rows = Pick<
  Manifest,
  "postgres" | "takenAt" | "secretsFingerprint" | "migrations" | "tables" | "sequences" | "jobs"
>;

interface Facts {
  readonly postgres: string;
  readonly takenAt: Date;
  readonly fingerprint: string | null;
}

/** What every table holds at one moment, and what the rows of that moment name as blobs. */
async function insideSnapshot(client: Client, layout: Layout, snapshot: string, kind: BackupKind): Promise<Rows> {
  const { rows: facts } = await client.query<Facts>(
    `select current_setting('server_version') as postgres, now() as "takenAt",
      (select fingerprint from secrets_installation) as fingerprint`,
  );
  const { rows: migrations } = await client.query<Manifest["migrations"][number]>(
    "select number, name, checksum from db_migration order by number",
  );
  const tables: Manifest["tables"] = [];
  for (const table of await tablesOfOurs(client)) {
    const copy = copyOut(client, copyOutText(kind, table));
    const written = await writeCompressed(layout.table(snapshot, table), copy.parts());
    tables.push({ ...table, ...written, rows: copy.rows() });
  }
  const jobs = copyOut(client, copyJobsText);
  const writtenJobs = await writeCompressed(layout.jobs(snapshot), jobs.parts());
  if (kind === "backup") {
    const wanted = copyOut(client, await copyBlobsText(client, kind));
    await writeCompressed(wantedBlobs(layout, snapshot), wanted.parts());
  }
  const { postgres, takenAt, fingerprint } = facts[0]!;
  return {
    postgres,
    takenAt: takenAt.toISOString(),
    secretsFingerprint: fingerprint,
    migrations,
    tables,
    sequences: await sequencesOfOurs(client),
    jobs: { ...writtenJobs, rows: jobs.rows() },
  };
}

/** A list for the run itself: which blobs it is to copy. */
export const wantedBlobs = (layout: Layout, snapshot: string): string => `${layout.blobList(snapshot)}.wanted`;

/**
 * Rows and keys as of one moment, table by table in flat memory, durable when it resolves. `client` is the owner's, and
 * in no transaction.
 */
export async function writeRows(client: Client, layout: Layout, snapshot: string, kind: BackupKind): Promise<Rows> {
  const [data, keys] = [layout.data(snapshot), layout.keys(snapshot)];
  await makeDirectory(data);
  await makeDirectory(keys);
  await client.query("begin isolation level repeatable read read only");
  try {
    return await insideSnapshot(client, layout, snapshot, kind);
  } finally {
    await client.query("rollback");
    await syncDirectory(data);
    await syncDirectory(keys);
  }
}

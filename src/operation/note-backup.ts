import type { Database } from "#/db/index.ts";

export interface FinishedBackup {
  readonly startedAt: Date;
  readonly finishedAt: Date;
  /** What was written. */
  readonly bytes: number;
}

/** Puts on record that a backup was finished and found whole: what warns of old backups, and the metrics, go by it. */
export async function noteBackup(
  app: { readonly database: Database },
  { startedAt, finishedAt, bytes }: FinishedBackup,
): Promise<void> {
  await app.database.installation.noteBackup({ startedAt, finishedAt, sizeBytes: bytes });
}

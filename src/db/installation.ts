import type { Pool } from "pg";

/** When the last backup ran, and how large it was. */
export interface BackupStamp {
  readonly startedAt: Date;
  readonly finishedAt: Date;
  readonly sizeBytes: number;
}

/** Jobs of one kind. */
export interface JobCount {
  readonly kind: string;
  /** Whose time has come. */
  readonly waiting: number;
  /** How long the oldest of those that nobody has taken has been due, by the database's clock. */
  readonly oldestSeconds: number;
  readonly gaveUp: number;
}

/** Mail of one kind, by what became of it: all that is queued, and of the rest the last day's. */
export interface MailCount {
  readonly kind: string;
  readonly outcome: string;
  readonly mails: number;
  readonly oldestAt: Date;
}

/** Numbers and times of the whole installation; nothing by which an organisation could be told. */
export interface Installation {
  noteBackup(backup: BackupStamp): Promise<void>;
  lastBackup(): Promise<BackupStamp | undefined>;
  jobs(): Promise<JobCount[]>;
  mail(): Promise<MailCount[]>;
}

export function installationOn(pool: Pool): Installation {
  return {
    noteBackup: async ({ startedAt, finishedAt, sizeBytes }) => {
      await pool.query("select operation_note_backup($1, $2, $3)", [startedAt, finishedAt, sizeBytes]);
    },
    lastBackup: async () => {
      const { rows } = await pool.query<BackupStamp>(
        `select started_at as "startedAt", finished_at as "finishedAt", size_bytes as "sizeBytes"
        from operation_last_backup()`,
      );
      return rows[0];
    },
    jobs: async () => {
      const { rows } = await pool.query<{
        kind: string;
        waiting: number;
        oldest_seconds: number | null;
        gave_up: number;
      }>("select * from operation_jobs()");
      return rows.map(({ kind, waiting, oldest_seconds: oldest, gave_up: gaveUp }) => ({
        kind,
        waiting,
        oldestSeconds: Math.round(oldest ?? 0),
        gaveUp,
      }));
    },
    mail: async () => {
      const { rows } = await pool.query<MailCount>(
        `select kind, outcome, mails, oldest_at as "oldestAt" from operation_mail()`,
      );
      return rows;
    },
  };
}

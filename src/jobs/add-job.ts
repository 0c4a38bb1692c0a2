import { sql } from "kysely";
import type { Transaction } from "#/db/index.ts";
import type { Id } from "#/kernel/index.ts";

/** Ids only, and numbers: a job says what to look at, it never carries content. */
export interface JobPayload {
  readonly organisationId: Id;
  readonly [name: string]: string | number | boolean;
}

export interface JobOptions {
  readonly runAt?: Date;
  /** Replaces a job of the same organisation and key that has not started. */
  readonly key?: string;
  /** Default 25 tries, over about three days. */
  readonly maxAttempts?: number;
}

/** A job that gave up, and stays to be seen. */
export interface FailedJob {
  readonly jobId: number;
  readonly name: string;
  readonly payload: JobPayload;
  readonly attempts: number;
  readonly lastError: string;
  readonly failedAt: Date;
}

/** Runs after the transaction is committed, at least once; never if it is not. */
export async function addJob(
  tx: Transaction,
  name: string,
  payload: JobPayload,
  options: JobOptions = {},
): Promise<void> {
  const { runAt = null, key = null, maxAttempts = null } = options;
  const add = sql`select jobs_add(${name}, ${JSON.stringify(payload)}, ${runAt}, ${key}, ${maxAttempts})`;
  tx.soon({ execute: () => add.execute(tx.query) });
}

/** The organisation's jobs that were tried as often as they may be. */
export async function failedJobs(tx: Transaction): Promise<FailedJob[]> {
  const { rows } = await sql<{
    job_id: number;
    job_name: string;
    payload: JobPayload;
    attempts: number;
    last_error: string | null;
    failed_at: Date;
  }>`select * from jobs_failed()`.execute(tx.query);
  return rows.map((row) => ({
    jobId: row.job_id,
    name: row.job_name,
    payload: row.payload,
    attempts: row.attempts,
    lastError: row.last_error ?? "",
    failedAt: row.failed_at,
  }));
}

/** Gives the organisation's jobs that gave up another chance, from now on; says how many there were. */
export async function reviveJobs(tx: Transaction): Promise<number> {
  const { rows } = await sql<{ revived: number }>`select jobs_try_again() as revived`.execute(tx.query);
  return rows[0]!.revived;
}

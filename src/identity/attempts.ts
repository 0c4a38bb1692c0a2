import { sql } from "kysely";
import type { Transaction } from "#/db/index.ts";
import { dayMs, minuteMs, Refusal, secondMs } from "#/kernel/index.ts";

/**
 * How often somebody may try.
 *
 * Every try is counted before it is judged, so that tries at the same moment don't slip through together, and is taken
 * off again when it succeeds. After `free` failures one has to wait: the first time `firstWaitMs`, then twice as long,
 * up to `longestWaitMs`. A refused try does not count, so waiting is enough. Failures are forgotten after `forgetMs`.
 *
 * A log-in counts in three places. The pair of account and network address backs off steeply: that is where guessing
 * happens. The network address alone is allowed more, since an office shares one. The account over all addresses waits
 * ten seconds at most, so that many machines guessing together can't lock its owner out for long; and whoever logged in
 * from an address in the last 30 days does not meet that third limit there at all.
 */
export interface AttemptRule {
  readonly free: number;
  readonly firstWaitMs: number;
  readonly longestWaitMs: number;
  readonly forgetMs: number;
}

export const pairRule: AttemptRule = {
  free: 5,
  firstWaitMs: 30 * secondMs,
  longestWaitMs: 15 * minuteMs,
  forgetMs: 30 * minuteMs,
};
export const addressRule: AttemptRule = {
  free: 40,
  firstWaitMs: 30 * secondMs,
  longestWaitMs: 15 * minuteMs,
  forgetMs: 30 * minuteMs,
};
export const accountRule: AttemptRule = {
  free: 20,
  firstWaitMs: 10 * secondMs,
  longestWaitMs: 10 * secondMs,
  forgetMs: 30 * minuteMs,
};
export const codeRule: AttemptRule = pairRule;
export const knownAddressMs = 30 * dayMs;

export interface Attempt {
  readonly subject: string;
  readonly rule: AttemptRule;
}

const waitMs = (rule: AttemptRule, failures: number): number =>
  failures < rule.free ? 0 : Math.min(rule.longestWaitMs, rule.firstWaitMs * 2 ** Math.min(30, failures - rule.free));

/**
 * Counts a try for each subject. @throws Refusal `identity.too_many_attempts` with `retryAfterSeconds` when one of them
 * has to wait; then none is counted. The caller's transaction must be committed before the try is judged.
 */
export async function countAttempt(tx: Transaction, now: Date, attempts: readonly Attempt[]): Promise<void> {
  // Always in the same order, so that two tries never wait for each other's rows.
  const ordered = attempts.toSorted((a, b) => (a.subject < b.subject ? -1 : 1));
  let longestMs = 0;
  for (const { subject, rule } of ordered) {
    await tx.query
      .insertInto("identity_attempt")
      .values({ organisation_id: tx.organisationId, subject, failures: 0, first_at: now, last_at: now })
      .onConflict((conflict) => conflict.columns(["organisation_id", "subject"]).doNothing())
      .execute();
    const row = await tx.query
      .selectFrom("identity_attempt")
      .select(["failures", "last_at"])
      .where("subject", "=", subject)
      .forUpdate()
      .executeTakeFirstOrThrow();
    const sinceMs = now.getTime() - row.last_at.getTime();
    const failures = sinceMs > rule.forgetMs ? 0 : row.failures;
    longestMs = Math.max(longestMs, waitMs(rule, failures) - sinceMs);
    await tx.query
      .updateTable("identity_attempt")
      .set({ failures: failures + 1, last_at: now, ...(failures === 0 ? { first_at: now } : {}) })
      .where("subject", "=", subject)
      .execute();
  }
  if (longestMs > 0) {
    const retryAfterSeconds = Math.ceil(longestMs / secondMs);
    throw new Refusal("limited", "identity.too_many_attempts", { retryAfterSeconds });
  }
}

/** After success: the subjects start anew. */
export async function forgetAttempts(tx: Transaction, subjects: readonly string[]): Promise<void> {
  await tx.query.deleteFrom("identity_attempt").where("subject", "in", subjects).execute();
}

/** After success: takes the one try off that had been counted in advance. */
export async function takeBackAttempt(tx: Transaction, subjects: readonly string[]): Promise<void> {
  await tx.query
    .updateTable("identity_attempt")
    .set((row) => ({ failures: row.fn<number>("greatest", [row("failures", "-", 1), row.lit(0)]) }))
    .where("subject", "in", subjects)
    .execute();
}

/** Remembers that somebody succeeded here. */
export async function rememberSuccess(tx: Transaction, now: Date, subject: string): Promise<void> {
  await tx.query
    .insertInto("identity_attempt")
    .values({ organisation_id: tx.organisationId, subject, failures: 0, first_at: now, last_at: now })
    .onConflict((conflict) => conflict.columns(["organisation_id", "subject"]).doUpdateSet({ last_at: now }))
    .execute();
}

/** Clears away what is too old to count. */
export async function clearOldAttempts(tx: Transaction, now: Date): Promise<void> {
  const ago = (ms: number): Date => new Date(now.getTime() - ms);
  await tx.query
    .deleteFrom("identity_attempt")
    .where((row) =>
      row.or([
        row("last_at", "<", ago(knownAddressMs)),
        row.and([row("last_at", "<", ago(dayMs)), row("subject", "not like", "known:%")]),
      ]),
    )
    .execute();
}

export async function isRemembered(tx: Transaction, now: Date, subject: string): Promise<boolean> {
  const row = await tx.query
    .selectFrom("identity_attempt")
    .select("last_at")
    .where("subject", "=", subject)
    .executeTakeFirst();
  return row !== undefined && now.getTime() - row.last_at.getTime() < knownAddressMs;
}

/** How often within a day something failed, this time included. */
export async function countFailure(tx: Transaction, now: Date, of: string): Promise<number> {
  const subject = `failed:${of}`;
  const dayAgo = new Date(now.getTime() - dayMs);
  const row = await tx.query
    .insertInto("identity_attempt")
    .values({ organisation_id: tx.organisationId, subject, failures: 1, first_at: now, last_at: now })
    .onConflict((conflict) =>
      conflict.columns(["organisation_id", "subject"]).doUpdateSet((each) => ({
        failures: sql<number>`case when identity_attempt.first_at < ${dayAgo} then 1 else identity_attempt.failures + 1 end`,
        first_at: sql<Date>`case when identity_attempt.first_at < ${dayAgo} then ${now} else identity_attempt.first_at end`,
        last_at: each.ref("excluded.last_at"),
      })),
    )
    .returning("failures")
    .executeTakeFirstOrThrow();
  return row.failures;
}

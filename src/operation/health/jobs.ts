import type { FailedJob } from "#/jobs/index.ts";
import { dayMs } from "#/kernel/index.ts";
import { type Finding, good } from "./findings.ts";

/** Older ones stay to be seen, and nobody is bothered with them every day for ever. */
const freshMs = 7 * dayMs;
const mostKinds = 5;

/** The organisation's own jobs that were tried as often as they may be. Pure. */
export function judgeJobs(failed: readonly FailedJob[], now: Date): Finding {
  if (failed.length === 0) return good("jobs");
  const kinds = [...new Set(failed.map(({ name }) => name))].toSorted();
  const details = {
    jobs: failed.length,
    kinds: kinds.slice(0, mostKinds).join(", "),
    since: failed.map(({ failedAt }) => failedAt.toISOString()).toSorted()[0]!,
  };
  const isFresh = failed.some(({ failedAt }) => now.getTime() - failedAt.getTime() < freshMs);
  return { subject: "jobs", state: "attention", finding: "gave_up", details, ...(isFresh ? { step: 0 } : {}) };
}

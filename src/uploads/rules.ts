import { dayMs, secondMs } from "#/kernel/index.ts";

/** Bounds on uploads. Sizes in bytes, times in milliseconds. */
export const uploadLimits = {
  /** Of one upload. */
  sizeBytes: 2 * 2 ** 30,
  /** That one member has waiting: unfinished, or finished and in no message yet. */
  count: 500,
  /** The same, in bytes as announced. */
  waitingBytes: 20 * 2 ** 30,
  /** Since something of it came. */
  unfinishedMs: dayMs,
  /** Finished, and in no draft. */
  unusedMs: 7 * dayMs,
  /** A receiving request that has been silent for so long may be replaced by another. */
  silentMs: 6 * secondMs,
  /** A receiving request says so often that it is there. */
  renewEveryMs: 2 * secondMs,
  /** So much, or so long, is received between two commits. */
  commitEveryBytes: 16 * 2 ** 20,
  commitEveryMs: 2 * secondMs,
} as const;

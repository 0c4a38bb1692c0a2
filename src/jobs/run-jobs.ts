import { setTimeout as pause } from "node:timers/promises";
import type { RunJobsOptions } from "./run-options.ts";
import { beginWorker, type WorkerLife } from "./worker-life.ts";

export interface JobRunner {
  /** Takes no more jobs, and waits for those that run; what takes longer than five seconds is left for the next start. */
  close(): Promise<void>;
}

/** Jobs of workers that had to end have had their time. */
const closeWithinMs = 2000;
/** Between two attempts to begin again. */
const againAfterMs = 250;

/**
 * Runs jobs of all organisations until closed; a job starts within some 50 ms of the commit that added it. A worker that
 * can't write down how a job ended, since the database went away, ends itself: then another takes its place as soon as
 * there is a database again. Jobs that still run stay the old one's until they have come to their end.
 */
export async function runJobs(options: RunJobsOptions): Promise<JobRunner> {
  const { log } = options;
  const closing = new AbortController();
  const retiring = new Set<WorkerLife>();
  let life: WorkerLife = await beginWorker(options);

  function retire(old: WorkerLife): void {
    retiring.add(old);
    old
      .lastJobs()
      .then(() => old.letGo())
      .catch((error: unknown) => log.warn({ reason: (error as Error).message }, "an old worker did not go away"))
      .finally(() => retiring.delete(old));
  }

  async function begunAgain(): Promise<WorkerLife | undefined> {
    while (!closing.signal.aborted) {
      await pause(againAfterMs, undefined, { signal: closing.signal, ref: false }).catch(() => undefined);
      if (closing.signal.aborted) return undefined;
      try {
        return await beginWorker(options);
      } catch (error) {
        log.debug({ reason: (error as Error).message }, "the worker could not begin again");
      }
    }
    return undefined;
  }

  async function keepGoing(): Promise<void> {
    for (;;) {
      await life.ended;
      if (closing.signal.aborted) return;
      log.warn({}, "the worker ended, and begins again");
      retire(life);
      const next = await begunAgain();
      if (!next) return;
      life = next;
      if (closing.signal.aborted) await life.stop();
    }
  }
  const going = keepGoing();

  async function close(): Promise<void> {
    closing.abort();
    await life.stop();
    await going;
    await Promise.all([...retiring].map((old) => Promise.race([old.lastJobs(), pause(closeWithinMs)])));
    if (!retiring.has(life)) await life.letGo();
  }
  let closed: Promise<void> | undefined;
  return { close: () => (closed ??= close()) };
}

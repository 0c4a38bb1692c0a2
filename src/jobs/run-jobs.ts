import { EventEmitter } from "node:events";
import { Logger, run, type TaskList, type WorkerEvents } from "graphile-worker";
import { Pool } from "pg";
import { clientConfig, type Connection } from "#/db/index.ts";
import { type Log, isRefusal } from "#/kernel/index.ts";
import type { JobPayload } from "./add-job.ts";
import { type Presence, keepPresence } from "./presence.ts";

/** May be called again for the same job: after an error, and after a crash. */
export type JobHandler = (payload: JobPayload) => Promise<void>;

export interface RunJobsOptions {
  /** Past any transaction pooler: jobs are heard of by LISTEN. */
  readonly ownerConnection: Connection;
  readonly handlers: Readonly<Record<string, JobHandler>>;
  readonly concurrency: number;
  readonly log: Log;
}

export interface JobRunner {
  /** Takes no more jobs, and waits for those that run; what takes longer than five seconds is left for the next start. */
  close(): Promise<void>;
}

/** For what LISTEN did not tell of: jobs for later, and retries. */
const pollMs = 1000;
const giveUpRunningJobsMs = 5000;

function jobsLogger(log: Log): Logger {
  return new Logger(() => (level, message) => {
    // What failed in a job is logged where it is run, since its message may name people.
    if ((level === "error" || level === "warning") && !message.startsWith("Failed task")) log.warn({}, message);
  });
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : "unknown");

function taskList(handlers: RunJobsOptions["handlers"], log: Log): TaskList {
  const tasks = Object.entries(handlers).map(([name, handler]) => {
    const task = async (payload: unknown): Promise<void> => {
      const startedMs = performance.now();
      try {
        await handler(payload as JobPayload);
        log.debug({ job: name, ms: Math.round(performance.now() - startedMs) }, "job done");
      } catch (error) {
        log.warn({ job: name, reason: isRefusal(error) ? error.code : nameOf(error) }, "job failed");
        log.debug({ job: name, err: error }, "job failed");
        throw error;
      }
    };
    return [name, task] as const;
  });
  return Object.fromEntries(tasks);
}

/** Runs jobs of all organisations until closed; a job starts within some 50 ms of the commit that added it. */
export async function runJobs({ ownerConnection, handlers, concurrency, log }: RunJobsOptions): Promise<JobRunner> {
  const pool = new Pool({ ...clientConfig(ownerConnection), max: Math.max(4, concurrency + 1) });
  const lost = (error: Error): void => log.warn({ reason: error.message }, "a connection of the worker was lost");
  pool.on("error", lost).on("connect", (client) => client.on("error", lost));
  const events: WorkerEvents = new EventEmitter();
  const created = new Promise<string>((resolve) => {
    events.once("pool:create", ({ workerPool }) => resolve(workerPool.id));
  });
  let presence: Presence | undefined;
  try {
    const runner = await run({
      pgPool: pool,
      events,
      taskList: taskList(handlers, log),
      parsedCronItems: [],
      concurrency,
      pollInterval: pollMs,
      noHandleSignals: true,
      noPreparedStatements: true,
      logger: jobsLogger(log),
      gracefulShutdownAbortTimeout: giveUpRunningJobsMs,
      preset: { worker: { localQueue: { size: concurrency + 1 }, completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    });
    runner.promise.catch((error: unknown) => log.error({ err: error }, "the worker stopped"));
    presence = await keepPresence(ownerConnection, await created, log);
    return {
      close: async () => {
        await runner.stop();
        await presence?.end();
        await pool.end();
      },
    };
  } catch (error) {
    await presence?.end();
    await pool.end();
    throw error;
  }
}

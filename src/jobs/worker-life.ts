import { EventEmitter } from "node:events";
import { Logger, run, type Runner, type TaskList, type WorkerEvents } from "graphile-worker";
import { Pool } from "pg";
import { clientConfig } from "#/db/index.ts";
import { type Log, isRefusal } from "#/kernel/index.ts";
import type { JobPayload } from "./add-job.ts";
import { keepPresence, type Presence } from "./presence.ts";
import type { RunJobsOptions } from "./run-options.ts";

/** One worker from its start until it ends, asked to or not. */
export interface WorkerLife {
  /** Resolves when it takes no more jobs; those that run may still be running. */
  readonly ended: Promise<void>;
  /** Takes no more jobs, and waits a while for those that run. */
  stop(): Promise<void>;
  /** Once it has ended: says that it is alive until the last job has come to its end, so that nobody takes that from it. */
  lastJobs(): Promise<void>;
  letGo(): Promise<void>;
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

function taskList({ handlers, log }: RunJobsOptions, running: Set<Promise<void>>): TaskList {
  const tasks = Object.entries(handlers).map(([name, handler]) => {
    const handle = async (payload: unknown): Promise<void> => {
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
    const task = async (payload: unknown): Promise<void> => {
      const done = handle(payload);
      running.add(done);
      try {
        await done;
      } finally {
        running.delete(done);
      }
    };
    return [name, task] as const;
  });
  return Object.fromEntries(tasks);
}

/** @throws what the database said when it can't be reached. */
export async function beginWorker(options: RunJobsOptions): Promise<WorkerLife> {
  const { ownerConnection, concurrency, log } = options;
  const running = new Set<Promise<void>>();
  const pool = new Pool({ ...clientConfig(ownerConnection), max: Math.max(4, concurrency + 1) });
  const lost = (error: Error): void => log.warn({ reason: error.message }, "a connection of the worker was lost");
  pool.on("error", lost).on("connect", (client) => client.on("error", lost));
  const events: WorkerEvents = new EventEmitter();
  const created = new Promise<string>((resolve) => {
    events.once("pool:create", ({ workerPool }) => resolve(workerPool.id));
  });
  const shuttingDown = new Promise<void>((resolve) => events.once("pool:gracefulShutdown", () => resolve()));
  let presence: Presence | undefined;
  let runner: Runner | undefined;
  let gone: Promise<void> | undefined;
  const letGo = (): Promise<void> => (gone ??= (presence?.end() ?? Promise.resolve()).then(() => pool.end()));
  try {
    runner = await run({
      pgPool: pool,
      events,
      taskList: taskList(options, running),
      parsedCronItems: [],
      concurrency,
      pollInterval: pollMs,
      noHandleSignals: true,
      noPreparedStatements: true,
      logger: jobsLogger(log),
      gracefulShutdownAbortTimeout: giveUpRunningJobsMs,
      // Without a queue in memory: what it holds when the database goes away ends the whole process (graphile-worker 0.18).
      preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    });
    // Its own shutdown may take minutes where it can't give jobs back: what matters is that it takes none any more.
    const ended = Promise.race([shuttingDown, runner.promise.catch(() => undefined)]);
    presence = await keepPresence(ownerConnection, await created, log);
    return {
      ended,
      stop: async () => runner?.stop().catch(() => undefined),
      lastJobs: async () => void (await Promise.allSettled(running)),
      letGo,
    };
  } catch (error) {
    await runner?.stop().catch(() => undefined);
    await letGo();
    throw error;
  }
}

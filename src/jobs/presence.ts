import { Client } from "pg";
import { clientConfig, type Connection } from "#/db/index.ts";
import type { Log } from "#/kernel/index.ts";

/** A worker's sign of life: a lock that the database drops when the worker's connection is gone. */
export interface Presence {
  end(): Promise<void>;
}

const sweepEveryMs = 10_000;
/** After the database went away: so soon is the lock taken anew, long before others may take the jobs. */
const reconnectEveryMs = 250;
/** A worker says that it is alive just after it took its first jobs; nobody may take them from it meanwhile. */
const settledAfterSeconds = 10;

const takeLock = "select pg_advisory_lock(hashtextextended('zegel/jobs/' || $1, 0))";

const abandoned = `
  with worker as (
    select distinct locked_by as id from graphile_worker._private_jobs
    where locked_by is not null and locked_by <> $1 and locked_at < now() - make_interval(secs => $2)
  ), gone as materialized (
    select id, hashtextextended('zegel/jobs/' || id, 0) as lock from worker
  )
  select id, pg_advisory_unlock(lock) from gone where pg_try_advisory_lock(lock)`;

const release = "select graphile_worker.force_unlock_workers($1::text[])";

/**
 * Holds the worker's lock, and hands jobs of workers that died without a word back to the queue. Without it they would
 * wait for four hours. A database that crashed has dropped all locks: after that nobody is taken for dead before all
 * had time to come back.
 */
export async function keepPresence(connection: Connection, workerId: string, log: Log): Promise<Presence> {
  let client: Client | undefined;
  let ended = false;
  let timer: NodeJS.Timeout | undefined;
  let working: Promise<void> | undefined;

  async function connect(): Promise<Client> {
    const fresh = new Client(clientConfig(connection));
    const lost = (): void => {
      if (client !== fresh) return;
      client = undefined;
      schedule(reconnectEveryMs);
    };
    fresh.on("error", lost).on("end", lost);
    await fresh.connect();
    await fresh.query(takeLock, [workerId]);
    return (client = fresh);
  }

  async function sweep(session: Client): Promise<void> {
    const { rows } = await session.query<{ id: string }>(abandoned, [workerId, settledAfterSeconds]);
    if (rows.length === 0) return;
    await session.query(release, [rows.map((row) => row.id)]);
    log.info({ workers: rows.length }, "jobs of a worker that died were handed back");
  }

  async function work(): Promise<void> {
    try {
      if (client) await sweep(client);
      else await connect();
    } catch (error) {
      const reason = error instanceof Error ? error.message : "unknown";
      log.debug({ reason }, "the worker could not say that it is alive");
    }
  }

  function schedule(inMs: number): void {
    clearTimeout(timer);
    if (ended || working) return;
    timer = setTimeout(() => {
      working = work().finally(() => {
        working = undefined;
        schedule(client ? sweepEveryMs : reconnectEveryMs);
      });
    }, inMs);
    timer.unref();
  }

  await sweep(await connect());
  schedule(sweepEveryMs);
  return {
    end: async () => {
      ended = true;
      clearTimeout(timer);
      await working;
      await client?.end();
    },
  };
}

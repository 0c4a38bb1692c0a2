import assert from "node:assert/strict";
import { Client, type QueryResultRow } from "pg";
import { clientConfig, type Connection, type Database, openDatabase } from "#/db/index.ts";
import { type Log, silentLog } from "#/kernel/index.ts";
import { type SocketConnection, templateDatabase, testCluster } from "./cluster.ts";
import { until } from "./until.ts";

export interface TestDatabaseOptions {
  readonly prepares?: boolean;
  /** For tests of verbs that add jobs and run none. Default: a job that waits at the end is a leak. */
  readonly waitingJobs?: "allowed";
  readonly poolSize?: number;
  readonly log?: Log;
  /** Of the secrets directory beside it; without it the audit log takes no entries. */
  readonly auditKey?: Uint8Array;
}

/** A migrated database of its own, as the server sees it. */
export interface TestDatabase {
  readonly database: Database;
  /** Superuser: for `runJobs`, and for what an attacker with the database in hand would do. */
  readonly owner: SocketConnection;
  /** The app's role. */
  readonly connection: Connection;
  /** One statement as superuser, past all policies. */
  asOwner<R extends QueryResultRow>(statement: string, values?: unknown[]): Promise<R[]>;
  /** Names of the jobs that wait. */
  waitingJobs(): Promise<string[]>;
  /** Fails when a connection is still open, a job still running, or (unless allowed) a job still waiting. */
  close(): Promise<void>;
}

let count = 0;

async function statement<R extends QueryResultRow>(
  connection: Connection,
  text: string,
  values: unknown[] = [],
): Promise<R[]> {
  const client = new Client(clientConfig(connection));
  await client.connect();
  try {
    return (await client.query<R>(text, values)).rows;
  } finally {
    await client.end();
  }
}

const others = `
  select pid from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`;

const jobs = `
  select task.identifier as name, job.locked_at is not null as running
  from graphile_worker._private_jobs job join graphile_worker._private_tasks task on task.id = job.task_id
  where job.attempts < job.max_attempts or job.locked_at is not null order by job.id`;

/** A clone of the migrated template in this process's own PostgreSQL. One per test file will do. */
export async function openTestDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const { owner: template, app } = await testCluster();
  const name = `test_${++count}`;
  const maintenance = { ...template, database: "postgres" };
  await statement(maintenance, `create database ${name} template ${templateDatabase}`);
  const owner = { ...template, database: name };
  const connection = { ...app, database: name };
  const database = await openDatabase({
    connection,
    poolSize: options.poolSize ?? 5,
    log: options.log ?? silentLog,
    auditKey: options.auditKey,
    ...(options.prepares === undefined ? {} : { prepares: options.prepares }),
  });

  async function waiting(): Promise<{ name: string; running: boolean }[]> {
    return statement(owner, jobs);
  }

  return {
    database,
    owner,
    connection,
    asOwner: (text, values) => statement(owner, text, values),
    waitingJobs: async () => (await waiting()).map((job) => job.name),
    close: async () => {
      await database.close();
      try {
        // The server takes a moment to see that a connection was closed.
        await until(
          "connections of the test are closed",
          async () => (await statement(owner, others)).length === 0,
          3000,
        );
        const left = await waiting();
        assert.deepEqual(
          left.filter((job) => job.running),
          [],
          "a job is still running",
        );
        if (options.waitingJobs !== "allowed") assert.deepEqual(left, [], "a job is still waiting");
      } finally {
        await statement(maintenance, `drop database ${name} with (force)`);
      }
    },
  };
}

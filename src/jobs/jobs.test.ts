import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Client } from "pg";
import { clientConfig } from "#/db/index.ts";
import { type Id, newId, silentLog } from "#/kernel/index.ts";
import { openTestDatabase, type TestDatabase } from "../../tests/support/database.ts";
import { until } from "../../tests/support/until.ts";
import { addJob, failedJobs, type JobHandler, type JobPayload, type JobRunner, runJobs } from "./index.ts";

let db: TestDatabase;
let runner: JobRunner;
const [ours, theirs] = [newId(), newId()];
const done: JobPayload[] = [];
let startedMs = 0;

const handlers: Record<string, JobHandler> = {
  "test.note": async (payload) => {
    startedMs = performance.now();
    done.push(payload);
  },
  "test.fail": async () => {
    throw new Error("does not work");
  },
};

const start = (): Promise<JobRunner> =>
  runJobs({ ownerConnection: db.owner, handlers, concurrency: 2, log: silentLog });

function inside<T>(organisationId: Id, run: Parameters<typeof db.database.inOrganisation<T>>[1]): Promise<T> {
  return db.database.inOrganisation(organisationId, run);
}

const isDone = (mark: string) => until(`the job ${mark} was done`, () => done.some((payload) => payload.mark === mark));

before(async () => {
  db = await openTestDatabase();
  runner = await start();
});
after(async () => {
  await runner.close();
  await db.close();
});

test("A job starts soon after the act that asked for it was committed", async () => {
  await inside(ours, (tx) => addJob(tx, "test.note", { organisationId: ours, mark: "warm" }));
  await isDone("warm");
  const delaysMs: number[] = [];
  for (let round = 0; round < 10; round++) {
    await inside(ours, (tx) => addJob(tx, "test.note", { organisationId: ours, mark: `soon ${round}` }));
    const committedMs = performance.now();
    await isDone(`soon ${round}`);
    delaysMs.push(startedMs - committedMs);
  }
  const median = delaysMs.toSorted((a, b) => a - b)[5]!;
  assert.ok(median < 50, `${median} ms`);
});

test("No job comes of an act that was given up", async () => {
  const given = inside(ours, async (tx) => {
    await addJob(tx, "test.note", { organisationId: ours, mark: "given up" });
    throw new Error("given up");
  });
  await assert.rejects(given);
  await inside(ours, (tx) => addJob(tx, "test.note", { organisationId: ours, mark: "after" }));
  await isDone("after");
  assert.ok(!done.some((payload) => payload.mark === "given up"));
});

test("A job cannot be added in the name of another organisation", async () => {
  const other = inside(ours, (tx) => addJob(tx, "test.note", { organisationId: theirs }));
  await assert.rejects(other, { code: "42501" });
});

test("A job that gave up stays to be seen, by its own organisation", async () => {
  await inside(ours, (tx) => addJob(tx, "test.fail", { organisationId: ours }, { maxAttempts: 1 }));
  const [failed] = await until("the job gave up", async () => {
    const jobs = await inside(ours, failedJobs);
    return jobs.length > 0 && jobs;
  });
  assert.equal(failed!.name, "test.fail");
  assert.equal(failed!.lastError, "does not work");
  assert.deepEqual(failed!.payload, { organisationId: ours });
  assert.deepEqual(await inside(theirs, failedJobs), []);
});

test("A job with the same key replaces the one that waits, but not that of another organisation", async () => {
  const later = new Date(Date.now() + 3_600_000);
  const options = { key: "reminder", runAt: later };
  for (const organisationId of [ours, theirs, ours])
    await inside(organisationId, (tx) => addJob(tx, "test.note", { organisationId }, options));
  assert.equal((await db.waitingJobs()).length, 2);
  for (const organisationId of [ours, theirs])
    await inside(organisationId, (tx) =>
      addJob(tx, "test.note", { organisationId, mark: organisationId }, { key: "reminder" }),
    );
  await Promise.all([isDone(ours), isDone(theirs)]);
  await until("no job waits", async () => (await db.waitingJobs()).length === 0);
});

test("Jobs that a killed worker had taken are handed back when another one starts", async () => {
  await runner.close();
  await inside(ours, (tx) => addJob(tx, "test.note", { organisationId: ours, mark: "orphan" }));
  await db.asOwner(
    "update graphile_worker._private_jobs set locked_at = now() - interval '1 minute', locked_by = 'pool-dead' where payload ->> 'mark' = 'orphan'",
  );
  runner = await start();
  await isDone("orphan");
});

test("Closing waits for the job that runs", async () => {
  await runner.close();
  const running = Promise.withResolvers<void>();
  const mayEnd = Promise.withResolvers<void>();
  let hasEnded = false;
  const slow = async (): Promise<void> => {
    running.resolve();
    await mayEnd.promise;
    hasEnded = true;
  };
  const worker = await runJobs({ ownerConnection: db.owner, handlers: { slow }, concurrency: 1, log: silentLog });
  await inside(ours, (tx) => addJob(tx, "slow", { organisationId: ours }));
  await running.promise;
  const closed = worker.close();
  mayEnd.resolve();
  await closed;
  assert.ok(hasEnded);
  runner = await start();
});

test("A worker whose database went away in the middle of a job begins again by itself, and the job comes to its end", async () => {
  await runner.close();
  const { database } = db.owner;
  const begun = Promise.withResolvers<void>();
  const mayEnd = Promise.withResolvers<void>();
  let runs = 0;
  const cutOff = async (): Promise<void> => {
    runs++;
    begun.resolve();
    await mayEnd.promise;
  };
  const all = { ...handlers, "test.cut-off": cutOff };
  const said: string[] = [];
  const log = { ...silentLog, warn: (_: object, line: string) => void said.push(line) };
  const worker = await runJobs({ ownerConnection: db.owner, handlers: all, concurrency: 2, log });
  await inside(ours, (tx) => addJob(tx, "test.cut-off", { organisationId: ours }));
  await begun.promise;
  const outside = new Client(clientConfig({ ...db.owner, database: "postgres" }));
  await outside.connect();
  await outside.query(`alter database ${database} allow_connections false`);
  await outside.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", [database]);
  mayEnd.resolve();
  await until("the worker gave up for want of a database", () => said.includes("the worker ended, and begins again"));
  await outside.query(`alter database ${database} allow_connections true`);
  await outside.end();
  await inside(ours, (tx) => addJob(tx, "test.note", { organisationId: ours, mark: "once there is a database" }));
  await isDone("once there is a database");
  await until("the job was done", async () => runs > 1 && (await db.waitingJobs()).length === 0);
  await worker.close();
  runner = await start();
});

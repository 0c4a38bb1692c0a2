import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { Ending } from "../../support/process.ts";
import { until } from "../../support/until.ts";
import {
  databasePid,
  isFree,
  isLive,
  npmStart,
  parentOf,
  processesOf,
  ready,
  type Runner,
  runners,
  serverPid,
  startMain,
  surroundings,
  type Surroundings,
} from "./runner.ts";

const promisedMs = 10_000;

async function assertNothingLeft({ dataDirectory, httpPort, environment }: Surroundings): Promise<void> {
  assert.deepEqual(processesOf(dataDirectory), []);
  for (const port of [httpPort, Number(environment["ZEGEL_SMTP_PORT"]), Number(environment["ZEGEL_SMTPS_PORT"])]) {
    assert.ok(await isFree(port), `port ${port} is still taken`);
  }
}

const gone = (dataDirectory: string): Promise<boolean> =>
  until("all processes are gone", () => processesOf(dataDirectory).length === 0, promisedMs);

async function startedByNpm(runner: Runner, place: Surroundings) {
  const npm = npmStart(runner, place);
  await npm.says(ready);
  return npm;
}

/** No memory on a disk by a crash, no debugger by a signal; the database learns nothing of our settings. */
function assertNothingLeaks({ dataDirectory }: Surroundings): void {
  const [server, database] = [serverPid(dataDirectory), databasePid(dataDirectory)];
  for (const pid of [server, database])
    assert.match(readFileSync(`/proc/${pid}/limits`, "utf8"), /^Max core file size +0 +0 /m);
  const started = readFileSync(`/proc/${server}/cmdline`, "utf8").split("\0");
  for (const option of ["--disable-sigusr1", "--disable-proto=delete"]) assert.ok(started.includes(option), option);
  assert.doesNotMatch(readFileSync(`/proc/${database}/environ`, "utf8"), /ZEGEL_/);
  assert.match(readFileSync(`/proc/${server}/status`, "utf8"), /^Umask:\s+0077$/m);
}

for (const runner of runners) {
  test(`Started by ${runner.title} with npm start, Zegel says its addresses, answers, and ends with npm or the launcher`, async (context) => {
    const place = await surroundings(runner);
    const npm = await startedByNpm(runner, place);
    context.after(() => npm.end("SIGKILL"));
    assert.match(npm.out(), new RegExp(`^Web: http://localhost:${place.httpPort}$`, "m"));
    assert.match(npm.out(), /^Mail submission: /m);
    assert.match(npm.out(), /^Database: embedded PostgreSQL 18\./m);
    assert.ok(await isLive(place.httpPort));
    assertNothingLeaks(place);
    const ending: Ending = await npm.end("SIGTERM", promisedMs);
    assert.doesNotMatch(ending.err, /fault of its own|broken off/);
    await assertNothingLeft(place);

    const again = await startedByNpm(runner, place);
    await again.end("SIGINT", promisedMs);
    await assertNothingLeft(place);

    const third = await startedByNpm(runner, place);
    third.signal("SIGKILL");
    await third.ended;
    await gone(place.dataDirectory);
    await assertNothingLeft(place);

    const fourth = await startedByNpm(runner, place);
    process.kill(parentOf(serverPid(place.dataDirectory)), "SIGKILL");
    await fourth.ended;
    await gone(place.dataDirectory);
    await assertNothingLeft(place);
  });

  test(`SIGTERM, SIGINT and SIGHUP each end the server of ${runner.title} in order, with exit status 0`, async () => {
    const place = await surroundings(runner);
    for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) {
      const server = startMain(runner, place);
      await server.says(ready);
      assert.equal((await server.end(signal, promisedMs)).status, 0);
      await assertNothingLeft(place);
    }
  });

  test(`A server of ${runner.title} that is stopped while it starts leaves nothing behind`, async () => {
    const place = await surroundings(runner);
    const server = startMain(runner, place);
    await until("the database is being made", () => processesOf(place.dataDirectory).length > 1);
    assert.equal((await server.end("SIGTERM", promisedMs)).status, 0);
    await assertNothingLeft(place);
    const next = startMain(runner, place);
    await next.says(ready);
    await next.end();
  });

  test(`After SIGKILL of any process, the next start by ${runner.title} repairs and goes on`, async () => {
    const place = await surroundings(runner);
    const first = startMain(runner, place);
    await first.says(ready);
    await first.end("SIGKILL");

    const second = startMain(runner, place);
    await second.says(ready);
    process.kill(databasePid(place.dataDirectory), "SIGKILL");
    const ending = await second.ended;
    assert.equal(ending.status, 69);
    assert.match(ending.err, /^The embedded database ended unexpectedly/m);

    const third = startMain(runner, place);
    await third.says(ready);
    const both = [databasePid(place.dataDirectory), serverPid(place.dataDirectory)];
    for (const pid of both) process.kill(pid, "SIGKILL");
    await third.ended;

    const fourth = startMain(runner, place);
    await fourth.says(ready);
    assert.ok(await isLive(place.httpPort));
    assert.equal((await fourth.end()).status, 0);
    await assertNothingLeft(place);
  });
}

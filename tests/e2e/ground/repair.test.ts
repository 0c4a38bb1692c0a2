import assert from "node:assert/strict";
import { chownSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { startProcess } from "../../support/process.ts";
import { copyCheckout, isRoot, ownDirectory, ready, type Runner, runners, startMain, surroundings } from "./runner.ts";

function giveTo({ ids }: Runner, path: string): void {
  if (ids.uid !== undefined && ids.gid !== undefined) chownSync(path, ids.uid, ids.gid);
}

function writeAs(runner: Runner, file: string, text: string): void {
  writeFileSync(file, text);
  giveTo(runner, file);
}

for (const runner of runners) {
  test(`A number in old lock files that another process has since does not keep ${runner.title} from starting`, async () => {
    const place = await surroundings(runner);
    const first = startMain(runner, place);
    await first.says(ready);
    const postmasterFile = join(place.dataDirectory, "postgres/postmaster.pid");
    const lockFile = join(place.dataDirectory, "zegel.lock");
    const [, ...rest] = readFileSync(postmasterFile, "utf8").split("\n");
    const [, start] = readFileSync(lockFile, "utf8").split(" ");
    await first.end("SIGTERM");

    const stranger = startProcess("sleep", ["600"], runner.ids);
    writeAs(runner, postmasterFile, [stranger.pid, ...rest].join("\n"));
    writeAs(runner, lockFile, `${stranger.pid} ${Number(start) - 1}\n`);
    const next = startMain(runner, place);
    await next.says(ready);
    assert.equal(stranger.hasEnded(), false);
    assert.equal((await next.end()).status, 0);
    await stranger.end("SIGKILL");
  });

  test(`The making of the database, once interrupted, is begun anew by ${runner.title}`, async () => {
    const place = await surroundings(runner);
    const first = startMain(runner, place);
    await first.says(ready);
    await first.end();
    const { dataDirectory } = place;
    mkdirSync(join(dataDirectory, "postgres.new/cluster"), { recursive: true });
    writeAs(runner, join(dataDirectory, "postgres.new/cluster/PG_VERSION"), "18\n");
    for (const part of ["postgres.new/cluster", "postgres.new"]) giveTo(runner, join(dataDirectory, part));
    rmSync(join(dataDirectory, "postgres"), { recursive: true });
    const next = startMain(runner, place);
    await next.says(ready);
    assert.equal((await next.end()).status, 0);
  });

  test(`A data directory with a long path, or with odd signs in it, works for ${runner.title}`, async () => {
    const long = join("a-name-of-forty-characters-that-is-a-word", "b".repeat(60));
    for (const name of [long, `de "map" van Jan, 'n & co`]) {
      const place = await surroundings(runner, join(ownDirectory(runner), name, "data"));
      const server = startMain(runner, { ...place, environment: { ...place.environment, HOME: "/" } });
      await server.says(ready);
      assert.equal((await server.end()).status, 0);
    }
  });
}

if (isRoot) {
  test("Root runs a checkout and data below directories that only root may enter", async () => {
    const root = runners[0]!;
    // mkdtemp makes 0700 directories, and root's are never handed on.
    const checkout = copyCheckout(ownDirectory(root));
    const place = await surroundings(root);
    const server = startMain(root, place, checkout);
    await server.says(ready);
    assert.equal((await server.end()).status, 0);
  });
}

import assert from "node:assert/strict";
import { mkdirSync, symlinkSync } from "node:fs";
import { delimiter, join } from "node:path";
import { test } from "node:test";
import { runProcess } from "../../support/process.ts";
import { checkoutFor, ownDirectory, runners, surroundings, systemPath } from "./runner.ts";

/** A PATH on which the tools of a shell script are found, and no Node. */
function pathWithoutNode(directory: string): string {
  const bin = join(directory, "bin");
  mkdirSync(bin);
  for (const name of ["dirname", "readlink", "uname"]) {
    const found = systemPath().split(delimiter).includes("/usr/bin") ? "/usr/bin" : "/bin";
    symlinkSync(join(found, name), join(bin, name));
  }
  return bin;
}

for (const runner of runners) {
  test(`The command line works for ${runner.title} through links, from any directory, without Node on PATH`, async () => {
    const { environment } = await surroundings(runner);
    const directory = ownDirectory(runner);
    mkdirSync(join(directory, "tools"));
    symlinkSync(join(checkoutFor(runner), "bin/zegel"), join(directory, "tools/zegel"));
    symlinkSync("tools/zegel", join(directory, "z"));
    const env = { ...environment, PATH: pathWithoutNode(directory) };
    const ending = await runProcess(join(directory, "z"), ["config", "--json"], { ...runner.ids, cwd: "/", env });
    assert.equal(ending.status, 0, ending.err);
    const rows = JSON.parse(ending.out) as { variable: string; value: string; origin: string }[];
    const data = rows.find(({ variable }) => variable === "ZEGEL_DATA");
    assert.deepEqual([data?.value, data?.origin], [environment["ZEGEL_DATA"], "environment"]);
    assert.equal(ending.err, "");
  });

  test(`The command line works for ${runner.title} under whatever Node the system has`, async () => {
    const { environment } = await surroundings(runner);
    const zegel = join(checkoutFor(runner), "bin/zegel");
    const run = (args: readonly string[], variables: NodeJS.ProcessEnv = {}) =>
      runProcess(zegel, args, { ...runner.ids, cwd: "/", env: { ...environment, ...variables } });
    const shown = await run(["config"], { ZEGEL_DATABASE_URL: "postgres://zegel:hunter2@localhost/zegel" });
    assert.equal(shown.status, 0, shown.err);
    assert.match(shown.out, /^ZEGEL_DATABASE_URL +postgres:\/\/zegel:\*\*\*@localhost\/zegel +environment$/m);
    assert.equal((await run([])).status, 2);
    assert.equal((await run(["no-such-command"])).status, 2);
    assert.equal((await run(["config", "--no-such-option"])).status, 2);
    assert.equal((await run(["--help"])).status, 0);
    const byNode = await runProcess("node", [zegel, "config"], { ...runner.ids, cwd: "/", env: environment });
    assert.equal(byNode.status, 0, byNode.err);
    assert.match(byNode.out, /^ZEGEL_DATA /m);
    const wrong = await run(["config", "--json"], { ZEGEL_LOG: "loud" });
    assert.equal(wrong.status, 78);
    assert.equal(wrong.out, "");
    assert.equal((JSON.parse(wrong.err) as { code: string }).code, "config.invalid");
  });
}

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { programDirectory } from "#/config.ts";

const ask = (...given: string[]) =>
  spawnSync(process.execPath, [join(programDirectory, "bench/flaky.ts"), ...given], {
    encoding: "utf8",
    timeout: 30_000,
    env: { PATH: process.env["PATH"] },
  });

test("Who asks the long run how it is used is told, and no run begins", () => {
  const { status, stdout } = ask("--help");
  assert.equal(status, 0);
  assert.match(stdout, /npm run flaky -- \[mails\] \[seed\]/);
  assert.doesNotMatch(stdout, /mails, seed/);
});

test("A number of mails or a seed that is none is refused with the usage", () => {
  for (const wrong of [["many"], ["0"], ["10", "x"], ["10", "1", "2"], ["1e9"], ["--mails", "3"]]) {
    const { status, stdout, stderr } = ask(...wrong);
    assert.equal(status, 2, wrong.join(" "));
    assert.equal(stdout, "");
    assert.match(stderr, /mails {2}how many/);
  }
});

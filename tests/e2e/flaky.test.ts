import assert from "node:assert/strict";
import { test } from "node:test";
import { flakyRun } from "../support/flaky-run.ts";

test("Through a smarthost that stalls, hangs up and refuses, and past a kill of the server, every mail arrives once or is reported", async () => {
  const outcome = await flakyRun({ mails: 120, kills: 1, seed: 20260501, deadlineMs: 90_000 });
  assert.equal(outcome.taken, 120);
  assert.ok(Object.keys(outcome.troubles).length >= 6, JSON.stringify(outcome.troubles));
});

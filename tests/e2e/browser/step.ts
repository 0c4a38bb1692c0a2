import assert from "node:assert/strict";
import { test } from "node:test";

let broken = false;

/** One story in steps: when one fails, the rest can't be told. */
export function step(title: string, tell: () => Promise<void> | void): void {
  test(title, async () => {
    assert.equal(broken, false, "an earlier step failed");
    broken = true;
    await tell();
    broken = false;
  });
}

import assert from "node:assert/strict";
import { test } from "node:test";
import { describeOpenPages } from "./browser.ts";

let broken = false;

/** One story in steps: when one fails, the rest can't be told. What was on the pages then is told with the failure. */
export function step(title: string, tell: () => Promise<void> | void): void {
  test(title, async (context) => {
    assert.equal(broken, false, "an earlier step failed");
    broken = true;
    try {
      await tell();
    } catch (error) {
      for (const page of await describeOpenPages()) context.diagnostic(page);
      throw error;
    }
    broken = false;
  });
}

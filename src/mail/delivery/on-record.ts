import { setTimeout as pause } from "node:timers/promises";
import { isRefusal, minuteMs } from "#/kernel/index.ts";

const againAfterMs = 250;
const withinMs = 30 * minuteMs;

/**
 * Puts on record what the smarthost answered, as soon as there is a database to do it in: what was heard must not be
 * forgotten because the database was away at that moment. `record` may run again after a commit whose end nobody heard.
 */
export async function onRecord(record: () => Promise<void>): Promise<void> {
  const startedMs = performance.now();
  for (;;) {
    try {
      return await record();
    } catch (error) {
      const isAway = isRefusal(error) && error.code.startsWith("database.");
      if (!isAway || performance.now() - startedMs > withinMs) throw error;
      await pause(againAfterMs, undefined, { ref: false });
    }
  }
}

import { setTimeout as pause } from "node:timers/promises";

/** Asks again and again until the answer is something other than `undefined` or `false`; fails after the deadline. */
export async function until<T>(
  what: string,
  ask: () => T | undefined | false | Promise<T | undefined | false>,
  deadlineMs = 30_000,
): Promise<T> {
  const startedAt = Date.now();
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() - startedAt > deadlineMs) throw new Error(`not within ${deadlineMs / 1000} seconds: ${what}`);
    await pause(25);
  }
}

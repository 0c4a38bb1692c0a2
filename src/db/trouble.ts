import { Refusal } from "#/kernel/index.ts";

/** What the operating system, PostgreSQL and `pg` say when there is no database to be had at this moment. */
const awayCodes = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOENT",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
]);
const awayWords = /^(?:Connection terminated|Client has encountered a connection error|timeout exceeded when trying)/;
/** Classes of SQLSTATE: 08 connection, 57P shutdown and start, 53300 too many connections. */
const awayStates = /^(?:08|57P|53300$)/;
const diskFull = "53100";
const tryAgainSeconds = 5;

/**
 * The refusal that stands for trouble of the database itself; `undefined` for every other error. Of a commit that ends so
 * nobody knows whether it was made; of anything before it, nothing was kept.
 */
export function troubleOf(error: unknown): Refusal | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = "code" in error ? String(error.code) : "";
  if (code === diskFull) return new Refusal("unavailable", "database.disk_full");
  if (!awayCodes.has(code) && !awayStates.test(code) && !awayWords.test(error.message)) return undefined;
  return new Refusal("unavailable", "database.unavailable", { retryAfterSeconds: tryAgainSeconds });
}

/** What is asked of the database, with its troubles as refusals. */
export async function asking<T>(question: Promise<T>): Promise<T> {
  try {
    return await question;
  } catch (error) {
    throw troubleOf(error) ?? error;
  }
}

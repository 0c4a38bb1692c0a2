/**
 * Structured log lines. Fields hold ids, counts, durations and codes; never content, secrets, subjects,
 * file names or phone numbers, and no addresses below `debug`.
 */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  child(fields: object): Log;
}

/** Keeps nothing: for commands whose standard error speaks to a person. */
export const silentLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silentLog,
};

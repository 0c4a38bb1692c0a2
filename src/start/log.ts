import { pino } from "pino";
import type { Log } from "#/kernel/index.ts";
import type { LogLevel } from "#/config.ts";

/** Lines of JSON on standard error: standard output is for what a person is told at the start. */
export function openLog(level: LogLevel): Log {
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime };
  return pino(
    { ...options, formatters: { level: (label) => ({ level: label }) } },
    pino.destination({ fd: 2, sync: true }),
  );
}

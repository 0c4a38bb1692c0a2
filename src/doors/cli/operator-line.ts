import { isRefusal, type Refusal } from "#/kernel/index.ts";
import { isWordKey, say } from "#/words/index.ts";

/** Exit statuses of sysexits.h, as far as outsiders rely on them. */
export const exitStatus = { good: 0, refused: 1, usage: 2, unavailable: 69, inUse: 75, configuration: 78 } as const;

const statusByCode: Readonly<Record<string, number>> = {
  "config.invalid": exitStatus.configuration,
  "data.foreign_owner": exitStatus.configuration,
  "data.not_ours": exitStatus.configuration,
  "port.taken": exitStatus.configuration,
  "port.denied": exitStatus.configuration,
  "data.in_use": exitStatus.inUse,
};

/** The status with which a process ends that was refused. */
export const statusOf = ({ code }: Refusal): number =>
  statusByCode[code] ?? (code.startsWith("database.") ? exitStatus.unavailable : exitStatus.refused);

/** The refusal as one line for the operator; without a sentence of its own, its code and details. */
export function lineOf({ code, details }: Refusal): string {
  if (!isWordKey(code)) return `Refused: ${code} ${JSON.stringify(details)}`;
  return say("en", code, details).replaceAll(/\s*\n\s*/g, " ");
}

const unreachableCodes = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EAI_AGAIN",
]);

/** True for an error by which PostgreSQL or the network says that there is no connection to be had. */
export function isConnectionError(error: unknown): error is Error {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  // Classes of SQLSTATE: 08 connection, 28 log-in, 3D no such database, 57P startup and shutdown.
  return (
    unreachableCodes.has(code) ||
    /^(?:08|28|3D|57P)/.test(code) ||
    (isRefusal(error) && code === "database.unreachable")
  );
}

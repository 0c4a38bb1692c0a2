import assert from "node:assert/strict";
import { type HttpDoor, type HttpLimits, openHttpDoor, standardLimits } from "#/doors/http/index.ts";
import { type Log, silentLog } from "#/kernel/index.ts";
import { openTestApp, type TestApp } from "../../../support/identity.ts";

export interface TestDoor {
  readonly app: TestApp;
  readonly door: HttpDoor;
  readonly port: number;
  /** What the server told of each request. */
  readonly lines: readonly object[];
  /** What the server warned of. */
  readonly warnings: readonly object[];
  /** Where it listens, without a slash at the end. */
  readonly base: string;
  /** Fails when the server had a fault of its own: a refusal is fine, a bug is not. */
  close(): Promise<void>;
}

function watchingLog(lines: object[], warnings: object[], faults: object[]): Log {
  const log: Log = {
    ...silentLog,
    info: (fields) => void lines.push(fields),
    warn: (fields) => void warnings.push(fields),
    error: (fields) => void faults.push(fields),
    child: () => log,
  };
  return log;
}

/** The HTTP door on a free port of this machine, with a database, secrets and blobs of its own. */
export async function openTestDoor(
  options: { readonly environment?: NodeJS.ProcessEnv; readonly limits?: Partial<HttpLimits> } = {},
): Promise<TestDoor> {
  const environment = { ZEGEL_HTTP_PORT: "0", ...options.environment };
  const lines: object[] = [];
  const faults: object[] = [];
  const warnings: object[] = [];
  const app = await openTestApp({
    log: watchingLog(lines, warnings, faults),
    environment,
    waitingJobs: "allowed",
    poolSize: 10,
  });
  const door = await openHttpDoor(app, { ...standardLimits, ...options.limits });
  return {
    app,
    door,
    port: door.port,
    lines,
    warnings,
    base: door.addresses[0]!,
    close: async () => {
      await door.close();
      await app.close();
      assert.deepEqual(faults, []);
    },
  };
}

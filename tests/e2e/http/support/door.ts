import assert from "node:assert/strict";
import { type HttpDoor, type HttpLimits, openHttpDoor, standardLimits } from "#/doors/http/index.ts";
import { type Log, silentLog } from "#/kernel/index.ts";
import { openTestApp, type TestApp } from "../../../support/identity.ts";

export interface TestDoor {
  readonly app: TestApp;
  readonly door: HttpDoor;
  /** Where it listens, without a slash at the end. */
  readonly base: string;
  /** Fails when the server had a fault of its own: a refusal is fine, a bug is not. */
  close(): Promise<void>;
}

function watchingLog(faults: object[]): Log {
  const log: Log = { ...silentLog, error: (fields) => void faults.push(fields), child: () => log };
  return log;
}

/** The HTTP door on a free port of this machine, with a database, secrets and blobs of its own. */
export async function openTestDoor(
  options: { readonly environment?: NodeJS.ProcessEnv; readonly limits?: Partial<HttpLimits> } = {},
): Promise<TestDoor> {
  const environment = { ZEGEL_HTTP_PORT: "0", ...options.environment };
  const faults: object[] = [];
  const app = await openTestApp({ log: watchingLog(faults), environment, waitingJobs: "allowed", poolSize: 10 });
  const door = await openHttpDoor(app, { ...standardLimits, ...options.limits });
  return {
    app,
    door,
    base: door.addresses[0]!,
    close: async () => {
      await door.close();
      await app.close();
      assert.deepEqual(faults, []);
    },
  };
}

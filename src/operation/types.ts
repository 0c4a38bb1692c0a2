import type { Config } from "#/config.ts";
import type { BlobStore } from "#/blobs/index.ts";
import type { Database } from "#/db/index.ts";
import type { Clock, Log } from "#/kernel/index.ts";
import type { Secrets } from "#/secrets/index.ts";

/** What the verbs of operation use of the application; each asks for its part only. */
export interface OperationApp {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
  readonly database: Database;
  readonly blobs: BlobStore;
  readonly secrets: Secrets;
}

import type { BlobStore } from "#/blobs/index.ts";
import type { Config } from "#/config.ts";
import type { Database } from "#/db/index.ts";
import type { Clock, Log } from "#/kernel/index.ts";
import type { Secrets } from "#/secrets/index.ts";

/** What the HTTP door, and the verbs it calls, use of the application. */
export interface HttpApp {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
  readonly database: Database;
  readonly blobs: BlobStore;
  readonly secrets: Secrets;
}

import type { Connection } from "#/db/index.ts";
import type { Log } from "#/kernel/index.ts";
import type { JobPayload } from "./add-job.ts";

/** May be called again for the same job: after an error, and after a crash. */
export type JobHandler = (payload: JobPayload) => Promise<void>;

export interface RunJobsOptions {
  /** Past any transaction pooler: jobs are heard of by LISTEN. */
  readonly ownerConnection: Connection;
  readonly handlers: Readonly<Record<string, JobHandler>>;
  readonly concurrency: number;
  readonly log: Log;
}

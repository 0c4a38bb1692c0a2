import { runJobs, type RunJobsOptions } from "#/jobs/index.ts";
import { draftJobs, type MailApp, openMailJobs } from "#/mail/index.ts";
import { spacesJobs } from "#/spaces/index.ts";
import { uploadsJobs } from "#/uploads/index.ts";
import { webhookJobs } from "#/webhooks/index.ts";
import { startMaintenance } from "./maintenance.ts";

export { maintain } from "./maintenance.ts";

export interface WorkerDoor {
  /** None: nobody comes in by it. */
  readonly addresses: readonly string[];
  /** Waits for jobs that run; what takes too long is left for the next start. */
  close(): Promise<void>;
}

/** What the worker uses of the application. Jobs are heard of past any pooler, by the owner's connection. */
export type WorkerApp = MailApp & Pick<RunJobsOptions, "ownerConnection">;

/** Most of a job is waiting: for the disk, and for the smarthost. */
const jobsAtOnce = 10;

/** Does what waits: mail and texts leave the house, blobs of erased objects go, and hourly what time demands. */
export async function openWorkerDoor(app: WorkerApp): Promise<WorkerDoor> {
  const mail = openMailJobs(app);
  const handlers = {
    ...spacesJobs(app),
    ...uploadsJobs(app),
    ...draftJobs(app),
    ...mail.handlers,
    ...webhookJobs(app),
  };
  const { ownerConnection, log } = app;
  const runner = await runJobs({ ownerConnection, handlers, concurrency: jobsAtOnce, log });
  const maintenance = startMaintenance(app);
  return {
    addresses: [],
    close: async () => {
      await maintenance.close();
      await runner.close();
      mail.close();
    },
  };
}

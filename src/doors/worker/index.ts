import { filesJobs } from "#/files/index.ts";
import { type JobHandler, runJobs, type RunJobsOptions } from "#/jobs/index.ts";
import { draftJobs, holdJobs, type MailApp, openMailJobs } from "#/mail/index.ts";
import { countRequest } from "#/operation/index.ts";
import { spacesJobs } from "#/spaces/index.ts";
import { uploadsJobs } from "#/uploads/index.ts";
import { webhookJobs } from "#/webhooks/index.ts";
import { keepAudit } from "./audit-keeper.ts";
import { startMaintenance } from "./maintenance.ts";
import { startWatch } from "./watch.ts";

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

/** Each job counts, as a request at the other doors does. */
const counted =
  (handler: JobHandler): JobHandler =>
  async (payload) => {
    const startedMs = performance.now();
    const count = (outcome: "answered" | "failed"): void =>
      countRequest("worker", outcome, (performance.now() - startedMs) / 1000);
    try {
      await handler(payload);
    } catch (error) {
      count("failed");
      throw error;
    }
    count("answered");
  };

/** Does what waits: mail and texts leave the house, blobs of erased objects go, and hourly what time demands. */
export async function openWorkerDoor(app: WorkerApp): Promise<WorkerDoor> {
  const mail = openMailJobs(app);
  const each = {
    ...spacesJobs(app),
    ...uploadsJobs(app),
    ...filesJobs(app),
    ...draftJobs(app),
    ...holdJobs(app),
    ...mail.handlers,
    ...webhookJobs(app),
  };
  const handlers = Object.fromEntries(Object.entries(each).map(([name, handler]) => [name, counted(handler)]));
  const { ownerConnection, log } = app;
  const runner = await runJobs({ ownerConnection, handlers, concurrency: jobsAtOnce, log });
  const maintenance = startMaintenance(app);
  const watch = startWatch(app);
  const audit = keepAudit(app);
  return {
    addresses: [],
    close: async () => {
      await audit.close();
      await watch.close();
      await maintenance.close();
      await runner.close();
      mail.close();
    },
  };
}

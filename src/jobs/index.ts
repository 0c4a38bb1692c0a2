export { addJob, type FailedJob, failedJobs, type JobOptions, type JobPayload, reviveJobs } from "./add-job.ts";
export { type JobRunner, runJobs } from "./run-jobs.ts";
export type { JobHandler, RunJobsOptions } from "./run-options.ts";

export { addJob, type FailedJob, failedJobs, type JobOptions, type JobPayload, reviveJobs } from "./add-job.ts";
export { type JobHandler, type JobRunner, type RunJobsOptions, runJobs } from "./run-jobs.ts";

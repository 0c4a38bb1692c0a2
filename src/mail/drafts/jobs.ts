import type { JobHandler } from "#/jobs/index.ts";
import { isId } from "#/kernel/index.ts";
import type { MailApp } from "../types.ts";
import { releaseJob } from "./hold-message.ts";
import { releaseDue } from "./release-messages.ts";
import { stopScheduledOf } from "./stop-scheduled.ts";

/** What the worker does for what was written: lets messages go at their time, and stops those of who left. */
export const draftJobs = (app: MailApp): Record<string, JobHandler> => ({
  // The database says that the time has come, whatever this node's clock shows.
  [releaseJob]: ({ organisationId, dueMs }) =>
    releaseDue(app, organisationId, new Date(Math.max(Number(dueMs) || 0, app.clock.now().getTime()))),
  "mail.stop-scheduled": async ({ organisationId, memberId }) => {
    if (isId(memberId)) await stopScheduledOf(app, organisationId, memberId);
  },
});

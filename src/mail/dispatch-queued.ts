import type { Id } from "#/kernel/index.ts";
import { openMailJobs } from "./dispatch.ts";
import { dispatchJob } from "./queue-dispatch.ts";
import type { MailApp } from "./types.ts";

/**
 * Sends at once what waits in the organisation, at the time that the app's clock says. For filling a demonstration
 * before any door is open; the jobs that come later find nothing left to do.
 */
export async function dispatchQueued(app: MailApp, organisationId: Id): Promise<void> {
  const jobs = openMailJobs(app);
  try {
    const rows = await app.database.inOrganisation(organisationId, (tx) =>
      tx.query
        .selectFrom("mail_dispatch")
        .select("dispatch_id")
        .where("organisation_id", "=", organisationId)
        .where("state", "=", "queued")
        .orderBy("created_at")
        .execute(),
    );
    for (const { dispatch_id: dispatchId } of rows) await jobs.handlers[dispatchJob]!({ organisationId, dispatchId });
  } finally {
    jobs.close();
  }
}

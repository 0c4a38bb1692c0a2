import { writeAudit } from "#/audit/index.ts";
import { assertRole, type MemberActor } from "#/identity/index.ts";
import { reviveJobs } from "#/jobs/index.ts";
import type { OperationApp } from "./types.ts";

/** Gives the organisation's jobs that gave up another chance (admins); says how many there were. */
export async function tryJobsAgain(app: Pick<OperationApp, "clock" | "database">, actor: MemberActor): Promise<number> {
  assertRole(actor, "admin");
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const jobs = await reviveJobs(tx);
    if (jobs > 0)
      await writeAudit(tx, {
        at: app.clock.now(),
        actor: { kind: "member", id: actor.memberId },
        act: "operation.jobs-tried-again",
        subject: { kind: "organisation", id: actor.organisationId },
        details: { jobs },
      });
    return jobs;
  });
}

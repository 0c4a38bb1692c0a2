import { type CheckpointApp, verifyLog } from "#/audit/index.ts";
import type { Id } from "#/kernel/index.ts";
import { messagesWitness } from "#/mail/index.ts";
import { headsWitness } from "#/spaces/index.ts";
import type { Findings } from "./findings.ts";

/** The audit log, and what every space holds against its heads in it, as `audit verify` does. */
export async function checkLog(
  app: Pick<CheckpointApp, "config" | "database" | "secrets">,
  organisationId: Id,
  findings: Findings,
): Promise<void> {
  const { size, waiting, problems } = await verifyLog(
    app,
    { kind: "operator", organisationId },
    { witnesses: [headsWitness(), messagesWitness()] },
  );
  findings.entries += size + waiting;
  for (const { problem, entryId, objectId, messageId, spaceId } of problems)
    findings.wrong.push({
      organisationId,
      what: "log",
      id: messageId ?? entryId ?? objectId ?? spaceId ?? organisationId,
      code: "backup.log_wrong",
      problem,
    });
}

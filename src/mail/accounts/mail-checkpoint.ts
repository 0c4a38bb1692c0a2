import { takeDueCheckpoint, writeAudit } from "#/audit/index.ts";
import type { Id } from "#/kernel/index.ts";
import type { MailApp } from "../types.ts";
import { tellAdmins } from "./tell-admins.ts";

/**
 * Mails the audit log's last checkpoint to the admins when it is due, so that it lies where nobody who writes in the
 * database can change it; says to how many.
 */
export function mailCheckpoint(
  app: Pick<MailApp, "secrets" | "blobs" | "clock" | "config" | "database">,
  organisationId: Id,
): Promise<number> {
  return app.database.inOrganisation(organisationId, async (tx) => {
    const at = app.clock.now();
    const due = await takeDueCheckpoint(app, tx, at);
    if (!due) return 0;
    const { size, note } = due.checkpoint;
    const told = await tellAdmins(app, tx, {
      key: "checkpoint.text",
      subjectKey: "checkpoint.subject",
      details: { size, at: due.checkpoint.at.toISOString() },
      kept: [
        { key: "checkpoint.note", text: note },
        { key: "checkpoint.key", text: due.key },
      ],
      lookKey: "checkpoint.look",
      path: "/audit",
    });
    await writeAudit(tx, {
      at,
      actor: { kind: "system" },
      act: "audit.checkpoint-mailed",
      details: { size, admins: told },
    });
    return told;
  });
}

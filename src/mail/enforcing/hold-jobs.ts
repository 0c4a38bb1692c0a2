import { agreementsInForce } from "#/agreements/index.ts";
import { writeAudit } from "#/audit/index.ts";
import type { Transaction } from "#/db/index.ts";
import type { JobHandler } from "#/jobs/index.ts";
import { type Id, isId } from "#/kernel/index.ts";
import type { MailApp } from "../types.ts";
import { tellAdmins } from "../accounts/tell-admins.ts";
import { allApprovers } from "./approvers.ts";
import { keepBack, nameOf } from "./decide-hold.ts";
import { holdJob } from "./hold-for-approval.ts";
import { senderOf, tellOfHold } from "./hold-letters.ts";
import { type HoldRow, takeKeysBack } from "./hold-row.ts";

/** Approvers at once, stand-ins at the deadline; the sender is told of both. */
async function tell(app: MailApp, tx: Transaction, row: HoldRow, isOverdue: boolean): Promise<void> {
  const { agreements } = await agreementsInForce(app, tx);
  const people = (await allApprovers(tx, agreements)).filter(({ memberId }) => memberId !== row.sender_id);
  const named = people.filter(({ isStandIn }) => isStandIn === isOverdue);
  // Where there is nobody of the one kind, the others are asked.
  const asked = named.length > 0 ? named : people;
  const sender = await nameOf(tx, row.sender_id);
  if (asked.length === 0)
    await tellAdmins(app, tx, {
      key: "notice.held_nobody",
      subjectKey: "notice.held_nobody_subject",
      details: { sender },
      path: "/agreements",
    });
  for (const to of asked) await tellOfHold(app, tx, to, isOverdue ? "held_overdue" : "held_approver", { sender });
  const writer = await senderOf(tx, row.sender_id);
  const approvers = asked.map(({ name }) => name).join(", ");
  if (writer) await tellOfHold(app, tx, writer, isOverdue ? "held_overdue_sender" : "held_sender", { approvers });
  await change(tx, row.message_id, isOverdue ? { deadline_told_at: app.clock.now() } : { told_at: app.clock.now() });
}

type Change = Partial<Pick<HoldRow, "told_at" | "deadline_told_at" | "state" | "decided_at">>;

async function change(tx: Transaction, messageId: Id, values: Change): Promise<void> {
  await tx.query
    .updateTable("mail_hold")
    .set(values)
    .where("organisation_id", "=", tx.organisationId)
    .where("message_id", "=", messageId)
    .execute();
}

/** Nobody decided in all that time: back to its sender. */
async function expire(app: MailApp, tx: Transaction, row: HoldRow): Promise<void> {
  const at = app.clock.now();
  await takeKeysBack(tx, row);
  await change(tx, row.message_id, { state: "expired", decided_at: at });
  await keepBack(tx, row.message_id, at);
  const sender = await senderOf(tx, row.sender_id);
  if (sender) await tellOfHold(app, tx, sender, "held_expired", {});
  await writeAudit(tx, {
    at,
    actor: { kind: "system" },
    act: "mail.hold-expired",
    subject: { kind: "message", id: row.message_id },
    details: { sender: row.sender_id },
  });
}

/** Does what is due for a held message; harmless when it is called too often or too late. */
function lookAfter(app: MailApp, organisationId: Id, messageId: Id): Promise<void> {
  return app.database.inOrganisation(organisationId, async (tx) => {
    const row = await tx.query
      .selectFrom("mail_hold")
      .selectAll()
      .where("organisation_id", "=", organisationId)
      .where("message_id", "=", messageId)
      .where("state", "=", "held")
      .forUpdate()
      .executeTakeFirst();
    if (!row) return;
    const now = app.clock.now();
    if (row.ends_at <= now) return expire(app, tx, row);
    if (!row.told_at) await tell(app, tx, row, false);
    if (row.deadline_at <= now && !row.deadline_told_at) await tell(app, tx, row, true);
  });
}

export const holdJobs = (app: MailApp): Record<string, JobHandler> => ({
  [holdJob]: async ({ organisationId, messageId }) => {
    if (isId(messageId)) await lookAfter(app, organisationId, messageId);
  },
});

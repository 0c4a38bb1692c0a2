import { writeAudit } from "#/audit/index.ts";
import type { Transaction } from "#/db/index.ts";
import type { Bytes, Id } from "#/kernel/index.ts";
import { reachState } from "../recipient-answer.ts";
import { type DispatchRow, noticeOfBounce, whoseDispatch } from "../settle-dispatch.ts";
import type { MailApp } from "../types.ts";
import { dispatchesNamedIn } from "./envelope-id.ts";
import { type DeliveryReport, readReport } from "./read-report.ts";

export interface TakenReport {
  readonly kind: DeliveryReport["kind"];
  /** How many mails of ours it is about, and of how many the state changed. */
  readonly known: number;
  readonly changed: number;
}

/** More than this no report is about: the rest is somebody trying. */
const mostDispatches = 20;

async function rowOf(tx: Transaction, dispatchId: Id): Promise<DispatchRow | undefined> {
  return tx.query
    .selectFrom("mail_dispatch")
    .selectAll()
    .where("organisation_id", "=", tx.organisationId)
    .where("dispatch_id", "=", dispatchId)
    .forUpdate()
    .executeTakeFirst();
}

/** A report on an older notification says nothing of the one that was sent since. */
async function isNewest(tx: Transaction, row: DispatchRow): Promise<boolean> {
  const newer = await tx.query
    .selectFrom("mail_dispatch")
    .select("dispatch_id")
    .where("organisation_id", "=", tx.organisationId)
    .where("recipient_id", "=", row.recipient_id)
    .where("kind", "=", "notification")
    .where("created_at", ">", row.created_at)
    .limit(1)
    .executeTakeFirst();
  return newer === undefined;
}

async function apply(app: MailApp, tx: Transaction, row: DispatchRow, report: DeliveryReport): Promise<boolean> {
  const at = app.clock.now();
  const isFailure = report.kind === "failed";
  if (row.reported_at || row.state !== "handed-over" || !row.recipient_id || !(await isNewest(tx, row))) return false;
  const concerned = await whoseDispatch(tx, row);
  if (!concerned) return false;
  const { recipient_id: recipientId, sender_id: senderId, email: guest, conversation_id: conversationId } = concerned;
  const answer = report.answer;
  if (isFailure) await reachState(tx, [recipientId], "bounced", at);
  const changed = await tx.query
    .updateTable("mail_recipient")
    .set({ reason: isFailure ? answer || "mail.bounced_later" : "mail.delayed" })
    .where("organisation_id", "=", tx.organisationId)
    .where("recipient_id", "=", recipientId)
    .where("state", "=", isFailure ? "bounced" : "handed-over")
    .returning("recipient_id")
    .execute();
  await tx.query
    .updateTable("mail_dispatch")
    // A failure may still come after a delay, and not the other way round.
    .set({ last_answer: answer, ...(isFailure ? { reported_at: at } : { delay_told_at: row.delay_told_at ?? at }) })
    .where("organisation_id", "=", tx.organisationId)
    .where("dispatch_id", "=", row.dispatch_id)
    .execute();
  await writeAudit(tx, {
    at,
    actor: { kind: "system" },
    act: `mail.${row.kind}-reported`,
    subject: { kind: "dispatch", id: row.dispatch_id },
    details: { report: report.kind, answer, recipientId },
  });
  if (changed.length === 0) return false;
  if (isFailure || !row.delay_told_at) {
    const kind = isFailure ? "bounce" : "delayed";
    await noticeOfBounce(app, tx, { to: { memberIds: [senderId] }, kind, guest, answer, conversationId, at });
  }
  return true;
}

/**
 * Takes a delivery report in that came for a notification: its recipient is shown as bounced, and the sender is told.
 * What counts is the envelope id in it, which only those know who had the mail in hands: a report that is made up
 * changes nothing. It has no actor: the operator's mail server hands it over, at the command line.
 */
export async function takeReport(app: MailApp, mail: Bytes): Promise<TakenReport> {
  const report = await readReport(mail);
  const dispatchIds = dispatchesNamedIn(app.secrets.pepper, report.everything).slice(0, mostDispatches);
  if (report.kind !== "failed" && report.kind !== "delayed")
    return { kind: report.kind, known: dispatchIds.length, changed: 0 };
  let [known, changed] = [0, 0];
  for (const organisationId of dispatchIds.length > 0 ? await app.database.organisations() : [])
    for (const dispatchId of dispatchIds)
      await app.database.inOrganisation(organisationId, async (tx) => {
        const row = await rowOf(tx, dispatchId);
        if (!row) return;
        known += 1;
        if (await apply(app, tx, row, report)) changed += 1;
      });
  return { kind: report.kind, known, changed };
}

import type { z } from "zod";
import { writeAudit } from "#/audit/index.ts";
import type { holdRoutes } from "#/contract/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type MemberActor, memberNames, readerOf } from "#/identity/index.ts";
import type { Id } from "#/kernel/index.ts";
import { auditActorOf } from "../actors.ts";
import { attachmentAnswers, htmlOf, openMessages } from "../open-messages.ts";
import type { MailApp } from "../types.ts";
import { holdFor, type HoldRow, isApprover } from "./hold-row.ts";
import { type HoldReason, openSealedRows, readReason, type SealedRow } from "./hold-reason.ts";
import { messagesWithCopies } from "../drafts/scheduled-row.ts";

export type HeldEntry = z.output<typeof holdRoutes.listHeld.answer>["entries"][number];
export type HeldContent = z.output<typeof holdRoutes.readHeld.answer>;

const mostEntries = 200;

/** Why each is held, as far as the actor's mailbox was told. */
export async function reasonsFor(
  app: MailApp,
  tx: Transaction,
  actor: MemberActor,
  messageIds: readonly Id[],
): Promise<Map<Id, HoldReason | undefined>> {
  if (messageIds.length === 0) return new Map();
  const rows = await tx.query
    .selectFrom("mail_hold_reason")
    .selectAll()
    .where("organisation_id", "=", tx.organisationId)
    .where("mailbox_space_id", "=", actor.mailboxSpaceId)
    .where("message_id", "in", messageIds)
    .execute();
  const sealed = rows.map((row): SealedRow => ({
    mailboxSpaceId: row.mailbox_space_id,
    epoch: row.epoch,
    sealed: row.sealed,
  }));
  const texts = await openSealedRows(app, tx, actor, sealed);
  return new Map(rows.map((row, index) => [row.message_id, readReason(texts[index])]));
}

const entryOf = (row: HoldRow, reason: HoldReason | undefined, names: ReadonlyMap<Id, string>): HeldEntry => ({
  messageId: row.message_id,
  sender: reason?.sender ?? { email: "", name: names.get(row.sender_id) ?? "" },
  recipients: reason?.recipients ?? [],
  rules: reason?.rules ?? [],
  findings: reason?.findings ?? [],
  unread: reason?.unread ?? 0,
  // Who became an approver later was not told why.
  isTold: reason !== undefined,
  mayRead: row.may_read && row.state === "held" && reason !== undefined,
  state: row.state as HeldEntry["state"],
  heldAt: row.held_at.toISOString(),
  deadlineAt: row.deadline_at.toISOString(),
  decidedAt: row.decided_at?.toISOString() ?? null,
  decidedBy: row.decided_by ? (names.get(row.decided_by) ?? "") : null,
});

/**
 * What waits for an approver, the oldest first, and what was decided lately; empty for who is none. Messages of the actor
 * are not among them.
 */
export function listHeld(app: MailApp, actor: MemberActor): Promise<{ isApprover: boolean; entries: HeldEntry[] }> {
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    if (!(await isApprover(app, tx, actor))) return { isApprover: false, entries: [] };
    const rows = await tx.query
      .selectFrom("mail_hold")
      .selectAll()
      .where("organisation_id", "=", tx.organisationId)
      .where("sender_id", "<>", actor.memberId)
      .where("held_at", "<=", app.clock.now())
      .orderBy((row) => row("state", "=", "held"), "desc")
      .orderBy((row) => row.case().when("state", "=", "held").then(row.ref("held_at")).end())
      .orderBy("decided_at", "desc")
      .limit(mostEntries)
      .execute();
    const ids = rows.map((row) => row.message_id);
    const reasons = await reasonsFor(app, tx, actor, ids);
    const names = await memberNames(
      tx,
      rows.flatMap((row) => [row.sender_id, ...(row.decided_by ? [row.decided_by] : [])]),
    );
    return { isApprover: true, entries: rows.map((row) => entryOf(row, reasons.get(row.message_id), names)) };
  });
}

/**
 * What a held message says, to an approver and where the agreements allow it; on record each time.
 * @throws Refusal as `holdFor`, and content that may not be read is null.
 */
export function readHeld(app: MailApp, actor: MemberActor, messageId: Id): Promise<HeldContent> {
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const row = await holdFor(app, tx, actor, messageId);
    const reasons = await reasonsFor(app, tx, actor, [messageId]);
    const names = await memberNames(tx, [row.sender_id, ...(row.decided_by ? [row.decided_by] : [])]);
    const entry = entryOf(row, reasons.get(messageId), names);
    if (!entry.mayRead) return { ...entry, content: null };
    const messages = await messagesWithCopies(tx, [messageId]);
    const original = messages.filter((each) => each.message_id === messageId);
    const [message] = await openMessages(app, tx, readerOf(actor), original);
    if (!message) return { ...entry, mayRead: false, content: null };
    await writeAudit(tx, {
      at: app.clock.now(),
      actor: auditActorOf(actor),
      act: "mail.hold-read",
      subject: { kind: "message", id: messageId },
      details: { sender: row.sender_id },
    });
    const { subject, text } = message.body;
    const html = await htmlOf(app, tx, readerOf(actor), message);
    return { ...entry, content: { subject, text, html, attachments: attachmentAnswers(message.body) } };
  });
}

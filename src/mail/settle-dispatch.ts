import { type Selectable, sql } from "kysely";
import { writeAudit } from "#/audit/index.ts";
import type { Schema, Transaction } from "#/db/index.ts";
import type { Id } from "#/kernel/index.ts";
import { unansweredTries } from "./delivery/schedule.ts";
import { colleagues, houseOf } from "./house.ts";
import { noticeLetter, type NoticeKind } from "./letters.ts";
import { insertDispatch, prepareDispatch } from "./queue-dispatch.ts";
import { reachState } from "./recipient-answer.ts";
import { limits } from "./rules.ts";
import type { MailApp } from "./types.ts";

export type DispatchRow = Selectable<Schema["mail_dispatch"]>;

/** Why a queued dispatch must not leave any more; undefined when it may. */
async function withdrawn(tx: Transaction, row: DispatchRow, now: Date): Promise<string | undefined> {
  if ((row.kind === "notification" || row.kind === "reminder") && row.recipient_id) {
    const recipient = await tx.query
      .selectFrom("mail_recipient")
      .select(["state", "opened_at"])
      .where("organisation_id", "=", tx.organisationId)
      .where("recipient_id", "=", row.recipient_id)
      .executeTakeFirst();
    if (!recipient || recipient.state === "recalled") return "mail.recalled";
    if (row.kind === "reminder" && recipient.opened_at) return "opened meanwhile";
  }
  if (row.link_id) {
    const link = await tx.query
      .selectFrom("mail_link")
      .select(["closed_at", "expires_at"])
      .where("organisation_id", "=", tx.organisationId)
      .where("link_id", "=", row.link_id)
      .executeTakeFirst();
    if (!link || link.closed_at || link.expires_at <= now) return "mail.link_expired";
  }
  const isLate = now.getTime() - row.created_at.getTime() >= limits.codeValidMs;
  return row.kind === "sms" && isLate ? "mail.code_used_up" : undefined;
}

/**
 * One more try of a dispatch that waits, written down before it is made; undefined when there is nothing (left) to send.
 * A try that a crash ended after the content was whole counts as one whose answer nobody heard.
 */
export function claimDispatch(app: MailApp, organisationId: Id, dispatchId: Id): Promise<DispatchRow | undefined> {
  const now = app.clock.now();
  return app.database.inOrganisation(organisationId, async (tx) => {
    const row = await tx.query
      .updateTable("mail_dispatch")
      .set((dispatch) => ({
        attempts: dispatch("attempts", "+", 1),
        first_try_at: dispatch.fn<Date>("coalesce", ["first_try_at", dispatch.val(now)]),
        next_try_at: null,
        unanswered_at: null,
        unanswered_tries: sql<number>`unanswered_tries + (unanswered_at is not null)::int`,
      }))
      .where("organisation_id", "=", organisationId)
      .where("dispatch_id", "=", dispatchId)
      .where("state", "=", "queued")
      .returningAll()
      .executeTakeFirst();
    const reason = row && (await withdrawn(tx, row, now));
    // Ordinary mail is not given up for it: its sender counts on what every mail server does (RFC 5321, section 6.1).
    if (row && row.kind !== "relay" && reason === undefined && row.unanswered_tries >= unansweredTries) {
      await leftUncertain(app, tx, row, now);
      return undefined;
    }
    if (!row || reason === undefined) return row;
    await settle(tx, row, { state: "failed", answer: reason, at: now });
    return undefined;
  });
}

/** Often enough given whole, and never answered: the recipient may have it. To go on would only make more copies. */
async function leftUncertain(app: MailApp, tx: Transaction, row: DispatchRow, at: Date): Promise<void> {
  await handedOver(tx, row, "mail.delivery_uncertain", at);
  const concerned = await whoseDispatch(tx, row);
  if (!concerned) return;
  const { recipient_id: recipientId, sender_id: senderId, email: guest, conversation_id: conversationId } = concerned;
  await tx.query
    .updateTable("mail_recipient")
    .set({ reason: "mail.delivery_uncertain" })
    .where("organisation_id", "=", tx.organisationId)
    .where("recipient_id", "=", recipientId)
    .where("state", "=", "handed-over")
    .execute();
  const to = { memberIds: [senderId] };
  await noticeOfBounce(app, tx, { to, kind: "uncertain", guest, answer: "", conversationId, at });
}

/** The sealed text goes with the same commit that says what became of it. False when that was on record already. */
export async function settle(
  tx: Transaction,
  row: DispatchRow,
  { state, answer, at }: { readonly state: "handed-over" | "failed"; readonly answer: string; readonly at: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await tx.query
    .updateTable("mail_dispatch")
    .set({
      state,
      sealed: null,
      blob_id: null,
      last_answer: answer,
      next_try_at: null,
      unanswered_at: null,
      ...(state === "failed" ? {} : { handed_over_at: at }),
    })
    .where("organisation_id", "=", tx.organisationId)
    .where("dispatch_id", "=", row.dispatch_id)
    .where("state", "=", "queued")
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** The blob can only go after the commit that settles it: until then another try would need it. */
export async function removePayload(app: Pick<MailApp, "blobs" | "database">, row: DispatchRow): Promise<void> {
  if (!row.blob_id) return;
  const waiting = await app.database.inOrganisation(row.organisation_id, (tx) =>
    tx.query
      .selectFrom("mail_dispatch")
      .select("dispatch_id")
      .where("organisation_id", "=", row.organisation_id)
      .where("dispatch_id", "=", row.dispatch_id)
      .where("state", "=", "queued")
      .executeTakeFirst(),
  );
  if (!waiting) await app.blobs.remove(row.blob_id);
}

/** False when what became of it was on record already. */
export async function handedOver(tx: Transaction, row: DispatchRow, answer: string, at: Date): Promise<boolean> {
  if (!(await settle(tx, row, { state: "handed-over", answer, at }))) return false;
  if (row.recipient_id) await reachState(tx, [row.recipient_id], "handed-over", at);
  await writeAudit(tx, {
    at,
    actor: { kind: "system" },
    act: `mail.${row.kind}-handed-over`,
    subject: { kind: "dispatch", id: row.dispatch_id },
    details: { answer, ...(row.recipient_id ? { recipientId: row.recipient_id } : {}) },
  });
  return true;
}

export interface BounceNotice {
  readonly to: { readonly memberIds: readonly Id[] } | { readonly emails: readonly string[] };
  readonly kind: Extract<NoticeKind, "bounce" | "sms" | "delayed" | "uncertain" | "expiry" | "more_time" | "other_way">;
  readonly guest: string;
  readonly answer: string;
  readonly until?: Date;
  readonly conversationId: Id | undefined;
  readonly at: Date;
}

/** The mailbox that a member wrote from in a conversation: their own, a shared one, or one that they stood in for. */
async function sentFrom(tx: Transaction, memberId: Id | undefined, conversationId: Id | undefined) {
  if (memberId === undefined || conversationId === undefined) return undefined;
  const newest = await tx.query
    .selectFrom("mail_message")
    .select("sender_mailbox_id")
    .where("organisation_id", "=", tx.organisationId)
    .where("conversation_id", "=", conversationId)
    .where("sender_id", "=", memberId)
    .where("sender_mailbox_id", "is not", null)
    .orderBy("sent_at", "desc")
    .limit(1)
    .executeTakeFirst();
  return newest?.sender_mailbox_id ?? undefined;
}

/** A notice to a member whose mail or code did not arrive; to somebody who is no member (any more), none. */
export async function noticeOfBounce(app: MailApp, tx: Transaction, bounce: BounceNotice): Promise<void> {
  const { to, kind, guest, answer, until, conversationId, at } = bounce;
  const [member] = await colleagues(tx, to);
  if (!member) return;
  const house = await houseOf(tx);
  const mailboxId = await sentFrom(tx, member.memberId, conversationId);
  const letter = noticeLetter(app.config, {
    house,
    at,
    to: member,
    kind,
    conversationId,
    mailboxId,
    details: { guest, answer, ...(until ? { until: until.toISOString() } : {}) },
  });
  await insertDispatch(tx, await prepareDispatch(app, { kind: "notice", content: letter }), at);
}

/** The message that a dispatch belongs to, and its sender; undefined for what belongs to none. */
export const whoseDispatch = async (tx: Transaction, row: DispatchRow) =>
  row.kind === "sms" || row.kind === "notification" || row.kind === "reminder" ? concernedBy(tx, row) : undefined;

/** Whom a dispatch concerned, and who sent that message; the newest one where a link stands for several. */
async function concernedBy(tx: Transaction, row: DispatchRow) {
  return tx.query
    .selectFrom("mail_recipient as recipient")
    .innerJoin("mail_message as message", (join) =>
      join
        .onRef("message.organisation_id", "=", "recipient.organisation_id")
        .onRef("message.message_id", "=", "recipient.message_id"),
    )
    .select(["recipient.recipient_id", "recipient.email", "message.sender_id", "message.conversation_id"])
    .where("recipient.organisation_id", "=", tx.organisationId)
    .$if(row.recipient_id !== null, (query) => query.where("recipient.recipient_id", "=", row.recipient_id))
    .$if(row.recipient_id === null, (query) => query.where("recipient.link_id", "=", row.link_id))
    .orderBy("message.sent_at", "desc")
    .limit(1)
    .executeTakeFirst();
}

/** Nobody takes it: the recipient's state says so, and the sender is told. False when that was on record already. */
export async function bounced(
  app: MailApp,
  tx: Transaction,
  row: DispatchRow,
  answer: string,
  at: Date,
): Promise<boolean> {
  if (!(await settle(tx, row, { state: "failed", answer, at }))) return false;
  await writeAudit(tx, {
    at,
    actor: { kind: "system" },
    act: `mail.${row.kind}-refused`,
    subject: { kind: "dispatch", id: row.dispatch_id },
    details: { answer, ...(row.recipient_id ? { recipientId: row.recipient_id } : {}) },
  });
  const isText = row.kind === "sms";
  const concerned = await whoseDispatch(tx, row);
  if (!concerned) return true;
  const { recipient_id: recipientId, sender_id: senderId, email: guest, conversation_id: conversationId } = concerned;
  if (!isText) await reachState(tx, [recipientId], "bounced", at);
  await tx.query
    .updateTable("mail_recipient")
    .set({ reason: isText ? "mail.sms_refused" : answer })
    .where("organisation_id", "=", tx.organisationId)
    .where("recipient_id", "=", recipientId)
    .where("state", isText ? "!=" : "=", isText ? "recalled" : "bounced")
    .execute();
  const kind = isText ? "sms" : "bounce";
  await noticeOfBounce(app, tx, { to: { memberIds: [senderId] }, kind, guest, answer, conversationId, at });
  return true;
}

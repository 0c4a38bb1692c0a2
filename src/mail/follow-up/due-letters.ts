import { sql } from "kysely";
import { writeAudit } from "#/audit/index.ts";
import type { Transaction } from "#/db/index.ts";
import type { Id } from "#/kernel/index.ts";
import { noticeOfBounce } from "../settle-dispatch.ts";
import type { MailApp } from "../types.ts";
import { queueFollowUp } from "./remind.ts";
import { followUpSettings } from "./settings.ts";

const atOnce = 200;

interface DueRow {
  readonly recipient_id: Id;
  readonly email: string;
  readonly message_id: Id;
  readonly conversation_id: Id;
  readonly sender_id: Id;
  readonly sender_email: string;
  readonly sender_name: string | null;
  readonly sent_at: Date;
  readonly link_id: Id;
  readonly language: string;
  readonly expires_at: Date;
}

/** Guests who have a link that works and did not open; `condition` says which of them are due. */
const unopened = (tx: Transaction, now: Date, condition: ReturnType<typeof sql>) =>
  sql<DueRow>`
    select recipient.recipient_id, recipient.email, message.message_id, message.conversation_id, message.sender_id,
      message.sender_email, member.name as sender_name, message.sent_at, link.link_id, link.language, link.expires_at
    from mail_recipient recipient
    join mail_message message
      on message.organisation_id = recipient.organisation_id and message.message_id = recipient.message_id
    join mail_link link on link.organisation_id = recipient.organisation_id and link.link_id = recipient.link_id
    left join identity_member member
      on member.organisation_id = message.organisation_id and member.member_id = message.sender_id
    where recipient.organisation_id = ${tx.organisationId} and recipient.state = 'handed-over'
      and recipient.opened_at is null and link.closed_at is null and link.expires_at > ${now}
      and message.sender_kind = 'member' and ${condition}
    order by recipient.recipient_id limit ${atOnce} for update of recipient skip locked`
    .execute(tx.query)
    .then(({ rows }) => rows);

async function send(app: MailApp, tx: Transaction, kind: "reminder" | "expiry", row: DueRow, at: Date): Promise<void> {
  const sender = { email: row.sender_email, name: row.sender_name ?? row.sender_email };
  await queueFollowUp(app, tx, kind, { recipient: row, message: row, link: row, sender });
  await tx.query
    .updateTable("mail_recipient")
    .set(kind === "reminder" ? { reminded_at: at } : { expiry_told_at: at })
    .where("organisation_id", "=", tx.organisationId)
    .where("recipient_id", "=", row.recipient_id)
    .execute();
  await writeAudit(tx, {
    at,
    actor: { kind: "system" },
    act: kind === "reminder" ? "mail.recipient-reminded" : "mail.expiry-announced",
    subject: { kind: "message", id: row.message_id },
    details: { recipientId: row.recipient_id, email: row.email },
  });
}

async function remindDue(app: MailApp, tx: Transaction, now: Date): Promise<number> {
  const { remindAfterDays } = await followUpSettings(tx);
  const rows = await unopened(
    tx,
    now,
    sql`recipient.reminded_at is null
      and coalesce(message.remind_after_days, ${remindAfterDays}::int) > 0
      and recipient.handed_over_at <= ${now}::timestamptz
        - make_interval(days => coalesce(message.remind_after_days, ${remindAfterDays}::int))`,
  );
  for (const row of rows) await send(app, tx, "reminder", row, now);
  return rows.length;
}

/** Days before the end the guest is told, and the sender with it: there is still time for both. */
async function announceExpiry(app: MailApp, tx: Transaction, now: Date): Promise<number> {
  const { expiryNoticeDays } = await followUpSettings(tx);
  if (expiryNoticeDays === 0) return 0;
  const rows = await unopened(
    tx,
    now,
    // What was sent for so short a time needs no second mail.
    sql`recipient.expiry_told_at is null and recipient.handed_over_at <= ${now}::timestamptz - interval '1 day'
      and link.expires_at <= ${now}::timestamptz + make_interval(days => ${expiryNoticeDays}::int)`,
  );
  for (const row of rows) {
    await send(app, tx, "expiry", row, now);
    await noticeOfBounce(app, tx, {
      to: { memberIds: [row.sender_id] },
      kind: "expiry",
      guest: row.email,
      answer: "",
      until: row.expires_at,
      conversationId: row.conversation_id,
      at: now,
    });
  }
  return rows.length;
}

/** Reminders and expiry notices that are due. Each goes once; safe to run at any time, by anybody. */
export async function sendDueLetters(app: MailApp, organisationId: Id): Promise<void> {
  const now = app.clock.now();
  for (const due of [remindDue, announceExpiry])
    for (let sent = atOnce; sent === atOnce;)
      sent = await app.database.inOrganisation(organisationId, (tx) => due(app, tx, now));
}

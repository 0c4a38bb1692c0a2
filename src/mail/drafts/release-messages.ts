import { sql } from "kysely";
import { writeAudit } from "#/audit/index.ts";
import type { Transaction } from "#/db/index.ts";
import type { Id } from "#/kernel/index.ts";
import { awaitMerging, type WaitingItem } from "#/segments/index.ts";
import { eraseObjects } from "#/spaces/index.ts";
import { announceMessages } from "../applications/announce-states.ts";
import { dispatchJob } from "../queue-dispatch.ts";
import type { MailApp } from "../types.ts";
import { messagesWithCopies, type ScheduledRow } from "./scheduled-row.ts";
import { stopMessages } from "./stop-scheduled.ts";

const atOnce = 100;

/** Members' recipients get it now; guests' letters set out. */
async function moveStates(tx: Transaction, messageIds: readonly Id[], at: Date): Promise<void> {
  const queued = tx.query
    .updateTable("mail_recipient")
    .where("organisation_id", "=", tx.organisationId)
    .where("message_id", "in", messageIds)
    .where("state", "=", "queued");
  await queued.where("route", "=", "member").set({ state: "delivered", queued_at: at }).execute();
  await queued.where("route", "=", "guest").set({ queued_at: at }).execute();
}

/** In the inbox of every colleague, and in the sender's mailbox, where it is not there as a recipient's already. */
async function writeEntries(
  tx: Transaction,
  scheduledIds: readonly Id[],
  messageIds: readonly Id[],
  at: Date,
): Promise<void> {
  const organisationId = tx.organisationId;
  const received = await sql<WaitingItem>`
    insert into mail_mailbox_entry (organisation_id, mailbox_space_id, message_id, conversation_id, folder, at)
    select distinct message.organisation_id, recipient.mailbox_space_id, message.message_id, message.conversation_id,
      'inbox', ${at}::timestamptz
    from mail_recipient recipient join mail_message message
      on message.organisation_id = recipient.organisation_id and message.message_id = recipient.message_id
    where recipient.organisation_id = ${organisationId} and recipient.message_id = any(${messageIds}::uuid[])
      and recipient.mailbox_space_id is not null and recipient.state <> 'recalled'
    returning mailbox_space_id as "spaceId", message_id as "itemId"`.execute(tx.query);
  const sent = await sql<WaitingItem>`
    insert into mail_mailbox_entry (organisation_id, mailbox_space_id, message_id, conversation_id, folder, at, read_at)
    select message.organisation_id, scheduled.mailbox_space_id, message.message_id, message.conversation_id,
      'sent', ${at}::timestamptz, ${at}::timestamptz
    from mail_scheduled scheduled join mail_message message
      on message.organisation_id = scheduled.organisation_id
      and (message.message_id = scheduled.message_id or message.copy_of = scheduled.message_id)
    where scheduled.organisation_id = ${organisationId} and scheduled.message_id = any(${scheduledIds}::uuid[])
    on conflict do nothing
    returning mailbox_space_id as "spaceId", message_id as "itemId"`.execute(tx.query);
  await awaitMerging(tx, [...received.rows, ...sent.rows]);
}

/** What was held becomes a dispatch with its job. */
async function queueHeld(tx: Transaction, scheduledIds: readonly Id[], at: Date): Promise<void> {
  const { organisationId } = tx;
  await sql`
    with held as (
      delete from mail_held where organisation_id = ${organisationId} and message_id = any(${scheduledIds}::uuid[])
      returning *
    ), queued as (
      insert into mail_dispatch
        (organisation_id, dispatch_id, kind, recipient_id, link_id, queue_key_id, sealed, payload_bytes, state, created_at)
      select organisation_id, dispatch_id, kind, recipient_id, link_id, queue_key_id, sealed, octet_length(sealed),
        'queued', ${at}::timestamptz
      from held returning dispatch_id
    )
    select count(jobs_add(
      ${dispatchJob}, jsonb_build_object('organisationId', ${organisationId}::text, 'dispatchId', dispatch_id::text),
      null, dispatch_id::text, null
    )) from queued`.execute(tx.query);
}

async function eraseDrafts(tx: Transaction, scheduledIds: readonly Id[]): Promise<void> {
  const drafts = await tx.query
    .deleteFrom("mail_draft")
    .where("organisation_id", "=", tx.organisationId)
    .where("message_id", "in", scheduledIds)
    .returning(["object_id", "summary_object_id"])
    .execute();
  await eraseObjects(
    tx,
    drafts.flatMap((row) => [row.object_id, row.summary_object_id]),
  );
}

/** From here on they are as if they had been sent now. The rows of `mail_scheduled` are locked. */
export async function releaseMessages(tx: Transaction, scheduled: readonly ScheduledRow[], at: Date): Promise<void> {
  if (scheduled.length === 0) return;
  const scheduledIds = scheduled.map((row) => row.message_id);
  const messages = await messagesWithCopies(tx, scheduledIds);
  const messageIds = messages.map((row) => row.message_id);
  await tx.query
    .updateTable("mail_message")
    .set({ release_at: null, sent_at: at })
    .where("organisation_id", "=", tx.organisationId)
    .where("message_id", "in", messageIds)
    .execute();
  await tx.query
    .updateTable("mail_conversation")
    .set({ last_message_at: at })
    .where("organisation_id", "=", tx.organisationId)
    .where(
      "conversation_id",
      "in",
      messages.map((row) => row.conversation_id),
    )
    .execute();
  await moveStates(tx, messageIds, at);
  await writeEntries(tx, scheduledIds, messageIds, at);
  await queueHeld(tx, scheduledIds, at);
  await announceMessages(tx, messageIds, at);
  await eraseDrafts(tx, scheduledIds);
  await tx.query
    .deleteFrom("mail_scheduled")
    .where("organisation_id", "=", tx.organisationId)
    .where("message_id", "in", scheduledIds)
    .execute();
  for (const row of scheduled)
    await writeAudit(tx, {
      at,
      actor: { kind: "system" },
      act: "mail.message-released",
      subject: { kind: "message", id: row.message_id },
      details: { sender: row.sender_id, plannedFor: row.release_at.toISOString() },
    });
}

async function activeSenders(tx: Transaction, rows: readonly ScheduledRow[]): Promise<Set<Id>> {
  if (rows.length === 0) return new Set();
  const members = await tx.query
    .selectFrom("identity_member")
    .select("member_id")
    .where("organisation_id", "=", tx.organisationId)
    .where(
      "member_id",
      "in",
      rows.map((row) => row.sender_id),
    )
    .where("state", "=", "active")
    .execute();
  return new Set(members.map((member) => member.member_id));
}

async function releaseSome(app: MailApp, tx: Transaction, dueBy: Date): Promise<number> {
  const due = await tx.query
    .selectFrom("mail_scheduled")
    .selectAll()
    .where("organisation_id", "=", tx.organisationId)
    .where("stopped_at", "is", null)
    .where("awaits_approval", "=", false)
    .where("release_at", "<=", dueBy)
    .orderBy("release_at")
    .orderBy("message_id")
    .limit(atOnce)
    .forUpdate()
    .execute();
  const active = await activeSenders(tx, due);
  const at = app.clock.now();
  await releaseMessages(
    tx,
    due.filter((row) => active.has(row.sender_id)),
    at,
  );
  await stopMessages(
    app,
    tx,
    due.filter((row) => !active.has(row.sender_id)),
    at,
  );
  return due.length;
}

/**
 * Lets go what is due, each message in one transaction with all that belongs to it: released once, whoever asks and how
 * often. Those of senders who may not send any more stop.
 */
export async function releaseDue(app: MailApp, organisationId: Id, dueBy: Date): Promise<void> {
  for (let released = atOnce; released === atOnce;)
    released = await app.database.inOrganisation(organisationId, (tx) => releaseSome(app, tx, dueBy));
}

import type { Selectable } from "kysely";
import type { Schema, Transaction } from "#/db/index.ts";
import type { MemberActor } from "#/identity/index.ts";
import { dayMs, type Id, isId, Refusal } from "#/kernel/index.ts";
import { isSender, messageInMailbox } from "../member-view.ts";
import type { MessageRow } from "../message-row.ts";

export type ScheduledRow = Selectable<Schema["mail_scheduled"]>;

const furthestMs = 366 * dayMs;

/** @throws Refusal `mail.send_time_invalid` for a time that has passed, or that is more than a year ahead. */
export function assertSendTime(sendAt: Date, now: Date): void {
  const aheadMs = sendAt.getTime() - now.getTime();
  if (!(aheadMs > 0 && aheadMs <= furthestMs)) throw new Refusal("invalid", "mail.send_time_invalid");
}

/** Locked, so that it either leaves or is changed. @throws Refusal `mail.message_absent`, `mail.left_already`. */
export async function lockScheduled(tx: Transaction, actor: MemberActor, messageId: Id): Promise<ScheduledRow> {
  const row = isId(messageId)
    ? await tx.query
        .selectFrom("mail_scheduled")
        .selectAll()
        .where("organisation_id", "=", tx.organisationId)
        .where("message_id", "=", messageId)
        .where("mailbox_space_id", "=", actor.mailboxSpaceId)
        .forUpdate()
        .executeTakeFirst()
    : undefined;
  if (row) return row;
  const message = await messageInMailbox(tx, actor, messageId);
  throw isSender(actor, message)
    ? new Refusal("conflict", "mail.left_already")
    : new Refusal("forbidden", "mail.not_the_sender");
}

/** Time alone never lets go what an approver has to, nor what one kept back. @throws Refusal `mail.hold_waits`. */
export async function assertNotHeld(tx: Transaction, messageId: Id): Promise<void> {
  const hold = await tx.query
    .selectFrom("mail_hold")
    .select("state")
    .where("organisation_id", "=", tx.organisationId)
    .where("message_id", "=", messageId)
    .executeTakeFirst();
  if (hold) throw new Refusal("conflict", "mail.hold_waits");
}

/** The messages with their Bcc copies, as their table has them. */
export function messagesWithCopies(tx: Transaction, messageIds: readonly Id[]): Promise<MessageRow[]> {
  return tx.query
    .selectFrom("mail_message")
    .selectAll()
    .where("organisation_id", "=", tx.organisationId)
    .where((row) => row.or([row("message_id", "in", messageIds), row("copy_of", "in", messageIds)]))
    .orderBy("message_id")
    .execute();
}

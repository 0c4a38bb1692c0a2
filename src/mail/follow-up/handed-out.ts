import { sql } from "kysely";
import type { Transaction } from "#/db/index.ts";
import type { Id } from "#/kernel/index.ts";

/** From the audit log: what one recipient got of a message, apart from reading it. */
export interface AttachmentAccount {
  readonly recipientId: Id;
  readonly email: string;
  /** Null: a copy of the whole message, with all attachments that it had. */
  readonly attachmentId: Id | null;
  readonly at: string;
  readonly what: "attachment" | "copy" | "zip";
}

interface Row {
  readonly recipient_id: Id;
  readonly email: string;
  readonly attachment_id: Id | null;
  readonly what: AttachmentAccount["what"];
  readonly at: Date;
}

/** Who got attachments of these messages, first times first: what a recall can't undo. */
export async function accountOf(tx: Transaction, messageIds: readonly Id[]): Promise<AttachmentAccount[]> {
  const { rows } = await sql<Row>`
    select recipient.recipient_id, recipient.email, (entry.details ->> 'attachmentId')::uuid as attachment_id,
      entry.details ->> 'what' as what, min(entry.at) as at
    from mail_recipient recipient
    join mail_message message
      on message.organisation_id = recipient.organisation_id and message.message_id = recipient.message_id
    join audit_entry entry on entry.organisation_id = recipient.organisation_id and entry.act = 'mail.handed-out'
      and (
        (entry.actor_kind = 'guest' and entry.subject_id = message.conversation_id
          and entry.details -> 'messageIds' ? message.message_id::text
          and entry.actor_id in (select link_id from mail_link link
            where link.organisation_id = recipient.organisation_id and link.contact_id = recipient.contact_id
              and link.conversation_id = message.conversation_id))
        or (entry.actor_kind = 'member' and entry.subject_id = message.message_id
          and entry.actor_id in (select member_id from identity_member member
            where member.organisation_id = recipient.organisation_id
              and member.mailbox_space_id = recipient.mailbox_space_id))
      )
    where recipient.organisation_id = ${tx.organisationId} and recipient.message_id in (${sql.join(messageIds)})
      and entry.details ->> 'what' in ('attachment', 'copy', 'zip')
    group by 1, 2, 3, 4 order by at, recipient.email`.execute(tx.query);
  return rows.map((row) => ({
    recipientId: row.recipient_id,
    email: row.email,
    attachmentId: row.attachment_id,
    what: row.what,
    at: row.at.toISOString(),
  }));
}

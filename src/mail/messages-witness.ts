import { sql } from "kysely";
import type { LogWitness } from "#/audit/index.ts";
import type { Transaction } from "#/db/index.ts";
import type { Id } from "#/kernel/index.ts";

type Report = Parameters<LogWitness["finish"]>[1];

const pageLength = 1000;
const most = 1000;
/** Acts that leave a message behind, for good but for one that was cancelled before it left. */
const made = ["mail.message-sent", "mail.message-scheduled", "mail.reply-received"];
const cancelled = "mail.sending-cancelled";

interface MadeRow {
  readonly entryId: Id;
  readonly messageId: Id;
  readonly isThere: boolean;
  /** Addresses and number of attachments as the log has them; null where it has none. */
  readonly logged: readonly string[] | null;
  readonly loggedAttachments: number | null;
  /** The same as rows have them, with those of Bcc copies. */
  readonly kept: readonly string[] | null;
  readonly attachments: number;
}

/** Entries of messages, with what there is of each message; in the order of entries. */
async function madeAfter(tx: Transaction, after: Id): Promise<MadeRow[]> {
  const { rows } = await sql<MadeRow>`
    with page as materialized (
      select entry.entry_id, entry.subject_id, entry.act, entry.details from audit_entry entry
      where entry.organisation_id = ${tx.organisationId} and entry.act = any(${made}) and entry.entry_id > ${after}
        and entry.subject_kind = 'message'
      order by entry.entry_id limit ${pageLength}
    )
    select page.entry_id as "entryId", page.subject_id as "messageId", message.message_id is not null as "isThere",
      case when jsonb_typeof(page.details -> 'recipients') = 'array'
        then array(select lower(email) from jsonb_array_elements_text(page.details -> 'recipients') email order by 1)
      end as logged,
      case when jsonb_typeof(page.details -> 'attachments') = 'number' then (page.details ->> 'attachments')::int end
        as "loggedAttachments",
      array(
        select lower(recipient.email) from mail_recipient recipient
        where recipient.organisation_id = ${tx.organisationId} and recipient.message_id in (
          select page.subject_id union all
          select copy.message_id from mail_message copy
          where copy.organisation_id = ${tx.organisationId} and copy.copy_of = page.subject_id
        ) order by 1
      ) as kept,
      (
        select count(*)::int from mail_attachment attachment
        where attachment.organisation_id = ${tx.organisationId} and attachment.message_id = page.subject_id
      ) as attachments
    from page
    left join mail_message message on message.organisation_id = ${tx.organisationId} and message.message_id = page.subject_id
    where not exists (
      select from audit_entry other where other.organisation_id = ${tx.organisationId}
        and other.subject_id = page.subject_id and other.act = ${cancelled}
    )
    or page.act = 'mail.reply-received'
    order by page.entry_id`.execute(tx.query);
  return rows;
}

/** The last entry of a page, also when all its messages were cancelled. */
async function endOfPage(tx: Transaction, after: Id): Promise<Id | undefined> {
  const { rows } = await sql<{ entry_id: Id }>`
    select entry_id from (
      select entry_id from audit_entry
      where organisation_id = ${tx.organisationId} and act = any(${made}) and entry_id > ${after} and subject_kind = 'message'
      order by entry_id limit ${pageLength}
    ) page order by entry_id desc limit 1`.execute(tx.query);
  return rows[0]?.entry_id;
}

const isSame = (left: readonly string[], right: readonly string[]): boolean =>
  left.length === right.length && left.every((value, at) => value === right[at]);

function judge(row: MadeRow, report: Report): void {
  const where = { entryId: row.entryId, messageId: row.messageId };
  if (!row.isThere) return report({ problem: "message-removed", ...where });
  if (row.logged && !isSame(row.logged, row.kept ?? [])) report({ problem: "recipients-changed", ...where });
  if (row.loggedAttachments !== null && row.loggedAttachments !== row.attachments)
    report({ problem: "attachment-removed", ...where });
}

/** Messages that a mailbox still has the key of, and no place for: they stand on no list any more. */
async function reportUnlisted(tx: Transaction, report: Report): Promise<void> {
  const { rows } = await sql<{ messageId: Id; spaceId: Id }>`
    select message.message_id as "messageId", wrap.holder_id as "spaceId"
    from mail_message message
    join keys.spaces_wrap wrap on wrap.organisation_id = message.organisation_id
      and wrap.space_id = message.conversation_id and wrap.epoch = message.epoch and wrap.holder_kind = 'space'
    join spaces_space mailbox on mailbox.organisation_id = wrap.organisation_id and mailbox.space_id = wrap.holder_id
      and mailbox.kind = 'mailbox'
    left join mail_mailbox_entry entry on entry.organisation_id = wrap.organisation_id
      and entry.mailbox_space_id = wrap.holder_id and entry.message_id = message.message_id
    where message.organisation_id = ${tx.organisationId} and message.release_at is null and entry.message_id is null
    order by message.message_id limit ${most}`.execute(tx.query);
  for (const row of rows) report({ problem: "message-not-listed", ...row });
}

/**
 * Holds the rows of messages against the log: what was sent or came in has its row, its recipients and its attachments,
 * and stands in every mailbox that has its key. Removing a message for good leaves its row behind, so this holds for as
 * long as its entry is there.
 */
export function messagesWitness(): LogWitness {
  return {
    entry: () => undefined,
    finish: async (tx, report) => {
      const none = "00000000-0000-0000-0000-000000000000";
      for (let after: Id | undefined = none; after !== undefined;) {
        for (const row of await madeAfter(tx, after)) judge(row, report);
        after = await endOfPage(tx, after);
      }
      await reportUnlisted(tx, report);
    },
  };
}

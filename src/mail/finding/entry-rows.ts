import { sql } from "kysely";
import type { Transaction } from "#/db/index.ts";
import { base64url, fromBase64url, fromUtf8, type Id, isId, Refusal, utf8 } from "#/kernel/index.ts";
import { unmergedQuery } from "#/segments/index.ts";
import type { MessageRow } from "../message-row.ts";

export type Place = "folder" | "archive" | "trash";

/** Which entries of a mailbox: of a folder, of a label, all that were not thrown away, or any. */
export interface Wanted {
  readonly folder: "inbox" | "sent" | "archive" | "trash" | "all" | "any";
  readonly labelId?: Id | undefined;
  readonly unread?: boolean | undefined;
  readonly cursor?: string | undefined;
  readonly messageIds?: readonly Id[] | undefined;
  /** What waits to be merged, and what is in segments `besides` that say nothing. */
  readonly unmerged?: { readonly besides: readonly Id[] } | undefined;
  readonly hasAttachment?: boolean | undefined;
  readonly from?: Date | undefined;
  readonly until?: Date | undefined;
}

export type EntryRow = MessageRow & {
  readonly entry_at: Date;
  readonly read_at: Date | null;
  readonly place: Place;
};

export const cursorAfter = ({ entry_at: at, message_id: messageId }: EntryRow): string =>
  base64url(utf8(`${at.getTime()} ${messageId}`));

export function decodeCursor(text: string): { at: Date; messageId: Id } {
  const bytes = fromBase64url(text);
  const [ms, messageId] = bytes ? fromUtf8(bytes).split(" ") : [];
  if (!ms || !/^\d{1,15}$/.test(ms) || !isId(messageId)) throw new Refusal("invalid", "mail.message_absent");
  return { at: new Date(Number(ms)), messageId };
}

/** Newest first. What was sent goes by the sender; copies for Bcc show with the message that they are copies of. */
export async function entryRows(
  tx: Transaction,
  mailboxSpaceId: Id,
  wanted: Wanted,
  limit: number,
): Promise<EntryRow[]> {
  const { folder, labelId, unread, cursor, messageIds, unmerged, from, until } = wanted;
  const after = cursor === undefined ? undefined : decodeCursor(cursor);
  const isPlace = folder === "archive" || folder === "trash";
  return (
    tx.query
      .selectFrom("mail_mailbox_entry as entry")
      .innerJoin("mail_message as message", (join) =>
        join
          .onRef("message.organisation_id", "=", "entry.organisation_id")
          .onRef("message.message_id", "=", "entry.message_id"),
      )
      .selectAll("message")
      .select(["entry.at as entry_at", "entry.read_at", "entry.place"])
      .where("entry.organisation_id", "=", tx.organisationId)
      .where("entry.mailbox_space_id", "=", mailboxSpaceId)
      // A copy for one Bcc recipient shows with the message that it is a copy of, unless it is one's own copy.
      .where((row) => row.or([row("message.copy_of", "is", null), row("entry.folder", "=", "inbox")]))
      .$if(isPlace, (query) => query.where("entry.place", "=", folder as Place))
      .$if(!isPlace && folder !== "any", (query) => query.where("entry.place", "!=", "trash"))
      .$if(folder === "inbox", (query) => query.where("entry.folder", "=", "inbox").where("entry.place", "=", "folder"))
      .$if(folder === "sent", (query) =>
        query
          .where("message.sender_kind", "=", "member")
          .where("message.sender_mailbox_id", "=", mailboxSpaceId)
          .where("message.copy_of", "is", null),
      )
      .$if(labelId !== undefined, (query) =>
        query.where((row) =>
          row.exists(
            row
              .selectFrom("mail_conversation_label as labelled")
              .select("labelled.label_id")
              .whereRef("labelled.organisation_id", "=", "entry.organisation_id")
              .whereRef("labelled.mailbox_space_id", "=", "entry.mailbox_space_id")
              .whereRef("labelled.conversation_id", "=", "entry.conversation_id")
              .where("labelled.label_id", "=", labelId!),
          ),
        ),
      )
      .$if(unread === true, (query) => query.where("entry.read_at", "is", null))
      .$if(after !== undefined, (query) =>
        query.where(sql<boolean>`(entry.at, entry.message_id) < (${after!.at}, ${after!.messageId}::uuid)`),
      )
      .$if(messageIds !== undefined, (query) =>
        query.where(sql<boolean>`entry.message_id = any(${messageIds}::uuid[])`),
      )
      .$if(unmerged !== undefined, (query) =>
        query.where((row) => row("entry.message_id", "in", unmergedQuery(tx, mailboxSpaceId, unmerged!.besides))),
      )
      .$if(wanted.hasAttachment === true, (query) => query.where("message.attachment_count", ">", 0))
      .$if(from !== undefined, (query) => query.where("entry.at", ">=", from!))
      .$if(until !== undefined, (query) => query.where("entry.at", "<", until!))
      .orderBy("entry.at", "desc")
      .orderBy("entry.message_id", "desc")
      .limit(limit)
      .execute()
  );
}

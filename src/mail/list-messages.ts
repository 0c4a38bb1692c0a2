import { sql } from "kysely";
import type { Transaction } from "#/db/index.ts";
import { type MemberActor, readerOf } from "#/identity/index.ts";
import { base64url, fromBase64url, fromUtf8, type Id, isId, Refusal, utf8 } from "#/kernel/index.ts";
import { openObjects } from "#/spaces/index.ts";
import { decodeSummary } from "./content.ts";
import { isSender, withCopies } from "./member-view.ts";
import { isWrittenBySender, writersOf } from "./message-writer.ts";
import type { MessageRow } from "./message-row.ts";
import { recipientsOf } from "./recipient-answer.ts";
import { leastAdvanced } from "./rules.ts";
import type { ListEntry, MailApp, RecipientState } from "./types.ts";

export interface ListMessages {
  readonly folder: "inbox" | "sent";
  readonly cursor?: string | undefined;
  readonly limit: number;
}

interface Cursor {
  readonly at: Date;
  readonly messageId: Id;
}

const encodeCursor = ({ at, messageId }: Cursor): string => base64url(utf8(`${at.getTime()} ${messageId}`));

function decodeCursor(text: string): Cursor {
  const bytes = fromBase64url(text);
  const [ms, messageId] = bytes ? fromUtf8(bytes).split(" ") : [];
  if (!ms || !/^\d{1,15}$/.test(ms) || !isId(messageId)) throw new Refusal("invalid", "mail.message_absent");
  return { at: new Date(Number(ms)), messageId };
}

type Listed = MessageRow & { readonly entry_at: Date; readonly read_at: Date | null };

/** Newest first. What was sent goes by the sender; copies for Bcc show with the message that they are copies of. */
async function listed(tx: Transaction, actor: MemberActor, { folder, cursor, limit }: ListMessages): Promise<Listed[]> {
  const after = cursor === undefined ? undefined : decodeCursor(cursor);
  return tx.query
    .selectFrom("mail_mailbox_entry as entry")
    .innerJoin("mail_message as message", (join) =>
      join
        .onRef("message.organisation_id", "=", "entry.organisation_id")
        .onRef("message.message_id", "=", "entry.message_id"),
    )
    .selectAll("message")
    .select(["entry.at as entry_at", "entry.read_at"])
    .where("entry.organisation_id", "=", tx.organisationId)
    .where("entry.mailbox_space_id", "=", actor.mailboxSpaceId)
    .$if(folder === "inbox", (query) => query.where("entry.folder", "=", "inbox"))
    .$if(folder === "sent", (query) =>
      query
        .where("message.sender_kind", "=", "member")
        .where("message.sender_mailbox_id", "=", actor.mailboxSpaceId)
        .where("message.copy_of", "is", null),
    )
    .$if(after !== undefined, (query) =>
      query.where(sql<boolean>`(entry.at, entry.message_id) < (${after!.at}, ${after!.messageId}::uuid)`),
    )
    .orderBy("entry.at", "desc")
    .orderBy("entry.message_id", "desc")
    .limit(limit + 1)
    .execute();
}

async function unreadCount(tx: Transaction, actor: MemberActor): Promise<number> {
  const row = await tx.query
    .selectFrom("mail_mailbox_entry")
    .select((entry) => entry.fn.countAll<number>().as("count"))
    .where("organisation_id", "=", tx.organisationId)
    .where("mailbox_space_id", "=", actor.mailboxSpaceId)
    .where("folder", "=", "inbox")
    .where("read_at", "is", null)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

async function statesOf(tx: Transaction, actor: MemberActor, rows: readonly Listed[]) {
  const own = rows.filter((row) => isSender(actor, row)).map((row) => row.message_id);
  const ids = await withCopies(tx, own);
  const recipients = await recipientsOf(tx, [...ids.values()].flat());
  const states = new Map<Id, RecipientState | null>();
  for (const [messageId, all] of ids)
    states.set(
      messageId,
      leastAdvanced(recipients.filter((each) => all.includes(each.message_id)).map((each) => each.state)),
    );
  return states;
}

/** A page of the actor's mailbox. Opens summaries only; one that can't be opened shows what stands in plain. */
export function listMessages(
  app: Pick<MailApp, "database" | "blobs" | "secrets" | "log">,
  actor: MemberActor,
  input: ListMessages,
): Promise<{ entries: ListEntry[]; next: string | null; unread: number }> {
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const found = await listed(tx, actor, input);
    const rows = found.slice(0, input.limit);
    const wanted = rows.map((row) => ({
      objectId: row.summary_object_id,
      kind: "summary",
      spaceId: row.conversation_id,
      epoch: row.epoch,
    }));
    const summaries = await openObjects(app, tx, readerOf(actor), wanted, (objectId, refusal) =>
      app.log.warn({ objectId, code: refusal.code }, "a summary could not be opened"),
    );
    const signerKeyIds = [...summaries.values()].map((object) => object.signerKeyId);
    const writers = await writersOf(app, tx, signerKeyIds);
    const states = await statesOf(tx, actor, rows);
    const entries: ListEntry[] = [];
    for (const row of rows) {
      const object = summaries.get(row.summary_object_id);
      const isGenuine = object && isWrittenBySender(row, writers.get(object.signerKeyId));
      const summary = isGenuine ? decodeSummary(await object.bytes()) : undefined;
      entries.push({
        messageId: row.message_id,
        conversationId: row.conversation_id,
        from: summary?.from ?? { email: row.sender_email },
        to: summary?.to ?? [],
        subject: summary?.subject ?? "",
        preview: summary?.preview ?? "",
        at: row.entry_at.toISOString(),
        unread: row.read_at === null,
        attachmentCount: row.attachment_count,
        recalled: row.recalled_at !== null || !summary,
        state: states.get(row.message_id) ?? null,
      });
    }
    const last = rows.at(-1);
    const next =
      found.length > rows.length && last ? encodeCursor({ at: last.entry_at, messageId: last.message_id }) : null;
    return { entries, next, unread: await unreadCount(tx, actor) };
  });
}

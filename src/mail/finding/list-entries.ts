import type { Transaction } from "#/db/index.ts";
import { type MemberActor, readerOf } from "#/identity/index.ts";
import type { Id } from "#/kernel/index.ts";
import { openObjects } from "#/spaces/index.ts";
import { decodeSummary, type MessageSummary } from "../content.ts";
import { isSender, withCopies } from "../member-view.ts";
import { isWrittenBySender, writersOf } from "../message-writer.ts";
import { recipientsOf } from "../recipient-answer.ts";
import { leastAdvanced } from "../rules.ts";
import type { ListEntry, MailApp, RecipientState } from "../types.ts";
import type { EntryRow } from "./entry-rows.ts";

type ListApp = Pick<MailApp, "database" | "blobs" | "secrets" | "log">;

/** What lists show of messages, opened; of one that can't be opened, or is in another hand than its sender's, nothing. */
export async function summariesOf(
  app: ListApp,
  tx: Transaction,
  actor: MemberActor,
  rows: readonly EntryRow[],
): Promise<Map<Id, MessageSummary>> {
  const wanted = rows.map((row) => ({
    objectId: row.summary_object_id,
    kind: "summary",
    spaceId: row.conversation_id,
    epoch: row.epoch,
  }));
  const objects = await openObjects(app, tx, readerOf(actor), wanted, (objectId, refusal) =>
    app.log.warn({ objectId, code: refusal.code }, "a summary could not be opened"),
  );
  const writers = await writersOf(
    app,
    tx,
    [...objects.values()].map((object) => object.signerKeyId),
  );
  const summaries = new Map<Id, MessageSummary>();
  for (const row of rows) {
    const object = objects.get(row.summary_object_id);
    if (object && isWrittenBySender(row, writers.get(object.signerKeyId)))
      summaries.set(row.message_id, decodeSummary(await object.bytes()));
  }
  return summaries;
}

async function statesOf(tx: Transaction, actor: MemberActor, rows: readonly EntryRow[]) {
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

async function labelsOf(tx: Transaction, mailboxSpaceId: Id, rows: readonly EntryRow[]): Promise<Map<Id, Id[]>> {
  if (rows.length === 0) return new Map();
  const labelled = await tx.query
    .selectFrom("mail_conversation_label")
    .select(["conversation_id", "label_id"])
    .where("organisation_id", "=", tx.organisationId)
    .where("mailbox_space_id", "=", mailboxSpaceId)
    .where(
      "conversation_id",
      "in",
      rows.map((row) => row.conversation_id),
    )
    .orderBy("label_id")
    .execute();
  const labels = new Map<Id, Id[]>();
  for (const { conversation_id: conversationId, label_id: labelId } of labelled)
    labels.set(conversationId, [...(labels.get(conversationId) ?? []), labelId]);
  return labels;
}

/** Rows of a list, as the pages show them. */
export async function entriesOf(
  tx: Transaction,
  actor: MemberActor,
  rows: readonly EntryRow[],
  summaries: ReadonlyMap<Id, MessageSummary>,
): Promise<ListEntry[]> {
  const [states, labels] = await Promise.all([statesOf(tx, actor, rows), labelsOf(tx, actor.mailboxSpaceId, rows)]);
  return rows.map((row) => {
    const summary = summaries.get(row.message_id);
    return {
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
      place: row.place,
      labelIds: labels.get(row.conversation_id) ?? [],
    };
  });
}

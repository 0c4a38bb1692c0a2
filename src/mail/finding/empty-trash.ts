import { writeAudit } from "#/audit/index.ts";
import type { Transaction } from "#/db/index.ts";
import type { MemberActor } from "#/identity/index.ts";
import { dayMs, type Id } from "#/kernel/index.ts";
import { forgetItems } from "#/segments/index.ts";
import { eraseEpoch, eraseObject, removeWraps } from "#/spaces/index.ts";
import { auditActorOf } from "../actors.ts";
import { messagesWithCopies } from "../drafts/scheduled-row.ts";
import type { MessageRow } from "../message-row.ts";
import type { MailApp } from "../types.ts";

/** So long after it was thrown away a message is gone from the mailbox. */
export const trashKeptMs = 30 * dayMs;
const atOnce = 200;

interface Entry {
  readonly mailbox_space_id: Id;
  readonly message_id: Id;
  readonly conversation_id: Id;
}

/** What only the sender's mailbox held: the mail as it was submitted, and attachments that were taken back. */
async function eraseSenders(tx: Transaction, mailboxSpaceId: Id, rows: readonly MessageRow[]): Promise<void> {
  const own = rows.filter((row) => row.sender_mailbox_id === mailboxSpaceId);
  if (own.length === 0) return;
  const recalled = await tx.query
    .selectFrom("mail_attachment")
    .select("object_id")
    .where("organisation_id", "=", tx.organisationId)
    .where(
      "message_id",
      "in",
      own.map((row) => row.message_id),
    )
    .where("recalled_at", "is not", null)
    .execute();
  const originals = own.flatMap(({ original_object_id: objectId }) => objectId ?? []);
  for (const objectId of [...recalled.map((each) => each.object_id), ...originals]) await eraseObject(tx, objectId);
}

/** Messages that stand in no mailbox and that no guest can open any more: nothing of them can be read from here on. */
async function eraseUnheld(tx: Transaction, rows: readonly MessageRow[]): Promise<void> {
  const entries = await tx.query
    .selectFrom("mail_mailbox_entry")
    .select("message_id")
    .where("organisation_id", "=", tx.organisationId)
    .where(
      "message_id",
      "in",
      rows.map((row) => row.message_id),
    )
    .execute();
  const links = await tx.query
    .selectFrom("mail_link")
    .select("conversation_id")
    .where("organisation_id", "=", tx.organisationId)
    .where(
      "conversation_id",
      "in",
      rows.map((row) => row.conversation_id),
    )
    .where("closed_at", "is", null)
    .execute();
  const held = new Set(entries.map((entry) => entry.message_id));
  const open = new Set(links.map((link) => link.conversation_id));
  for (const { message_id: messageId, conversation_id: spaceId, epoch } of rows)
    if (!held.has(messageId) && !open.has(spaceId)) await eraseEpoch(tx, { spaceId, epoch });
}

/** Labels of conversations of which nothing is left in the mailbox. */
async function dropLabels(tx: Transaction, mailboxSpaceId: Id, conversationIds: readonly Id[]): Promise<void> {
  await tx.query
    .deleteFrom("mail_conversation_label as label")
    .where("label.organisation_id", "=", tx.organisationId)
    .where("label.mailbox_space_id", "=", mailboxSpaceId)
    .where("label.conversation_id", "in", conversationIds)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("mail_mailbox_entry as entry")
            .select("entry.message_id")
            .whereRef("entry.organisation_id", "=", "label.organisation_id")
            .whereRef("entry.mailbox_space_id", "=", "label.mailbox_space_id")
            .whereRef("entry.conversation_id", "=", "label.conversation_id"),
        ),
      ),
    )
    .execute();
}

/** The messages thrown away, and with what was sent the sender's entries of its Bcc copies, which stand on no list. */
async function withOwnCopies(
  tx: Transaction,
  mailboxSpaceId: Id,
  messageIds: readonly Id[],
): Promise<readonly MessageRow[]> {
  const rows = await messagesWithCopies(tx, messageIds);
  const copyIds = rows.flatMap(({ message_id: id }) => (messageIds.includes(id) ? [] : [id]));
  if (copyIds.length === 0) return rows;
  const entries = await tx.query
    .selectFrom("mail_mailbox_entry")
    .select("message_id")
    .where("organisation_id", "=", tx.organisationId)
    .where("mailbox_space_id", "=", mailboxSpaceId)
    .where("message_id", "in", copyIds)
    .where("folder", "=", "sent")
    .execute();
  const own = new Set([...messageIds, ...entries.map((entry) => entry.message_id)]);
  return rows.filter((row) => own.has(row.message_id));
}

/** The mailbox's own copies: its entries, its keys, what finds them. Other mailboxes and guests keep theirs. */
async function removeEntries(tx: Transaction, mailboxSpaceId: Id, entries: readonly Entry[]): Promise<void> {
  const rows = await withOwnCopies(
    tx,
    mailboxSpaceId,
    entries.map((entry) => entry.message_id),
  );
  const messageIds = rows.map((row) => row.message_id);
  await tx.query
    .deleteFrom("mail_mailbox_entry")
    .where("organisation_id", "=", tx.organisationId)
    .where("mailbox_space_id", "=", mailboxSpaceId)
    .where("message_id", "in", messageIds)
    .execute();
  await forgetItems(tx, mailboxSpaceId, messageIds);
  for (const { conversation_id: spaceId, epoch } of rows)
    await removeWraps(tx, { spaceId, epoch, holderKind: "space", holderId: mailboxSpaceId });
  await dropLabels(tx, mailboxSpaceId, [...new Set(entries.map((entry) => entry.conversation_id))]);
  await eraseSenders(tx, mailboxSpaceId, rows);
  await eraseUnheld(tx, rows);
}

const thrownAway = (tx: Transaction) =>
  tx.query
    .selectFrom("mail_mailbox_entry")
    .select(["mailbox_space_id", "message_id", "conversation_id"])
    .where("organisation_id", "=", tx.organisationId)
    .where("place", "=", "trash")
    .orderBy("mailbox_space_id")
    .orderBy("message_id")
    .limit(atOnce)
    .forUpdate();

/** Removes everything that was thrown away from the actor's mailbox; says how many messages there were. */
export async function emptyTrash(app: MailApp, actor: MemberActor): Promise<{ readonly messages: number }> {
  let messages = 0;
  for (let removed = atOnce; removed === atOnce; messages += removed)
    removed = await app.database.inOrganisation(actor.organisationId, async (tx) => {
      const entries = await thrownAway(tx).where("mailbox_space_id", "=", actor.mailboxSpaceId).execute();
      if (entries.length === 0) return 0;
      await removeEntries(tx, actor.mailboxSpaceId, entries);
      const details = { messages: entries.length };
      await writeAudit(tx, { at: app.clock.now(), actor: auditActorOf(actor), act: "mail.trash-emptied", details });
      return entries.length;
    });
  return { messages };
}

/** What was thrown away long enough ago, of all mailboxes; says how many messages there were. */
export async function clearTrash(tx: Transaction, now: Date): Promise<number> {
  const entries = await thrownAway(tx)
    .where("trashed_at", "<=", new Date(now.getTime() - trashKeptMs))
    .skipLocked()
    .execute();
  for (const mailboxSpaceId of new Set(entries.map((entry) => entry.mailbox_space_id))) {
    const theirs = entries.filter((entry) => entry.mailbox_space_id === mailboxSpaceId);
    await removeEntries(tx, mailboxSpaceId, theirs);
    const subject = { kind: "mailbox", id: mailboxSpaceId };
    const details = { messages: theirs.length };
    await writeAudit(tx, { at: now, actor: { kind: "system" }, act: "mail.trash-emptied", subject, details });
  }
  return entries.length;
}

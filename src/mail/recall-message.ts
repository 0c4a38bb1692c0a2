import { writeAudit } from "#/audit/index.ts";
import type { Transaction } from "#/db/index.ts";
import { endGuestSessions, type MemberActor } from "#/identity/index.ts";
import { type Id, Refusal } from "#/kernel/index.ts";
import { forgetItems } from "#/segments/index.ts";
import { removeWraps } from "#/spaces/index.ts";
import { auditActorOf } from "./actors.ts";
import { forgetDevicesOf } from "./guests/trusted-device.ts";
import { closeLink, linksOfContact, messagesOfLink, opensAny } from "./guest-link.ts";
import { isSender, messageInMailbox, withCopies } from "./member-view.ts";
import type { MessageRow } from "./message-row.ts";
import { reachState, recipientAnswerOf, recipientsOf, type RecipientRow } from "./recipient-answer.ts";
import type { MailApp, Recipient } from "./types.ts";

export interface RecallMessage {
  readonly messageId: Id;
  /** One recipient only; else all. */
  readonly recipientId?: Id | undefined;
}

async function takeFromGuest(tx: Transaction, row: MessageRow, contactId: Id, at: Date): Promise<void> {
  await forgetDevicesOf(tx, contactId);
  for (const link of await linksOfContact(tx, row.conversation_id, contactId)) {
    const place = { spaceId: row.conversation_id, epoch: row.epoch };
    await removeWraps(tx, { ...place, holderKind: "link", holderId: link.link_id });
    await endGuestSessions(tx, link.link_id);
    if (!opensAny(await messagesOfLink(tx, link))) await closeLink(tx, link.link_id, at);
  }
}

/** What has not left yet does not leave any more, and its sealed text with the link goes at once. */
async function withdrawNotifications(tx: Transaction, recipientIds: readonly Id[]): Promise<void> {
  await tx.query
    .updateTable("mail_dispatch")
    .set({ state: "failed", sealed: null, last_answer: "mail.recalled" })
    .where("organisation_id", "=", tx.organisationId)
    .where("recipient_id", "in", recipientIds)
    .where("state", "=", "queued")
    .execute();
}

async function takeBack(
  tx: Transaction,
  actor: MemberActor,
  row: MessageRow,
  recipients: readonly RecipientRow[],
  at: Date,
): Promise<void> {
  for (const recipient of recipients) {
    if (recipient.contact_id) await takeFromGuest(tx, row, recipient.contact_id, at);
    // The sender keeps what was sent, also when sent to oneself.
    if (recipient.mailbox_space_id && recipient.mailbox_space_id !== actor.mailboxSpaceId) {
      await removeWraps(tx, {
        spaceId: row.conversation_id,
        epoch: row.epoch,
        holderKind: "space",
        holderId: recipient.mailbox_space_id,
      });
      await forgetItems(tx, recipient.mailbox_space_id, [row.message_id]);
    }
  }
}

/**
 * Takes a message back: who has not opened it can't any more. What was handed out before stays on record with its time,
 * and the answer says it. @throws Refusal `mail.message_absent`, `mail.not_the_sender`, `mail.already_recalled`.
 */
export function recallMessage(
  app: Pick<MailApp, "database" | "clock">,
  actor: MemberActor,
  { messageId, recipientId }: RecallMessage,
): Promise<{ recipients: Recipient[] }> {
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const asked = await messageInMailbox(tx, actor, messageId);
    if (!isSender(actor, asked)) throw new Refusal("forbidden", "mail.not_the_sender");
    if (asked.release_at) throw new Refusal("conflict", "mail.not_left_yet");
    const messageIds = (await withCopies(tx, [messageId])).get(messageId)!;
    // Guests lock the same rows in the same order while they open.
    const all = await recipientsOf(tx, messageIds, { forUpdate: true });
    const chosen = recipientId === undefined ? all : all.filter((row) => row.recipient_id === recipientId);
    if (chosen.length === 0) throw new Refusal("absent", "mail.recipient_absent");
    const still = chosen.filter((row) => row.state !== "recalled");
    if (still.length === 0) throw new Refusal("conflict", "mail.already_recalled");
    const at = app.clock.now();
    const rows = await tx.query
      .selectFrom("mail_message")
      .selectAll()
      .where("organisation_id", "=", tx.organisationId)
      .where("message_id", "in", messageIds)
      .execute();
    for (const row of rows)
      await takeBack(
        tx,
        actor,
        row,
        still.filter((recipient) => recipient.message_id === row.message_id),
        at,
      );
    const stillIds = still.map((row) => row.recipient_id);
    await reachState(tx, stillIds, "recalled", at);
    await withdrawNotifications(tx, stillIds);
    if (still.length === all.filter((row) => row.state !== "recalled").length)
      await tx.query
        .updateTable("mail_message")
        .set({ recalled_at: at })
        .where("organisation_id", "=", tx.organisationId)
        .where("message_id", "in", messageIds)
        .execute();
    await writeAudit(tx, {
      at,
      actor: auditActorOf(actor),
      act: "mail.message-recalled",
      subject: { kind: "message", id: messageId },
      details: { recipients: stillIds, handedOut: still.filter((row) => row.opened_at !== null).length },
    });
    const after = await recipientsOf(tx, messageIds);
    return { recipients: after.map((row) => recipientAnswerOf(row, undefined)) };
  });
}

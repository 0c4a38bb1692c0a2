import { writeAudit } from "#/audit/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type MemberActor, readerOf, signerOf } from "#/identity/index.ts";
import { type Id, Refusal } from "#/kernel/index.ts";
import { eraseEpoch, mailboxEpoch, moveObject, removeWraps } from "#/spaces/index.ts";
import { releaseUploads } from "#/uploads/index.ts";
import { auditActorOf, mailboxOf } from "../actors.ts";
import type { MessageRow } from "../message-row.ts";
import { recipientsOf } from "../recipient-answer.ts";
import type { MailApp } from "../types.ts";
import { uploadsOf } from "./draft-attachments.ts";
import { absentDraft, findDraft, openDraft } from "./draft-row.ts";
import { lockScheduled, messagesWithCopies } from "./scheduled-row.ts";

/** Into the mailbox again, each by a new header. */
async function moveBack(
  app: MailApp,
  tx: Transaction,
  actor: MemberActor,
  row: MessageRow,
  objectIds: readonly Id[],
): Promise<void> {
  const epoch = await mailboxEpoch(app, tx, mailboxOf(actor));
  for (const objectId of objectIds) {
    const from = { objectId, kind: "attachment", spaceId: row.conversation_id, epoch: row.epoch };
    const moved = await moveObject(app, tx, readerOf(actor), { from, epoch, signer: signerOf(actor) });
    if (!moved) throw new Refusal("absent", "mail.attachment_absent");
  }
}

/** The fresh links that nobody has heard of, with whatever they would have opened. */
async function removeLinks(tx: Transaction, rows: readonly MessageRow[]): Promise<void> {
  const recipients = await recipientsOf(
    tx,
    rows.map((row) => row.message_id),
  );
  const conversations = new Map(rows.map((row) => [row.message_id, row.conversation_id]));
  for (const { link_id: linkId, message_id: messageId } of recipients) {
    if (!linkId) continue;
    await removeWraps(tx, { spaceId: conversations.get(messageId)!, holderKind: "link", holderId: linkId });
    await tx.query
      .deleteFrom("mail_link")
      .where("organisation_id", "=", tx.organisationId)
      .where("link_id", "=", linkId)
      .execute();
  }
}

async function removeMessages(tx: Transaction, rows: readonly MessageRow[]): Promise<void> {
  const messageIds = rows.map((row) => row.message_id);
  for (const table of ["mail_recipient", "mail_attachment", "mail_message"] as const)
    await tx.query
      .deleteFrom(table)
      .where("organisation_id", "=", tx.organisationId)
      .where("message_id", "in", messageIds)
      .execute();
  for (const { conversation_id: spaceId, epoch } of rows) await eraseEpoch(tx, { spaceId, epoch });
  await tx.query
    .deleteFrom("mail_conversation as conversation")
    .where("organisation_id", "=", tx.organisationId)
    .where(
      "conversation_id",
      "in",
      rows.map((row) => row.conversation_id),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("mail_message as message")
            .select("message.message_id")
            .whereRef("message.organisation_id", "=", "conversation.organisation_id")
            .whereRef("message.conversation_id", "=", "conversation.conversation_id"),
        ),
      ),
    )
    .execute();
}

/** The uploads that moved into the message are the draft's again. */
async function backToDraft(app: MailApp, tx: Transaction, actor: MemberActor, draftId: Id, original: MessageRow) {
  const draft = await findDraft(tx, actor, draftId, { forUpdate: true });
  if (!draft) throw absentDraft();
  const uploadIds = uploadsOf(await openDraft(app, tx, actor, draft));
  await moveBack(app, tx, actor, original, uploadIds);
  await releaseUploads(tx, actor, uploadIds, { at: app.clock.now(), heldBy: draftId });
}

/**
 * Takes back a message that has not left: nothing is left of it, and its draft can be written on, with its uploads. What
 * a mail program submitted has no draft: null.
 * @throws Refusal `mail.message_absent`, `mail.left_already`, `mail.not_the_sender`.
 */
export function cancelSending(app: MailApp, actor: MemberActor, messageId: Id): Promise<{ draftId: Id | null }> {
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const { draft_id: draftId } = await lockScheduled(tx, actor, messageId);
    const at = app.clock.now();
    const rows = await messagesWithCopies(tx, [messageId]);
    if (draftId)
      await backToDraft(
        app,
        tx,
        actor,
        draftId,
        rows.find((row) => row.message_id === messageId)!,
      );
    await removeLinks(tx, rows);
    await removeMessages(tx, rows);
    if (draftId)
      await tx.query
        .updateTable("mail_draft")
        .set({ message_id: null, updated_at: at })
        .where("organisation_id", "=", tx.organisationId)
        .where("draft_id", "=", draftId)
        .execute();
    await writeAudit(tx, {
      at,
      actor: auditActorOf(actor),
      act: "mail.sending-cancelled",
      subject: { kind: "message", id: messageId },
    });
    return { draftId };
  });
}

import { writeAudit } from "#/audit/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type MemberActor, readerOf, signerOf } from "#/identity/index.ts";
import { type Id, isId, Refusal } from "#/kernel/index.ts";
import { renewItems } from "#/segments/index.ts";
import { eraseObject, mailboxEpoch, moveObject } from "#/spaces/index.ts";
import { auditActorOf, mailboxOf } from "../actors.ts";
import { isSender, messageInMailbox, withCopies } from "../member-view.ts";
import { recipientsOf } from "../recipient-answer.ts";
import type { MailApp } from "../types.ts";
import { accountOf, type AttachmentAccount } from "./handed-out.ts";

const absent = (): Refusal => new Refusal("absent", "mail.attachment_absent");

async function messageOf(tx: Transaction, attachmentId: Id): Promise<Id> {
  const place = isId(attachmentId)
    ? await tx.query
        .selectFrom("mail_attachment")
        .select("message_id")
        .where("organisation_id", "=", tx.organisationId)
        .where("attachment_id", "=", attachmentId)
        .executeTakeFirst()
    : undefined;
  if (!place) throw absent();
  return place.message_id;
}

/**
 * Takes one attachment back from everybody: its key goes to the sender's mailbox and stands in the conversation no more.
 * The message stays. The answer says who had got it before, and when: that can't be undone.
 * @throws Refusal `mail.message_absent`, `mail.attachment_absent`, `mail.not_the_sender`, `mail.already_recalled`.
 */
export function recallAttachment(
  app: MailApp,
  actor: MemberActor,
  attachmentId: Id,
): Promise<{ readonly handedOut: readonly AttachmentAccount[] }> {
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const messageId = await messageOf(tx, attachmentId);
    const row = await messageInMailbox(tx, actor, messageId);
    if (!isSender(actor, row)) throw new Refusal("forbidden", "mail.not_the_sender");
    const messageIds = (await withCopies(tx, [messageId])).get(messageId)!;
    // Guests lock the same rows in the same order while they open.
    await recipientsOf(tx, messageIds, { forUpdate: true });
    const attachments = await tx.query
      .selectFrom("mail_attachment")
      .selectAll()
      .where("organisation_id", "=", tx.organisationId)
      .where("message_id", "in", messageIds)
      .execute();
    const own = attachments.find((each) => each.attachment_id === attachmentId);
    if (!own) throw absent();
    if (own.recalled_at) throw new Refusal("conflict", "mail.already_recalled");
    const from = {
      objectId: own.object_id,
      kind: "attachment",
      spaceId: row.conversation_id,
      epoch: row.epoch,
    } as const;
    const epoch = await mailboxEpoch(app, tx, mailboxOf(actor));
    const moved = await moveObject(app, tx, readerOf(actor), { from, epoch, signer: signerOf(actor) });
    if (!moved) throw absent();
    // A Bcc copy was sealed anew, and has the same place in its message.
    const same = attachments.filter((each) => each.position === own.position);
    for (const copy of same) if (copy !== own) await eraseObject(tx, copy.object_id);
    const at = app.clock.now();
    const ids = same.map((each) => each.attachment_id);
    await tx.query
      .updateTable("mail_attachment")
      .set({ recalled_at: at })
      .where("organisation_id", "=", tx.organisationId)
      .where("attachment_id", "in", ids)
      .execute();
    // Its name is found no more, in any mailbox.
    const entries = await tx.query
      .selectFrom("mail_mailbox_entry")
      .select(["mailbox_space_id", "message_id"])
      .where("organisation_id", "=", tx.organisationId)
      .where("message_id", "in", messageIds)
      .orderBy("mailbox_space_id")
      .execute();
    for (const entry of entries) await renewItems(tx, entry.mailbox_space_id, [entry.message_id]);
    const handedOut = (await accountOf(tx, messageIds)).filter(
      ({ attachmentId: handed }) => handed === null || ids.includes(handed),
    );
    await writeAudit(tx, {
      at,
      actor: auditActorOf(actor),
      act: "mail.attachment-recalled",
      subject: { kind: "message", id: messageId },
      details: { attachmentId, handedOut: handedOut.length },
    });
    return { handedOut };
  });
}

import type { DraftContent } from "#/contract/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type MemberActor, readerOf } from "#/identity/index.ts";
import { type Id, isId, Refusal } from "#/kernel/index.ts";
import { openObject, type OpenedObject } from "#/spaces/index.ts";
import type { AttachmentPart } from "../content.ts";
import { openAttachments, openMessages } from "../open-messages.ts";
import type { MailApp } from "../types.ts";

const absent = (): Refusal => new Refusal("absent", "mail.attachment_absent");

export const uploadsOf = ({ attachments }: DraftContent): Id[] => attachments.flatMap(({ uploadId }) => uploadId ?? []);

/** A finished upload that lies in the mailbox. */
export async function openUpload(
  app: Pick<MailApp, "blobs" | "secrets">,
  tx: Transaction,
  actor: MemberActor,
  uploadId: Id,
): Promise<OpenedObject> {
  const place = { kind: "attachment", spaceId: actor.mailboxSpaceId };
  const object = await openObject(app, tx, readerOf(actor), uploadId, place);
  if (!object) throw absent();
  return object;
}

/** An attachment of a message that lies in the actor's mailbox and opens there, to be sealed anew for another. */
export async function openForeignAttachment(
  app: Pick<MailApp, "blobs" | "secrets">,
  tx: Transaction,
  actor: MemberActor,
  attachmentId: Id,
): Promise<{ readonly part: AttachmentPart; readonly object: OpenedObject }> {
  const row = isId(attachmentId)
    ? await tx.query
        .selectFrom("mail_attachment as attachment")
        .innerJoin("mail_message as message", (join) =>
          join
            .onRef("message.organisation_id", "=", "attachment.organisation_id")
            .onRef("message.message_id", "=", "attachment.message_id"),
        )
        .innerJoin("mail_mailbox_entry as entry", (join) =>
          join
            .onRef("entry.organisation_id", "=", "attachment.organisation_id")
            .onRef("entry.message_id", "=", "attachment.message_id"),
        )
        .selectAll("message")
        .where("attachment.organisation_id", "=", tx.organisationId)
        .where("attachment.attachment_id", "=", attachmentId)
        .where("entry.mailbox_space_id", "=", actor.mailboxSpaceId)
        .executeTakeFirst()
    : undefined;
  if (!row) throw absent();
  const [message] = await openMessages(app, tx, readerOf(actor), [row]);
  const part = message?.body.attachments.find((each) => each.attachmentId === attachmentId);
  if (!message || !part) throw absent();
  const [opened] = await openAttachments(app, tx, readerOf(actor), message, [part]);
  if (!opened) throw absent();
  return opened;
}

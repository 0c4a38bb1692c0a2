import type { Transaction } from "#/db/index.ts";
import type { MemberActor } from "#/identity/index.ts";
import { type Id, Refusal } from "#/kernel/index.ts";
import { type Opening, withoutContent } from "../downloads.ts";
import { pictureFile } from "../previews/picture-file.ts";
import type { MailApp, OpenedFile } from "../types.ts";
import { openForeignAttachment, openUpload } from "./draft-attachments.ts";
import { absentDraft, type DraftRow, findDraft, openDraft } from "./draft-row.ts";

export interface DraftPicture {
  readonly draftId: Id;
  readonly contentId: string;
}

/** Uploads of a draft that waits to be sent lie in the conversation already. */
async function spaceOf(tx: Transaction, { mailbox_space_id: mailboxId, message_id: messageId }: DraftRow): Promise<Id> {
  if (!messageId) return mailboxId;
  const message = await tx.query
    .selectFrom("mail_message")
    .select("conversation_id")
    .where("organisation_id", "=", tx.organisationId)
    .where("message_id", "=", messageId)
    .executeTakeFirst();
  return message?.conversation_id ?? mailboxId;
}

/**
 * A picture that the text of a draft shows, to be shown in the editor again.
 * @throws Refusal `mail.draft_absent`, `mail.attachment_absent`, `mail.preview_impossible`.
 */
export function openDraftPicture(
  app: MailApp,
  actor: MemberActor,
  { draftId, contentId }: DraftPicture,
  { peek }: Pick<Opening, "peek"> = {},
): Promise<OpenedFile> {
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const row = await findDraft(tx, actor, draftId);
    if (!row) throw absentDraft();
    const { attachments } = await openDraft(app, tx, actor, row);
    const wanted = attachments.find((each) => each.contentId === contentId);
    if (!wanted) throw new Refusal("absent", "mail.attachment_absent");
    const { uploadId, attachmentId = "", name, type } = wanted;
    const object = uploadId
      ? await openUpload(app, tx, actor, uploadId, await spaceOf(tx, row))
      : (await openForeignAttachment(app, tx, actor, attachmentId)).object;
    const file = await pictureFile({ name, type }, object);
    return peek ? withoutContent(file) : file;
  });
}

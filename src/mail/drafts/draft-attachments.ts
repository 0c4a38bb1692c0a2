import type { DraftContent } from "#/contract/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type MemberActor, readerOf } from "#/identity/index.ts";
import { type Id, Refusal } from "#/kernel/index.ts";
import { openObject, type OpenedObject } from "#/spaces/index.ts";
import type { AttachmentPart } from "../content.ts";
import { messageInMailbox, messageOfAttachment } from "../member-view.ts";
import { openAttachments, openMessages } from "../open-messages.ts";
import type { MailApp } from "../types.ts";

const absent = (): Refusal => new Refusal("absent", "mail.attachment_absent");

export const uploadsOf = ({ attachments }: DraftContent): Id[] => attachments.flatMap(({ uploadId }) => uploadId ?? []);

/** A finished upload, where it lies: in the mailbox, unless something else is said. */
export async function openUpload(
  app: Pick<MailApp, "blobs" | "secrets">,
  tx: Transaction,
  actor: MemberActor,
  uploadId: Id,
  spaceId: Id = actor.mailboxSpaceId,
): Promise<OpenedObject> {
  const place = { kind: "attachment", spaceId };
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
  const row = await messageInMailbox(tx, actor, await messageOfAttachment(tx, actor, attachmentId));
  const [message] = await openMessages(app, tx, readerOf(actor), [row]);
  const part = message?.body.attachments.find((each) => each.attachmentId === attachmentId);
  if (!message || !part) throw absent();
  const [opened] = await openAttachments(app, tx, readerOf(actor), message, [part]);
  if (!opened) throw absent();
  return opened;
}

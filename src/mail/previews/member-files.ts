import { writeAudit } from "#/audit/index.ts";
import { type MemberActor, readerOf } from "#/identity/index.ts";
import { type Id, Refusal } from "#/kernel/index.ts";
import type { Transaction } from "#/db/index.ts";
import { auditActorOf } from "../actors.ts";
import { type Opening, withoutContent } from "../downloads.ts";
import { markSeen, messageInMailbox, messageOfAttachment } from "../member-view.ts";
import { openAttachments, openMessages } from "../open-messages.ts";
import type { MailApp, OpenedFile } from "../types.ts";
import { pictureFile } from "./picture-file.ts";
import { zipFile } from "./zip-file.ts";

const absent = (): Refusal => new Refusal("absent", "mail.attachment_absent");

async function noted(
  app: MailApp,
  tx: Transaction,
  actor: MemberActor,
  messageId: Id,
  details: Readonly<Record<string, string>>,
): Promise<void> {
  const at = app.clock.now();
  await markSeen(tx, actor, [messageId], "downloaded", at);
  const subject = { kind: "message", id: messageId };
  await writeAudit(tx, { at, actor: auditActorOf(actor), act: "mail.handed-out", subject, details });
}

async function opened(app: MailApp, tx: Transaction, actor: MemberActor, messageId: Id, attachmentId?: Id) {
  const row = await messageInMailbox(tx, actor, messageId);
  const [message] = await openMessages(app, tx, readerOf(actor), [row]);
  if (!message) throw new Refusal("gone", "mail.recalled");
  const { attachments } = message.body;
  const wanted = attachmentId ? attachments.filter((part) => part.attachmentId === attachmentId) : attachments;
  return { message, attachments: await openAttachments(app, tx, readerOf(actor), message, wanted) };
}

/** An attachment of the actor's mailbox as a picture to show. @throws Refusal `mail.preview_impossible`. */
export function openPicture(
  app: MailApp,
  actor: MemberActor,
  attachmentId: Id,
  { peek }: Pick<Opening, "peek"> = {},
): Promise<OpenedFile> {
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const messageId = await messageOfAttachment(tx, actor, attachmentId);
    const { attachments } = await opened(app, tx, actor, messageId, attachmentId);
    if (!attachments[0]) throw absent();
    const file = await pictureFile(attachments[0].part, attachments[0].object);
    if (peek) return withoutContent(file);
    await noted(app, tx, actor, messageId, { what: "attachment", attachmentId });
    return file;
  });
}

/** All attachments of a message as one zip file. */
export function openZip(
  app: MailApp,
  actor: MemberActor,
  messageId: Id,
  { peek }: Pick<Opening, "peek"> = {},
): Promise<OpenedFile> {
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const { message, attachments } = await opened(app, tx, actor, messageId);
    const file = zipFile(message, attachments);
    if (peek) return withoutContent(file);
    await noted(app, tx, actor, messageId, { what: "zip" });
    return file;
  });
}

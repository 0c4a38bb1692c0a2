import type { GuestActor } from "#/identity/index.ts";
import { type Id, Refusal } from "#/kernel/index.ts";
import { houseOf } from "./house.ts";
import { type CopiedAttachment, copyFile, fileOf, type Opening, withoutContent } from "./downloads.ts";
import { messageOfVisit, recordHandingOut, visit } from "./guest-visit.ts";
import { attachmentAnswers, htmlOf, openAttachments, type OpenedMessage, openMessages } from "./open-messages.ts";
import { publicFacts } from "./guest-door.ts";
import { pictureFile } from "./previews/picture-file.ts";
import { zipFile } from "./previews/zip-file.ts";
import { safeHtml } from "#/intake/index.ts";
import type { GuestConversation, GuestMessage, MailApp, OpenedFile } from "./types.ts";

function guestMessage({ row, body }: OpenedMessage, html: string, expiresAt: Date): GuestMessage {
  const { blockedRemote } = safeHtml(body.html);
  const people = [...body.to, ...body.cc, ...(body.bcc ?? [])];
  return {
    messageId: row.message_id,
    direction: row.sender_kind === "guest" ? "out" : "in",
    from: { name: body.from.name ?? body.from.email, email: body.from.email },
    to: people,
    subject: body.subject,
    html,
    text: body.text,
    sentAt: row.sent_at.toISOString(),
    expiresAt: expiresAt.toISOString(),
    attachments: attachmentAnswers(body),
    picturesLeftOut: blockedRemote > 0 || body.picturesLeftOut === true,
  };
}

/** The messages that the guest's link opens. They count as opened from now on. */
export function guestConversation(app: MailApp, guest: GuestActor): Promise<GuestConversation> {
  return visit(app, guest, async (tx, seen) => {
    const { link, reader, messages: rows } = seen;
    const opened = await openMessages(app, tx, reader, rows);
    if (opened.length === 0) throw new Refusal("gone", "mail.recalled");
    const messages: GuestMessage[] = [];
    for (const message of opened)
      messages.push(guestMessage(message, await htmlOf(app, tx, reader, message), link.expires_at));
    const [house] = await Promise.all([houseOf(tx), recordHandingOut(tx, seen, "messages", rows, "opened")]);
    return {
      organisation: publicFacts(house),
      subject: opened[0]!.body.subject,
      expiresAt: link.expires_at.toISOString(),
      messages,
    };
  });
}

function openedForGuest(
  app: MailApp,
  guest: GuestActor,
  attachmentId: Id,
  peek: boolean | undefined,
  open: (attachment: CopiedAttachment) => OpenedFile | Promise<OpenedFile>,
): Promise<OpenedFile> {
  return visit(app, guest, async (tx, seen) => {
    const place = await tx.query
      .selectFrom("mail_attachment")
      .select("message_id")
      .where("organisation_id", "=", tx.organisationId)
      .where("attachment_id", "=", attachmentId)
      .executeTakeFirst();
    const row = place && seen.messages.find((each) => each.message_id === place.message_id);
    const [message] = row ? await openMessages(app, tx, seen.reader, [row]) : [];
    const wanted = message?.body.attachments.filter((part) => part.attachmentId === attachmentId) ?? [];
    const [attachment] = message ? await openAttachments(app, tx, seen.reader, message, wanted) : [];
    if (!row || !attachment) throw new Refusal("absent", "mail.attachment_absent");
    const file = await open(attachment);
    if (peek) return withoutContent(file);
    await recordHandingOut(tx, seen, "attachment", [row], "downloaded", { attachmentId });
    return file;
  });
}

/** An attachment of one of these messages, or a part of it. */
export const guestAttachment = (
  app: MailApp,
  guest: GuestActor,
  attachmentId: Id,
  { range, peek }: Opening = {},
): Promise<OpenedFile> =>
  openedForGuest(app, guest, attachmentId, peek, ({ part, object }) => fileOf(part, object, range));

/** The same as a picture to show in the page. @throws Refusal `mail.preview_impossible`. */
export const guestPicture = (
  app: MailApp,
  guest: GuestActor,
  attachmentId: Id,
  { peek }: Pick<Opening, "peek"> = {},
): Promise<OpenedFile> =>
  openedForGuest(app, guest, attachmentId, peek, ({ part, object }) => pictureFile(part, object));

function wholeForGuest(
  app: MailApp,
  guest: GuestActor,
  messageId: Id,
  { peek }: Pick<Opening, "peek">,
  what: "copy" | "zip",
): Promise<OpenedFile> {
  return visit(app, guest, async (tx, seen) => {
    const row = messageOfVisit(seen, messageId);
    const [message] = await openMessages(app, tx, seen.reader, [row]);
    if (!message) throw new Refusal("absent", "mail.message_absent");
    const attachments = await openAttachments(app, tx, seen.reader, message);
    const file = what === "zip" ? zipFile(message, attachments) : await copyFile(message, attachments);
    if (peek) return withoutContent(file);
    await recordHandingOut(tx, seen, what, [row], "downloaded", { messageId });
    return file;
  });
}

/** A message with its attachments as `.eml`, for the guest's own archive. */
export const guestCopy = (app: MailApp, guest: GuestActor, messageId: Id, opening: Pick<Opening, "peek"> = {}) =>
  wholeForGuest(app, guest, messageId, opening, "copy");

/** All attachments of a message as one zip file. */
export const guestZip = (app: MailApp, guest: GuestActor, messageId: Id, opening: Pick<Opening, "peek"> = {}) =>
  wholeForGuest(app, guest, messageId, opening, "zip");

import type { GuestActor } from "#/identity/index.ts";
import { type Id, Refusal } from "#/kernel/index.ts";
import { houseOf } from "./house.ts";
import { copyFile, fileOf, type Opening, withoutContent } from "./downloads.ts";
import { messageOfVisit, recordHandingOut, visit } from "./guest-visit.ts";
import { attachmentAnswers, htmlOf, openAttachments, type OpenedMessage, openMessages } from "./open-messages.ts";
import { publicFacts } from "./guest-door.ts";
import type { GuestConversation, GuestMessage, MailApp, OpenedFile } from "./types.ts";

function guestMessage({ row, body }: OpenedMessage, html: string, expiresAt: Date): GuestMessage {
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
    await recordHandingOut(tx, seen, "messages", rows, "opened");
    return {
      organisation: publicFacts(await houseOf(tx)),
      subject: opened[0]!.body.subject,
      expiresAt: link.expires_at.toISOString(),
      messages,
    };
  });
}

/** An attachment of one of these messages, or a part of it. */
export function guestAttachment(
  app: MailApp,
  guest: GuestActor,
  attachmentId: Id,
  { range, peek }: Opening = {},
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
    const file = fileOf(attachment.part, attachment.object, range);
    if (peek) return withoutContent(file);
    await recordHandingOut(tx, seen, "attachment", [row], "downloaded", { attachmentId });
    return file;
  });
}

/** A message with its attachments as `.eml`, for the guest's own archive. */
export function guestCopy(
  app: MailApp,
  guest: GuestActor,
  messageId: Id,
  { peek }: Pick<Opening, "peek"> = {},
): Promise<OpenedFile> {
  return visit(app, guest, async (tx, seen) => {
    const row = messageOfVisit(seen, messageId);
    const [message] = await openMessages(app, tx, seen.reader, [row]);
    if (!message) throw new Refusal("absent", "mail.message_absent");
    const file = await copyFile(message, await openAttachments(app, tx, seen.reader, message));
    if (peek) return withoutContent(file);
    await recordHandingOut(tx, seen, "copy", [row], "downloaded", { messageId });
    return file;
  });
}

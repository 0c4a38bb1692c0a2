import type { Transaction } from "#/db/index.ts";
import { safeHtml, textToHtml, withInlineImages } from "#/intake/index.ts";
import { type Bytes, type Id, view } from "#/kernel/index.ts";
import { type OpenedObject, openObjects, type Reader, type SpacesApp } from "#/spaces/index.ts";
import { type AttachmentPart, decodeMessage, type MessageBody } from "./content.ts";
import type { MessageRow } from "./message-row.ts";
import { assertBelongs, assertWrittenBySender, type Writer, writersOf } from "./message-writer.ts";

/** A message with what it says. Attachments are named by the body; their objects are found through the table. */
export interface OpenedMessage {
  readonly row: MessageRow;
  /** Without the attachments that were taken back since. */
  readonly body: MessageBody;
  readonly recalled: readonly AttachmentPart[];
  readonly writer: Writer;
  readonly signerKeyId: Id;
}

/** Everybody whom the message itself names, by address. */
export const namedIn = ({ from, to, cc, bcc = [] }: MessageBody): string[] =>
  [from, ...to, ...cc, ...bcc].map(({ email }) => email);

/** Messages whose body the reader can open, in the order given. What fails a check is a refusal, as is an object that was swapped or is in another's hand. */
export async function openMessages(
  app: SpacesApp,
  tx: Transaction,
  reader: Reader,
  rows: readonly MessageRow[],
): Promise<OpenedMessage[]> {
  const sought = rows.map((row) => ({
    objectId: row.body_object_id,
    kind: "message" as const,
    spaceId: row.conversation_id,
    epoch: row.epoch,
  }));
  const [bodies, takenBack] = await Promise.all([openObjects(app, tx, reader, sought), recalledOf(tx, rows)]);
  const signerKeyIds = [...bodies.values()].map((object) => object.signerKeyId);
  const writers = await writersOf(app, tx, signerKeyIds);
  const opened: OpenedMessage[] = [];
  for (const row of rows) {
    const object = bodies.get(row.body_object_id);
    if (!object) continue;
    const { signerKeyId } = object;
    const writer = assertWrittenBySender(row, writers.get(signerKeyId));
    const { attachments, ...body } = decodeMessage(await object.bytes());
    const [recalled, left] = [true, false].map((is) =>
      attachments.filter((part) => takenBack.has(part.attachmentId) === is),
    ) as [AttachmentPart[], AttachmentPart[]];
    opened.push({ row, body: { ...body, attachments: left }, recalled, writer, signerKeyId });
  }
  return opened;
}

/** Ids of attachments that their sender took back. */
async function recalledOf(tx: Transaction, rows: readonly MessageRow[]): Promise<Set<Id>> {
  if (rows.length === 0) return new Set();
  const recalled = await tx.query
    .selectFrom("mail_attachment")
    .select("attachment_id")
    .where("organisation_id", "=", tx.organisationId)
    .where(
      "message_id",
      "in",
      rows.map((row) => row.message_id),
    )
    .where("recalled_at", "is not", null)
    .execute();
  return new Set(recalled.map((row) => row.attachment_id));
}

/** Of one message those attachments that both the body and the table name, in the body's order. */
export async function openAttachments(
  app: SpacesApp,
  tx: Transaction,
  reader: Reader,
  message: OpenedMessage,
  wanted: readonly AttachmentPart[] = message.body.attachments,
): Promise<{ part: AttachmentPart; object: OpenedObject }[]> {
  if (wanted.length === 0) return [];
  const { row } = message;
  const places = await tx.query
    .selectFrom("mail_attachment")
    .select(["attachment_id", "object_id"])
    .where("organisation_id", "=", tx.organisationId)
    .where("message_id", "=", row.message_id)
    .execute();
  const objectIds = new Map(places.map((place) => [place.attachment_id, place.object_id]));
  const place = { kind: "attachment", spaceId: row.conversation_id, epoch: row.epoch };
  const sought = wanted.flatMap((part) => objectIds.get(part.attachmentId) ?? []);
  const objects = await openObjects(
    app,
    tx,
    reader,
    sought.map((objectId) => ({ ...place, objectId })),
  );
  return wanted.flatMap((part) => {
    const objectId = objectIds.get(part.attachmentId);
    const object = objectId && objects.get(objectId);
    if (!object) return [];
    assertBelongs(object, message, part);
    return [{ part, object }];
  });
}

const largestInlineBytes = 512 * 1024;
const inlineBudgetBytes = 4 * 1024 * 1024;
const inlineTypes = new Set(["image/png", "image/jpeg", "image/gif", "image/webp"]);

/** Pictures that the HTML shows by reference, as `data:` addresses; large ones stay attachments only. */
export async function inlineImages(
  app: SpacesApp,
  tx: Transaction,
  reader: Reader,
  message: OpenedMessage,
): Promise<Map<string, string>> {
  let budget = inlineBudgetBytes;
  const wanted = message.body.attachments.filter(({ contentId, type, sizeBytes }) => {
    const fits = sizeBytes <= largestInlineBytes && sizeBytes <= budget;
    const isShown = contentId !== undefined && inlineTypes.has(type) && fits;
    if (isShown) budget -= sizeBytes;
    return isShown;
  });
  const images = new Map<string, string>();
  for (const { part, object } of await openAttachments(app, tx, reader, message, wanted)) {
    const bytes: Bytes = await object.bytes();
    images.set(part.contentId!, `data:${part.type};base64,${view(bytes).toString("base64")}`);
  }
  return images;
}

/** The message as safe HTML for a sandboxed frame; made safe again by the rules of today. */
export async function htmlOf(app: SpacesApp, tx: Transaction, reader: Reader, message: OpenedMessage): Promise<string> {
  const { html, text } = message.body;
  if (html === "") return textToHtml(text);
  const safe = safeHtml(html).html;
  if (!/\ssrc="cid:/i.test(safe)) return safe;
  const images = await inlineImages(app, tx, reader, message);
  return withInlineImages(safe, (contentId) => images.get(contentId));
}

export const attachmentAnswers = (body: MessageBody) =>
  body.attachments.map(({ attachmentId, name, type, sizeBytes }) => ({ attachmentId, name, type, sizeBytes }));

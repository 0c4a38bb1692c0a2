import { composeCopy } from "#/intake/index.ts";
import { type Bytes, Refusal } from "#/kernel/index.ts";
import type { OpenedObject } from "#/spaces/index.ts";
import type { AttachmentPart } from "./content.ts";
import { oneLine } from "./content.ts";
import type { OpenedMessage } from "./open-messages.ts";
import type { ByteRange, OpenedFile } from "./types.ts";

/** Which part of a file, once its size is known; undefined when there is no such part. */
export type RangeRequest = (sizeBytes: number) => ByteRange | undefined;

/** How to open: `peek` looks at name and size only (HTTP's HEAD). Then nothing is read, nothing handed out or recorded. */
export interface Opening {
  readonly range?: RangeRequest | undefined;
  readonly peek?: boolean | undefined;
}

function chosen(sizeBytes: number, range: RangeRequest | undefined): ByteRange {
  const part = range ? range(sizeBytes) : { start: 0, end: sizeBytes };
  if (!part || part.start < 0 || part.end > sizeBytes || part.start > part.end)
    throw new Refusal("invalid", "mail.range_unsatisfiable");
  return part;
}

/** An attachment to download: what it is called comes from the sealed message, the size from the signed object. */
export function fileOf(
  part: Pick<AttachmentPart, "name" | "type">,
  object: OpenedObject,
  range?: RangeRequest,
): OpenedFile {
  const chosenRange = chosen(object.sizeBytes, range);
  return {
    name: part.name,
    type: part.type,
    sizeBytes: object.sizeBytes,
    range: chosenRange,
    etag: `"${object.objectId}"`,
    content: object.stream(chosenRange),
  };
}

const base64LineBytes = 57;
/** Lines of 76 characters and their ends, as `composeCopy` writes them. */
const encodedBytes = (sizeBytes: number): number =>
  Math.ceil(sizeBytes / 3) * 4 + 2 * Math.ceil(sizeBytes / base64LineBytes);

async function* nothing(): AsyncGenerator<Bytes, void> {}

/** The file when it is only peeked at; whoever reads it all the same gets nothing. */
export const withoutContent = (file: OpenedFile): OpenedFile => ({ ...file, content: nothing() });

export type CopiedAttachment = { readonly part: AttachmentPart; readonly object: OpenedObject };

function composed({ row, body }: OpenedMessage, attachments: readonly CopiedAttachment[], isEmpty: boolean) {
  const { from, to, cc, bcc = [], subject, text, html } = body;
  return composeCopy({
    from: { email: from.email, ...(from.name === undefined ? {} : { name: from.name }) },
    to: [...to, ...bcc].map(({ email, name }) => ({ email, ...(name === undefined ? {} : { name }) })),
    cc: cc.map(({ email, name }) => ({ email, ...(name === undefined ? {} : { name }) })),
    subject,
    date: new Date(body.date),
    messageId: row.internet_message_id,
    text,
    html,
    attachments: attachments.map(({ part, object }) => ({
      name: part.name,
      type: part.type,
      sizeBytes: object.sizeBytes,
      ...(part.contentId === undefined ? {} : { contentId: part.contentId }),
      content: () => (isEmpty ? nothing() : object.stream()),
    })),
  });
}

/** The message as a mail with its attachments. Its size is known beforehand: the frame is written once without content. */
export async function copyFile(message: OpenedMessage, attachments: readonly CopiedAttachment[]): Promise<OpenedFile> {
  let sizeBytes = attachments.reduce((sum, { object }) => sum + encodedBytes(object.sizeBytes), 0);
  for await (const part of composed(message, attachments, true)) sizeBytes += part.byteLength;
  const name = oneLine(message.body.subject, 100).replaceAll(/[/\\:*?"<>|]/g, "_") || "message";
  return {
    name: `${name}.eml`,
    type: "message/rfc822",
    sizeBytes,
    range: { start: 0, end: sizeBytes },
    etag: `"${message.row.message_id}"`,
    content: composed(message, attachments, false),
  };
}

import { randomBytes } from "node:crypto";
import type { Bytes } from "#/kernel/index.ts";
import { utf8, view } from "#/kernel/index.ts";
import { attachmentName, mediaType } from "./attachment-name.ts";
import { addressHeader, encodedHeader, fileNameParameter, headerDate, nameParameter } from "./write-header.ts";
import type { CopyAttachment, CopyInput } from "./types.ts";

const base64LineBytes = 57;

/**
 * A message as a mail that any program opens (RFC 5322, 2045, 2047, 2231), as it is read. Nothing in the input can add a
 * header or end a part: names and subjects are encoded, contents are base64, boundaries are random.
 */
export async function* composeCopy(input: CopyInput): AsyncGenerator<Bytes> {
  const outer = boundary();
  const related = boundary();
  const inner = boundary();
  const inline = input.html === "" ? [] : input.attachments.filter((attachment) => attachment.contentId !== undefined);
  const attached = input.attachments.filter((attachment) => !inline.includes(attachment));
  yield utf8(
    [
      `Date: ${headerDate(input.date)}`,
      addressHeader("From", [input.from]),
      ...(input.to.length > 0 ? [addressHeader("To", input.to)] : []),
      ...(input.cc.length > 0 ? [addressHeader("Cc", input.cc)] : []),
      encodedHeader("Subject", input.subject),
      `Message-ID: ${bracketed(input.messageId)}`,
      ...(input.inReplyTo === undefined ? [] : [`In-Reply-To: ${bracketed(input.inReplyTo)}`]),
      "MIME-Version: 1.0",
      `Content-Type: multipart/mixed; boundary="${outer}"`,
      "",
      `--${outer}`,
      "",
    ].join("\r\n"),
  );
  if (inline.length > 0)
    yield utf8(
      `Content-Type: multipart/related; boundary="${related}"; type="multipart/alternative"\r\n\r\n--${related}\r\n`,
    );
  yield* body(input, inner);
  for (const attachment of inline) yield* part(attachment, related, "inline", 0);
  if (inline.length > 0) yield utf8(`\r\n--${related}--\r\n`);
  for (const [index, attachment] of attached.entries()) yield* part(attachment, outer, "attachment", index + 1);
  yield utf8(`\r\n--${outer}--\r\n`);
}

async function* body(input: CopyInput, inner: string): AsyncGenerator<Bytes> {
  if (input.html === "") {
    yield utf8("Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n");
    yield* base64Lines(once(utf8(input.text)));
    return;
  }
  yield utf8(`Content-Type: multipart/alternative; boundary="${inner}"\r\n`);
  for (const [type, text] of [
    ["text/plain", input.text],
    ["text/html", input.html],
  ]) {
    yield utf8(`\r\n--${inner}\r\nContent-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n`);
    yield* base64Lines(once(utf8(text!)));
  }
  yield utf8(`\r\n--${inner}--\r\n`);
}

async function* part(
  attachment: CopyAttachment,
  outer: string,
  disposition: string,
  position: number,
): AsyncGenerator<Bytes> {
  const given = mediaType(attachment.type.toLowerCase());
  // A message or a multipart may not be base64 (RFC 2046, section 5.2.1): as a file it survives every program.
  const type = given.startsWith("message/") || given.startsWith("multipart/") ? "application/octet-stream" : given;
  const name = attachmentName(attachment.name, given, position);
  const contentId = attachment.contentId?.replaceAll(/[^\x21-\x7E]|[<>]/g, "");
  yield utf8(
    [
      "",
      `--${outer}`,
      `Content-Type: ${type}${nameParameter(name)}`,
      `Content-Disposition: ${disposition}${fileNameParameter(name)}`,
      ...(contentId === undefined || contentId === "" ? [] : [`Content-ID: <${contentId}>`]),
      "Content-Transfer-Encoding: base64",
      "",
      "",
    ].join("\r\n"),
  );
  yield* base64Lines(attachment.content());
}

const boundary = (): string => `=_${randomBytes(18).toString("base64url")}`;
const bracketed = (id: string): string => `<${id.replaceAll(/[^\x21-\x7E]|[<>]/g, "").slice(0, 900)}>`;

async function* once(bytes: Bytes): AsyncGenerator<Bytes> {
  yield bytes;
}

/** RFC 2045, section 6.8: lines of 76 characters. */
async function* base64Lines(source: AsyncIterable<Bytes>): AsyncGenerator<Bytes> {
  let held: Buffer = Buffer.alloc(0);
  for await (const piece of source) {
    held = held.length === 0 ? view(piece) : Buffer.concat([held, piece]);
    const wholeBytes = held.length - (held.length % base64LineBytes);
    if (wholeBytes > 0) yield utf8(inLines(held.subarray(0, wholeBytes)));
    held = Buffer.from(held.subarray(wholeBytes));
  }
  if (held.length > 0) yield utf8(inLines(held));
}

const inLines = (bytes: Buffer): string => bytes.toString("base64").replaceAll(/.{1,76}/g, "$&\r\n");

import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";
import { detectKind, type Extraction, extractWithPictures } from "#/extraction/index.ts";
import { defaultLimits, htmlToText, parseMail } from "#/intake/index.ts";
import { collect, Refusal } from "#/kernel/index.ts";

/** A file within a file that gave no text, and why. */
export type Unread = Extraction["unread"][number];

/** A text within a file, piece by piece: a plain file has one, a mail its subject, its text and those of its attachments. */
export interface TextPart {
  readonly name: string;
  readonly pieces: AsyncIterable<string> | Iterable<string>;
  /** Of people that the file itself declares: sender and recipients. */
  readonly names?: readonly string[];
}

const longestAttachmentBytes = 16 * 1024 * 1024;

async function* decoded(bytes: AsyncIterable<Uint8Array>, file: string): AsyncGenerator<string> {
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  for await (const piece of bytes) {
    decoder ??= new TextDecoder(charsetOf(piece));
    const text = decoder.decode(piece, { stream: true });
    if (text.includes("\0")) throw new Refusal("invalid", "recognise.not_text", { file });
    yield text;
  }
  const rest = decoder?.decode() ?? "";
  if (rest !== "") yield rest;
}

/** By the byte order mark; what is no UTF-8 at its beginning is taken for Windows' own. */
function charsetOf(piece: Uint8Array): string {
  if (piece[0] === 0xff && piece[1] === 0xfe) return "utf-16le";
  if (piece[0] === 0xfe && piece[1] === 0xff) return "utf-16be";
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(piece, { stream: true });
    return "utf-8";
  } catch {
    return "windows-1252";
  }
}

const refusals = {
  encrypted: "recognise.file_encrypted",
  damaged: "recognise.file_damaged",
  "needs-ocr": "recognise.file_needs_ocr",
  unsupported: "recognise.not_text",
  "too-large": "recognise.file_too_large",
  "too-slow": "recognise.file_too_slow",
  off: "recognise.extraction_off",
} as const satisfies Record<Exclude<Extraction["outcome"], "text">, string>;

/** What has been looked at of a stream, and all of it. */
async function peeked(bytes: AsyncIterable<Uint8Array>, file: string) {
  const whole = readable(bytes, file)[Symbol.asyncIterator]();
  const head: Uint8Array[] = [];
  for (let length = 0; length < 4096;) {
    const { value, done } = await whole.next();
    if (done) break;
    head.push(value);
    length += value.length;
  }
  const rest = async function* (): AsyncGenerator<Uint8Array> {
    yield* head;
    yield* { [Symbol.asyncIterator]: () => whole };
  };
  return { head: Buffer.concat(head), bytes: rest() };
}

const isPlain = (kind: string): boolean => kind === "text" || kind === "csv";

/**
 * The texts of a file; `unread` is told of what is in it and could not be read.
 * @throws Refusal `recognise.…`, `intake.…`
 */
export async function* textParts(
  file: string,
  input: Readable,
  unread: (what: Unread) => void,
): AsyncGenerator<TextPart> {
  const stream = file === "-" ? input : createReadStream(file, { highWaterMark: 256 * 1024 });
  const { head, bytes } = await peeked(stream, file);
  const kind = detectKind(head, file);
  if (kind === "eml") return yield* mailParts(file, bytes, unread);
  // Plain text of any length goes by in pieces.
  if (head.length === 0 || isPlain(kind)) return yield { name: "text", pieces: decoded(bytes, file) };
  const extraction = await extractWithPictures(bytes, { name: file });
  if (extraction.outcome !== "text") throw new Refusal("invalid", refusals[extraction.outcome], { file });
  yield* extracted(extraction, unread);
}

function* extracted(extraction: Extraction, unread: (what: Unread) => void, names?: readonly string[]) {
  for (const { name, text } of extraction.parts) yield { name, pieces: [text], ...(names && { names }) };
  for (const each of extraction.unread) unread(each);
}

async function* mailParts(
  file: string,
  bytes: AsyncIterable<Uint8Array>,
  unread: (what: Unread) => void,
): AsyncGenerator<TextPart> {
  const attachments: TextPart[] = [];
  const mail = await parseMail(bytes, {
    onAttachment: async ({ name, type }, content) => {
      if (attachments.length >= defaultLimits.parts) return unread({ name, outcome: "too-large" });
      if (/^(?:text\/|application\/(?:json|xml)$)/.test(type)) {
        const whole = await collect(content, longestAttachmentBytes);
        if (whole === undefined) throw new Refusal("too-large", "recognise.attachment_too_large", { file, name });
        const text = new TextDecoder(charsetOf(whole)).decode(whole);
        attachments.push({ name, pieces: [type === "text/html" ? htmlToText(text) : text] });
        return;
      }
      const extraction = await extractWithPictures(content, { name, mediaType: type });
      for (const part of extracted(extraction, (each) => unread({ ...each, name: `${name}/${each.name}` })))
        attachments.push({ ...part, name: `${name}/${part.name}` });
      if (extraction.outcome !== "text" && extraction.outcome !== "off") unread({ name, outcome: extraction.outcome });
    },
  });
  const names = [...mail.fromAll, ...mail.to, ...mail.cc, ...mail.replyTo].flatMap(({ name }) => name ?? []);
  yield { name: "subject", pieces: [mail.subject], names };
  if (mail.text !== "") yield { name: "text", pieces: [mail.text], names };
  if (mail.html !== "") yield { name: "html", pieces: [htmlToText(mail.html)], names };
  for (const attachment of attachments) yield { ...attachment, names };
}

async function* readable(bytes: AsyncIterable<Uint8Array>, file: string): AsyncGenerator<Uint8Array> {
  try {
    yield* bytes;
  } catch (error) {
    const reason = String((error as NodeJS.ErrnoException).code);
    throw new Refusal("absent", "recognise.file_unreadable", { file, reason });
  }
}

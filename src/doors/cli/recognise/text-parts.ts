import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";
import { defaultLimits, htmlToText, parseMail } from "#/intake/index.ts";
import { collect, Refusal } from "#/kernel/index.ts";

/** A text within a file, piece by piece: a plain file has one, a mail has its subject, its text and each text attachment. */
export interface TextPart {
  readonly name: string;
  readonly pieces: AsyncIterable<string> | Iterable<string>;
  /** Of people that the file itself declares: sender and recipients. */
  readonly names?: readonly string[];
}

const longestAttachmentBytes = 16 * 1024 * 1024;

async function* decoded(bytes: AsyncIterable<Uint8Array>, file: string): AsyncGenerator<string> {
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  try {
    for await (const piece of bytes) {
      decoder ??= new TextDecoder(charsetOf(piece));
      const text = decoder.decode(piece, { stream: true });
      if (text.includes("\0")) throw new Refusal("invalid", "recognise.not_text", { file });
      yield text;
    }
    const rest = decoder?.decode() ?? "";
    if (rest !== "") yield rest;
  } catch (error) {
    if (error instanceof Error && "code" in error && "syscall" in error)
      throw new Refusal("absent", "recognise.file_unreadable", { file, reason: String(error.code) });
    throw error;
  }
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

/** @throws Refusal `recognise.file_unreadable`, `recognise.not_text`, `intake.…` */
export async function* textParts(file: string, input: Readable): AsyncGenerator<TextPart> {
  const bytes = file === "-" ? input : createReadStream(file, { highWaterMark: 256 * 1024 });
  if (!file.toLowerCase().endsWith(".eml")) {
    yield { name: "text", pieces: decoded(bytes, file) };
    return;
  }
  const attachments: TextPart[] = [];
  const mail = await parseMail(readable(bytes, file), {
    onAttachment: async ({ name, type }, content) => {
      if (!/^(?:text\/|message\/|application\/(?:json|xml)$)/.test(type) || attachments.length >= defaultLimits.parts)
        return;
      const whole = await collect(content, longestAttachmentBytes);
      if (whole === undefined) throw new Refusal("too-large", "recognise.attachment_too_large", { file, name });
      const text = new TextDecoder(charsetOf(whole)).decode(whole);
      attachments.push({ name, pieces: [type === "text/html" ? htmlToText(text) : text] });
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

import { Readable } from "node:stream";
import { htmlToText, parseMail } from "#/intake/index.ts";
import { isRefusal } from "#/kernel/index.ts";
import { type Reader, Unreadable, within } from "../reading.ts";

/** UTF-8 where it is, UTF-16 by its mark, else Windows-1252, which has a character for every byte. */
export function decodeText(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.subarray(2).toString("utf16le");
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

export const readPlain: Reader = ({ bytes, path }, reading) => reading.take(path || "text", decodeText(bytes));

export const readHtml: Reader = ({ bytes, path }, reading) =>
  reading.take(path || "text", htmlToText(decodeText(bytes)));

/** A mail: who and what about, its text, and each attachment as the file it is. */
export const readMail: Reader = async ({ bytes, path, depth }, reading, nested) => {
  const files: { name: string; type: string; content: Buffer }[] = [];
  const before = reading.partCount;
  try {
    const mail = await parseMail(Readable.from([bytes]), {
      limits: { totalBytes: Math.max(1, reading.inflatedLeft) },
      async onAttachment({ name, type }, content) {
        const chunks: Uint8Array[] = [];
        for await (const chunk of content) {
          reading.countInflated(chunk.length);
          chunks.push(chunk);
        }
        reading.countEntry();
        files.push({ name, type, content: Buffer.concat(chunks) });
      },
    });
    const { from, to, cc, subject } = mail;
    const people = [from, ...to, ...cc].flatMap((each) => (each ? [`${each.name ?? ""} <${each.email}>`.trim()] : []));
    reading.take(within(path, "header"), [subject, ...people].join("\n"));
    reading.take(within(path, "text"), mail.text || htmlToText(mail.html));
  } catch (error) {
    if (!isRefusal(error)) throw error;
    throw new Unreadable(error.kind === "too-large" ? "too-large" : "damaged");
  }
  // Broken line ends make one long header of a mail: its words count all the same.
  if (reading.partCount === before && files.length === 0) reading.take(within(path, "text"), decodeText(bytes));
  for (const { name, type, content } of files)
    await nested({ bytes: content, path: within(path, name), depth: depth + 1, name, mediaType: type });
};

import { decodeGuessed } from "./charset.ts";

export interface HeaderField {
  /** Lower case. */
  readonly name: string;
  /** Unfolded, bytes as Latin-1 or, where they were UTF-8, decoded; encoded words still encoded. */
  readonly value: string;
}

/** Fields of a header block (RFC 5322, section 2.2); lines that are none are left out. */
export function headerFields(lines: readonly Buffer[]): HeaderField[] {
  const fields: HeaderField[] = [];
  for (let index = 0; index < lines.length;) {
    const pieces = [lines[index]!];
    index += 1;
    while (index < lines.length && (lines[index]![0] === 0x20 || lines[index]![0] === 0x09)) {
      pieces.push(lines[index]!);
      index += 1;
    }
    const text = decodeGuessed(Buffer.concat(pieces))
      .replaceAll(/[\r\n]+/g, "")
      .replaceAll("\0", "");
    const colon = text.indexOf(":");
    if (colon <= 0 || /^>?From (?!\s*:)/.test(text)) continue;
    fields.push({ name: text.slice(0, colon).trim().toLowerCase(), value: text.slice(colon + 1).trim() });
  }
  return fields;
}

export const firstField = (fields: readonly HeaderField[], name: string): string | undefined =>
  fields.find((field) => field.name === name)?.value;

// oxlint-disable-next-line no-control-regex
const controlCharacters = /[\u0000-\u001F\u007F-\u009F\u2028\u2029]+/g;
/** Characters that turn the direction of text around: with them `exe.pdf` can be shown for `fdp.exe`. */
const directionMarks = /[\u202A-\u202E\u2066-\u2069\u200E\u200F]/g;

/** One line of text for people: no control characters, so that it can never break a header. */
export const oneLine = (text: string): string => text.replaceAll(controlCharacters, " ").trim();
export const withoutDirectionMarks = (text: string): string => text.replaceAll(directionMarks, "");

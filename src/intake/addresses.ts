import { decodeWords } from "./encoded-words.ts";
import { oneLine, withoutDirectionMarks } from "./header-fields.ts";
import type { MailAddress } from "./types.ts";

/**
 * Addresses of a header field (RFC 5322, section 3.4), in one pass. An address is only what stands between angle
 * brackets, or, without those, a bare one: a name that looks like an address never becomes one. Groups give their members.
 */
export function parseAddresses(field: string, note: (anomaly: string) => void): MailAddress[] {
  const found: MailAddress[] = [];
  let words = "";
  let comment = "";
  let angle: string | undefined;
  const finish = (): void => {
    const inBrackets = angle !== undefined;
    const email = normalAddress(angle ?? words);
    const label = inBrackets ? words : comment;
    if (email !== undefined) {
      const name = withoutDirectionMarks(oneLine(decodeWords(label, note)))
        .slice(0, 200)
        .trim();
      found.push(name === "" || name === email ? { email } : { email, name });
    } else if ((angle ?? words).trim() !== "") note("address-odd");
    words = "";
    comment = "";
    angle = undefined;
  };
  for (let at = 0; at < field.length; at += 1) {
    const character = field[at]!;
    if (character === '"') {
      const quoted = quotedString(field, at);
      at = quoted.end;
      const isLocalPart = field[at + 1] === "@";
      words += isLocalPart ? `"${quoted.text.replaceAll(/["\\]/g, String.raw`\$&`)}"` : quoted.text;
    } else if (character === "(") {
      const skipped = commentEnd(field, at);
      comment += field.slice(at + 1, skipped).replaceAll(/\\(.)/g, "$1");
      at = skipped;
    } else if (character === "<") {
      const end = field.indexOf(">", at);
      const stop = end < 0 ? field.length : end;
      angle ??= field.slice(at + 1, stop);
      at = stop;
    } else if (character === ",") finish();
    else if (character === ";") finish();
    else if (character === ":" && angle === undefined && !words.includes("@")) words = "";
    else words += character;
  }
  finish();
  return found;
}

function quotedString(field: string, start: number): { text: string; end: number } {
  const pieces: string[] = [];
  for (let at = start + 1; at < field.length; at += 1) {
    const character = field[at]!;
    if (character === '"') return { text: pieces.join(""), end: at };
    if (character === "\\") {
      at += 1;
      pieces.push(field[at] ?? "");
    } else pieces.push(character);
  }
  return { text: pieces.join(""), end: field.length };
}

function commentEnd(field: string, start: number): number {
  let depth = 0;
  for (let at = start; at < field.length; at += 1) {
    const character = field[at];
    if (character === "\\") at += 1;
    else if (character === "(") depth += 1;
    else if (character === ")") {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return field.length;
}

/** The address with its domain in lower case, without a source route; undefined when it is none. */
function normalAddress(text: string): string | undefined {
  const bare = text.trim().replace(/^@[^:]{1,500}:/, "");
  const at = bare.lastIndexOf("@");
  if (at < 1 || at === bare.length - 1 || bare.length > 320) return undefined;
  const local = bare.slice(0, at);
  const domain = bare.slice(at + 1);
  if (/[\s<>()[\]\\,;:"@\p{Cc}]/u.test(domain.startsWith("[") ? domain.slice(1, -1).replaceAll(":", "") : domain))
    return undefined;
  const isQuoted = local.startsWith('"') && local.endsWith('"') && local.length > 2;
  // oxlint-disable-next-line no-control-regex
  if (isQuoted ? /[\u0000-\u001F\u007F<>]/.test(local) : /[\s<>()[\]\\,;:"@\p{Cc}]/u.test(local)) return undefined;
  return `${local}@${domain.toLowerCase()}`;
}

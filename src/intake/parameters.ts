import { decodeCharset } from "./charset.ts";
import { decodeWords } from "./encoded-words.ts";

export interface StructuredValue {
  /** Lower case, without comments: a media type or disposition. */
  readonly value: string;
  readonly parameters: ReadonlyMap<string, string>;
}

interface RawParameter {
  readonly name: string;
  readonly value: string;
}

/** `value; name=value; …` (RFC 2045, section 5.1) with continued and encoded parameters (RFC 2231). */
export function structuredValue(text: string, note: (anomaly: string) => void): StructuredValue {
  const [first, ...rest] = splitOutsideQuotes(text);
  const raw: RawParameter[] = [];
  for (const piece of rest.slice(0, 500)) {
    const equals = piece.indexOf("=");
    if (equals > 0)
      raw.push({ name: piece.slice(0, equals).trim().toLowerCase(), value: unquote(piece.slice(equals + 1).trim()) });
  }
  return { value: (first ?? "").replaceAll(/\s/g, "").toLowerCase(), parameters: combine(raw, note) };
}

/** Pieces between semicolons; quoted strings stay whole, comments go. One pass. */
function splitOutsideQuotes(text: string): string[] {
  const pieces: string[] = [];
  let piece = "";
  let quoted = false;
  let comment = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]!;
    if (character === "\\" && (quoted || comment > 0)) {
      if (comment === 0) piece += character + (text[at + 1] ?? "");
      at += 1;
    } else if (quoted) {
      piece += character;
      if (character === '"') quoted = false;
    } else if (character === "(" && (comment > 0 || /^$|\s$/.test(piece))) comment += 1;
    else if (character === ")" && comment > 0) comment -= 1;
    else if (comment > 0) continue;
    else if (character === ";") {
      pieces.push(piece);
      piece = "";
    } else {
      piece += character;
      if (character === '"') quoted = true;
    }
  }
  pieces.push(piece);
  return pieces;
}

function unquote(text: string): string {
  if (!text.startsWith('"')) return text;
  const inner = text.slice(1, text.length > 1 && text.endsWith('"') ? -1 : undefined);
  return inner.replaceAll(/\\([\\"])/g, "$1");
}

function combine(raw: readonly RawParameter[], note: (anomaly: string) => void): Map<string, string> {
  const whole = new Map<string, string>();
  const sections = new Map<string, { index: number; encoded: boolean; value: string }[]>();
  for (const { name, value } of raw) {
    const match = /^([^*]+)\*(?:(\d{1,3})(\*)?)?$/.exec(name);
    if (match === null) {
      if (!whole.has(name)) whole.set(name, decodeWords(value, note));
      continue;
    }
    const list = sections.get(match[1]!) ?? [];
    list.push({ index: Number(match[2] ?? 0), encoded: match[2] === undefined || match[3] !== undefined, value });
    sections.set(match[1]!, list);
  }
  for (const [name, list] of sections) {
    list.sort((a, b) => a.index - b.index);
    let charset: string | undefined;
    const bytes = list.map(({ encoded, value }, index) => {
      let text = value;
      if (encoded && index === 0) {
        const marks = /^([^']{0,80})'[^']*'([\s\S]*)$/.exec(text);
        if (marks !== null) {
          charset = marks[1] === "" ? undefined : marks[1];
          text = marks[2]!;
        }
      }
      return encoded ? percentBytes(text) : Buffer.from(text, "utf8");
    });
    whole.set(name, decodeCharset(Buffer.concat(bytes), charset ?? "utf-8", note));
  }
  return whole;
}

const percentBytes = (text: string): Buffer =>
  Buffer.from(
    Buffer.from(text, "utf8")
      .toString("latin1")
      .replaceAll(/%([0-9a-fA-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
    "latin1",
  );

import type { Finding } from "#/recognise/index.ts";
import type { Draft } from "../draft.ts";

const mostOffered = 3;
/** Numbers that identify somebody by themselves: those are worth masking. */
const numbers: ReadonlySet<string> = new Set([
  "bsn",
  "national-number-be",
  "iban",
  "card",
  "document-nl",
  "eid-be",
  "passport-be",
  "driving-licence",
  "secret",
]);

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** All but the last two characters as dots; spaces and the like stay. */
const dots = (text: string): string => text.slice(0, -2).replaceAll(/[\p{L}\p{N}]/gu, "•") + text.slice(-2);

/** The text with a value masked, wherever it stands in one piece. */
export function masked(draft: Draft, value: string): Partial<Draft> {
  return {
    text: draft.text.replaceAll(value, dots(value)),
    html: draft.html.replaceAll(escaped(value), escaped(dots(value))),
    given: draft.given + 1,
  };
}

/** Different numbers of the text that can be masked, the first few. */
export function maskable(findings: readonly Finding[], draft: Draft): { kind: string; text: string }[] {
  const values = new Map<string, string>();
  for (const { kind, start, end } of findings) {
    const text = draft.text.slice(start, end);
    if (numbers.has(kind) && text.length > 4 && draft.html.includes(escaped(text))) values.set(text, kind);
  }
  return [...values].slice(0, mostOffered).map(([text, kind]) => ({ kind, text }));
}

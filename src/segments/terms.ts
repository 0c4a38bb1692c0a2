import { fromUtf8, utf8, view } from "#/kernel/index.ts";

/** Where in an item a term occurs; a mask. */
export const fields = { subject: 1, from: 2, to: 4, attachment: 8, body: 16 } as const;
export type Field = keyof typeof fields;

/** Term to mask of fields. */
export type TermList = Map<string, number>;

const longestTermBytes = 64;
const mostTerms = 20_000;
const addressPattern = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}.-]+/gu;
const wordPattern = /[\p{L}\p{N}]+/gu;

/** Without capitals, accents and variants of form: "Café" and "CAFE" are one term. */
export const folded = (text: string): string =>
  text
    .normalize("NFKD")
    .replaceAll(/\p{M}+/gu, "")
    .toLowerCase()
    .replaceAll("ß", "ss");

/** At most 64 bytes, cut between characters: a longer word is found by its beginning. */
function bounded(word: string): string {
  const bytes = utf8(word);
  if (bytes.byteLength <= longestTermBytes) return word;
  let end = longestTermBytes;
  while ((bytes[end]! & 0xc0) === 0x80) end -= 1;
  return fromUtf8(bytes.subarray(0, end));
}

/** The terms of a text, in its order: its words, and each e-mail address both whole and in words. */
export function termsOf(text: string): string[] {
  const plain = folded(text);
  const addresses = plain.includes("@") ? (plain.match(addressPattern) ?? []) : [];
  const words = plain.match(wordPattern) ?? [];
  return [...words, ...addresses].map(bounded);
}

/** Adds what a field says, until an item has 20,000 terms. */
export function addTerms(list: TermList, field: Field, text: string): void {
  for (const term of termsOf(text)) {
    const known = list.get(term);
    if (known === undefined && list.size >= mostTerms) continue;
    list.set(term, (known ?? 0) | fields[field]);
  }
}

/** A term as a string of its UTF-8 bytes: JavaScript then orders it as bytes. */
export const toBytesOrder = (term: string): string => view(utf8(term)).toString("latin1");
export const fromBytesOrder = (term: string): string => Buffer.from(term, "latin1").toString("utf8");

import { randomInt } from "node:crypto";
import type { Bytes } from "#/kernel/index.ts";

const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
const groupOf4 = /.{1,4}/g;

/** Groups of four with hyphens, which people copy more surely. */
export const grouped = (symbols: string): string => (symbols.match(groupOf4) ?? []).join("-");

/** Crockford's base32, lower case, first bit first; the last symbol is filled up with zero bits. */
export function toSymbols(bytes: Bytes): string {
  let symbols = "";
  let held = 0;
  let heldBits = 0;
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xfff;
    heldBits += 8;
    while (heldBits >= 5) symbols += alphabet[(held >> (heldBits -= 5)) & 31];
  }
  return heldBits > 0 ? symbols + alphabet[(held << (5 - heldBits)) & 31] : symbols;
}

/** What a person typed, in its one form: lower case, no spaces or hyphens, o as 0, i and l as 1. */
export function tidySymbols(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[\s\p{Dash_Punctuation}\u200B-\u200D\u2060\uFEFF]/gu, "")
    .replaceAll("o", "0")
    .replaceAll(/[il]/g, "1");
}

/** The bytes of tidy symbols, or undefined for foreign symbols or filling bits that are not zero. */
export function fromSymbols(symbols: string): Bytes | undefined {
  const bytes: number[] = [];
  let held = 0;
  let heldBits = 0;
  for (const symbol of symbols) {
    const value = alphabet.indexOf(symbol);
    if (value < 0) return undefined;
    held = ((held << 5) | value) & 0xfff;
    heldBits += 5;
    if (heldBits >= 8) bytes.push((held >> (heldBits -= 8)) & 255);
  }
  if (heldBits >= 5 || (held & ((1 << heldBits) - 1)) !== 0) return undefined;
  return Uint8Array.from(bytes);
}

/** `count` symbols of 5 random bits each. */
export const randomSymbols = (count: number): string =>
  Array.from({ length: count }, () => alphabet[randomInt(32)]).join("");

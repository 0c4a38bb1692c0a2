import { passesElevenTest, passesEnterprise, remainder97 } from "../checksums.ts";
import { contextBit } from "../context-kinds.ts";
import type { Reading } from "../reading.ts";
import { sayOf } from "./say.ts";
import { isBegin, isDigit, isEnd } from "./signs.ts";

const digits = new Uint8Array(12);
const signs = new Uint16Array(16);

const isSeparator = (code: number): boolean => code === 0x20 || code === 0x2e || code === 0x2d;

/** Reads so many digits, with at most one separator between two of them. @returns the place behind, or 0 */
function readDigits(codes: Uint16Array, from: number, count: number, into: number): number {
  let at = from;
  for (let place = 0; place < count; place += 1) {
    if (place > 0 && isSeparator(codes[at]!)) at += 1;
    if (!isDigit(codes[at]!)) return 0;
    digits[into + place] = codes[at]! - 0x30;
    at += 1;
  }
  return at;
}

const skipped = (codes: Uint16Array, at: number): number => (isSeparator(codes[at]!) ? at + 1 : at);

/**
 * Dutch btw-id: NL, nine digits, B, two digits. Before 2020 the nine digits pass the 11-test; since then sole traders' numbers
 * leave 1 by 97 over all signs (A = 10 …). Begins at NL, or at the digits where NL is left out.
 */
export function readDutchVat(reading: Reading, start: number, line: number): void {
  const { codes } = reading.window;
  const hasCountry = (codes[start]! | 0x20) === 0x6e && (codes[start + 1]! | 0x20) === 0x6c;
  const from = hasCountry ? skipped(codes, start + 2) : start;
  const afterNine = readDigits(codes, from, 9, 0);
  if (afterNine === 0) return;
  const letter = skipped(codes, afterNine);
  if ((codes[letter]! | 0x20) !== 0x62) return;
  const end = readDigits(codes, skipped(codes, letter + 1), 2, 9);
  if (end === 0 || !isEnd(codes, end) || !isBegin(codes, start)) return;
  signs.set([0x4e, 0x4c]);
  for (let place = 0; place < 9; place += 1) signs[2 + place] = digits[place]! + 0x30;
  signs.set([0x42, digits[9]! + 0x30, digits[10]! + 0x30], 11);
  if (!passesElevenTest(digits) && remainder97(signs, 0, 14) !== 1) return;
  const say = sayOf(reading, start, end, line, contextBit.vat);
  reading.add(
    "vat-nl",
    start,
    end,
    hasCountry ? 0.99 : 0.95,
    say?.reason ? ["checksum", "form", say.reason] : ["checksum", "form"],
  );
}

/** Belgian: BE and the enterprise number, glued or apart. */
export function readBelgianVat(reading: Reading, start: number): void {
  const { codes } = reading.window;
  if ((codes[start]! | 0x20) !== 0x62 || (codes[start + 1]! | 0x20) !== 0x65) return;
  let from = skipped(codes, start + 2);
  if (isSeparator(codes[from]!)) from += 1;
  const end = readDigits(codes, from, 10, 0);
  if (end !== 0 && isEnd(codes, end) && isBegin(codes, start) && passesEnterprise(digits))
    return reading.add("enterprise-be", start, end, 0.99, ["checksum", "form"]);
  // Nine digits, as it was before 2005: the leading zero is left out.
  const short = readDigits(codes, from, 9, 1);
  digits[0] = 0;
  if (short !== 0 && isEnd(codes, short) && isBegin(codes, start) && passesEnterprise(digits))
    reading.add("enterprise-be", start, short, 0.97, ["checksum", "form"]);
}

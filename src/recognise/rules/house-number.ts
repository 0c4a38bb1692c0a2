import type { Reading } from "../reading.ts";
import { natureBit } from "../vocabulary/natures.ts";
import { tokenKind } from "../window.ts";
import { isDigit, isLetter } from "./signs.ts";

const mostDigits = 4;
const additions = new Set("bis ter hs huis zw rd i ii iii iv v bg".split(" "));

/** One to four digits, with letters behind them perhaps, not from 0 on. */
export function isHouseNumber({ window }: Reading, token: number): boolean {
  const { codes, starts } = window;
  const start = starts[token]!;
  const size = window.sizeOf(token);
  if (size > mostDigits + 2 || !isDigit(codes[start]!) || codes[start] === 0x30) return false;
  let digits = 0;
  while (digits < size && isDigit(codes[start + digits]!)) digits += 1;
  return digits <= mostDigits && size - digits <= 2;
}

/** A house number with what belongs to it: `12a`, `12-2`, `12 hs`, `12 bus 3`, `12/4`. @returns the place behind and the next token */
export function houseEnd(reading: Reading, token: number): { end: number; next: number } {
  const { codes, starts, ends, kinds } = reading.window;
  let end = ends[token]!;
  let next = token + 1;
  const isJoined = codes[end] === 0x2d || codes[end] === 0x2f;
  if (isJoined && starts[next] === end + 1 && reading.window.sizeOf(next) <= 4) {
    end = ends[next]!;
    next += 1;
  } else if (
    kinds[next] === tokenKind.word &&
    starts[next] === end + 1 &&
    codes[end] === 0x20 &&
    isAddition(reading, next)
  ) {
    end = ends[next]!;
    next += 1;
  }
  const box = boxEnd(reading, token, end, next);
  return box > 0 ? { end: box, next: next + 2 } : { end, next };
}

/** A letter alone, `bis`, `hs`, `II`. */
function isAddition({ window }: Reading, token: number): boolean {
  const { codes, starts, ends } = window;
  const size = window.sizeOf(token);
  const after = codes[ends[token]!];
  if (size === 1) return codes[starts[token]!]! < 0x80 && after !== 0x2e && after !== 0x27;
  return size <= 4 && additions.has(window.slice(starts[token]!, ends[token]!).toLowerCase());
}

/** Where ` bus 3`, `, bte 12` ends; 0 for none. */
function boxEnd(reading: Reading, token: number, end: number, next: number): number {
  const { codes, starts, ends, words, lines } = reading.window;
  const word = words[next]!;
  if (word < 0 || (reading.dictionary.nature(word) & natureBit.box) === 0) return 0;
  const value = next + 1;
  const gap = starts[value]! - ends[next]!;
  if (lines[next] !== lines[token] || lines[value] !== lines[token] || starts[next]! - end > 3) return 0;
  if (gap > 2 || codes[ends[next]!] === 0x2c || reading.window.sizeOf(value) > 4) return 0;
  const isValue =
    isDigit(codes[starts[value]!]!) || (reading.window.sizeOf(value) === 1 && isLetter(codes[starts[value]!]!));
  return isValue ? ends[value]! : 0;
}

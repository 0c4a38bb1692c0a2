import { valueOf } from "../checksums.ts";
import { contextBit } from "../context-kinds.ts";
import type { Reading } from "../reading.ts";
import { numberLabels } from "../surroundings.ts";
import { tokenKind } from "../window.ts";
import type { Cluster } from "./cluster.ts";
import type { Layouts } from "./layouts.ts";
import { isInUrl, sayOf } from "./say.ts";

/** Dutch area codes of two digits after the 0; the others have three (ACM, Nummerplan telefoon- en ISDN-diensten). */
const shortAreas = new Set([
  10, 13, 14, 15, 20, 23, 24, 26, 30, 33, 35, 36, 38, 40, 43, 45, 46, 50, 53, 55, 58, 70, 71, 72, 73, 74, 75, 76, 77,
  78, 79, 85, 88, 91,
]);
/** Belgian area codes of one digit after the 0; the others have two (BIPT). */
const belgianShort = new Set([2, 3, 4, 9]);
const belgianLong = new Set([
  10, 11, 12, 13, 14, 15, 16, 19, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 63, 64, 65, 67, 68, 69, 71, 80, 81,
  82, 83, 84, 85, 86, 87, 89,
]);

type Sort = "mobile" | "fixed";

/** What ten digits from 0 on are: a Dutch number, or a Belgian mobile one. Numbers of services (0800, 0900) are nobody's. */
function tenDigits(digits: Uint8Array): Sort | undefined {
  const two = valueOf(digits, 1, 2);
  if (digits[1] === 6)
    return digits[2]! >= 1 && digits[2]! <= 9 && two !== 66 && two !== 67 && two !== 69 ? "mobile" : undefined;
  if (digits[1] === 4 && isBelgianMobile(digits, 1)) return "mobile";
  if (two === 80 || two === 90) return undefined;
  return digits[1] !== 0 && (shortAreas.has(two) || (digits[1]! <= 5 && two > 9) || two === 97) ? "fixed" : undefined;
}

const isBelgianMobile = (digits: Uint8Array, at: number): boolean =>
  digits[at] === 4 &&
  (digits[at + 1]! >= 7 ||
    (digits[at + 1] === 6 && digits[at + 2]! >= 0) ||
    (digits[at + 1] === 5 && digits[at + 2]! >= 5));

/** What nine digits from 0 on are: a Belgian fixed number. */
function nineDigits(digits: Uint8Array): Sort | undefined {
  const two = valueOf(digits, 1, 2);
  if (two === 80 || two === 90 || digits[1] === 0) return undefined;
  return belgianShort.has(digits[1]!) || belgianLong.has(two) || two === 70 || two === 78 ? "fixed" : undefined;
}

const telling = contextBit.phone;

function national(reading: Reading, cluster: Cluster, count: number): void {
  const { digits } = cluster;
  if (digits[0] !== 0 || cluster.before === 0x2b) return;
  let length = 0;
  for (let group = 0; group < count; group += 1) length += cluster.groupLengths[group]!;
  const sort = length === 10 ? tenDigits(digits) : length === 9 ? nineDigits(digits) : undefined;
  if (!sort) return foreign(reading, cluster, count);
  if (!isGrouped(cluster, count, length, sort)) return;
  const end = cluster.ends[count - 1]!;
  const start = withBracket(reading.window.codes, cluster.start);
  const say = sayOf(reading, cluster.start, end, cluster.line, telling, numberLabels | contextBit.thing);
  if (!say) {
    // A word for a thing somewhere before is none for a number that is grouped as telephone numbers are.
    const first = cluster.separators[1];
    const isTyped =
      (count > 3 && first === 0x20) || (count > 1 && (sort === "mobile" || first === 0x2d || first === 0x2f));
    const label = reading.near.labelBefore(cluster.start, cluster.line, numberLabels);
    if (isTyped && !label.tight && label.gap > 6) reading.add("phone", start, end, 0.75, ["form"]);
    return;
  }
  const form = count === 1 ? (sort === "mobile" ? 0.7 : 0) : 0.85;
  if (say.confidence > 0) reading.add("phone", start, end, Math.max(form, say.confidence), [say.reason, "form"]);
  else if (form > 0) reading.add("phone", start, end, form, ["form"]);
}

/** A number of another country, as it is dialled there: only the word for a telephone before it tells. */
function foreign(reading: Reading, cluster: Cluster, count: number): void {
  const end = cluster.ends[count - 1]!;
  if (
    count === 1 ||
    cluster.digits[1] === 0 ||
    valueOf(cluster.digits, 1, 2) === 80 ||
    valueOf(cluster.digits, 1, 2) === 90
  )
    return;
  const before = reading.near.labelBefore(cluster.start, cluster.line, telling | numberLabels);
  if (before.tight && (before.bits & telling) !== 0)
    reading.add("phone", withBracket(reading.window.codes, cluster.start), end, 0.8, ["label:phone"]);
}

/** The first group is the area or what a mobile begins with; the rest in groups of two to four, or at once. */
function isGrouped(cluster: Cluster, count: number, length: number, sort: Sort): boolean {
  if (count === 1) return true;
  const { digits } = cluster;
  const first = cluster.groupLengths[0]!;
  if (first === 1) return cluster.groupLengths[1] === 1 || sort === "fixed";
  const isDutchMobile = length === 10 && digits[1] === 6;
  if (isDutchMobile) return first === 2 || first === 4 || first === 3;
  if (sort === "mobile") return first === 4 || first === 2;
  if (length === 10) return first === (shortAreas.has(valueOf(digits, 1, 2)) ? 3 : 4) || first === 2;
  return first === (belgianShort.has(digits[1]!) ? 2 : 3) || first === 4;
}

const withBracket = (codes: Uint16Array, start: number): number => (codes[start - 1] === 0x28 ? start - 1 : start);

export const phoneLayouts: Layouts = [
  [
    national,
    [10],
    [2, 8],
    [3, 7],
    [4, 6],
    [2, 2, 2, 2, 2],
    [3, 3, 4],
    [3, 3, 2, 2],
    [4, 2, 2, 2],
    [4, 3, 3],
    [2, 4, 4],
    [3, 4, 3],
    [2, 3, 3, 2],
    [3, 2, 2, 3],
    [4, 2, 4],
    [2, 2, 3, 3],
    [2, 3, 2, 3],
    [2, 2, 2, 4],
    [4, 4, 2],
    [3, 2, 3, 2],
    [1, 1, 8],
    [9],
    [2, 7],
    [3, 6],
    [2, 3, 2, 2],
    [3, 2, 2, 2],
    [2, 3, 4],
    [3, 3, 3],
    [2, 2, 2, 3],
    [2, 4, 3],
    [4, 5],
    [2, 2, 3, 2],
    [2, 2, 6],
    [2, 4, 2, 2],
    [2, 3, 5],
    [5, 6],
    [5, 3, 3],
    [4, 3, 4],
    [3, 4, 4],
    [1, 3, 2, 2, 2],
  ],
];

const shortest = 7;
const longest = 15;
const bufferDigits = new Uint8Array(16);

/**
 * E.164 after `+` or `00`: country code, an optional `(0)`, seven to fifteen digits in all. NL and BE are held to their plans.
 * The same for `(020) 123 45 67`. `token` is the first group of digits.
 */
export function readInternational(reading: Reading, token: number): void {
  const { codes, starts, kinds, lines, ends } = reading.window;
  const first = starts[token]!;
  // `+ 31 6 …` too.
  const isPlus = codes[first - 1] === 0x2b || (codes[first - 1] === 0x20 && codes[first - 2] === 0x2b);
  const isZeros = codes[first] === 0x30 && codes[first + 1] === 0x30;
  const isBracket =
    codes[first - 1] === 0x28 && codes[first] === 0x30 && codes[first + 1] !== 0x30 && codes[ends[token]!] === 0x29;
  if (kinds[token] !== tokenKind.digits || !(isPlus || isZeros || isBracket)) return;
  let digits = 0;
  let end = first;
  let at = isZeros && !isPlus ? first + 2 : first;
  let gap = 0;
  for (; digits <= longest; at += 1) {
    const code = codes[at]!;
    if (code >= 0x30 && code <= 0x39) {
      // The 0 in brackets is left out when dialled from abroad.
      const isOptional = code === 0x30 && codes[at - 1] === 0x28 && codes[at + 1] === 0x29 && at > first;
      if (digits === longest + 1) return;
      if (!isOptional) bufferDigits[digits++] = code - 0x30;
      end = at + 1;
      gap = 0;
    } else if (
      isPhoneSeparator(code) &&
      (digits > 0 || (isZeros && at === first + 2)) &&
      (gap < 2 || (gap === 2 && code === 0x20))
    )
      gap += 1;
    else break;
  }
  const isLetterNext = (codes[end]! | 0x20) >= 0x61 && (codes[end]! | 0x20) <= 0x7a;
  if (isLetterNext || digits < shortest || digits > longest || isInUrl(codes, first)) return;
  const isApart = isPlus && codes[first - 1] === 0x20;
  const prefix = isApart ? first - 2 : isPlus || isBracket ? first - 1 : first;
  // `(+31) 6 …`, `(0031) 6 …`
  const start = codes[prefix - 1] === 0x28 && codes[ends[token]!] === 0x29 ? prefix - 1 : prefix;
  if (isBracket) return addBracketed(reading, start, end, digits);
  if (codes[prefix - 1] === 0x2b || (codes[prefix - 1]! >= 0x30 && codes[prefix - 1]! <= 0x39 && isPlus)) return;
  const known = isDialled(digits);
  if (known === false) return;
  const say = sayOf(reading, start, end, lines[token]!, telling);
  const isAbroad = isZeros && neighbours.has(valueOf(bufferDigits, 0, 2)) && hasGroups(codes, first, end);
  const form = isPlus ? (known ? 0.97 : 0.85) : known ? 0.85 : isAbroad ? 0.75 : 0;
  if (say === undefined && !(isPlus && known)) return;
  const confidence = Math.max(form, say?.confidence ?? 0);
  if (confidence > 0) reading.add("phone", start, end, confidence, say?.reason ? [say.reason, "form"] : ["form"]);
}

/** Countries that people here call: Greece to the Netherlands' neighbours. */
const neighbours = new Set([30, 33, 34, 39, 41, 43, 44, 45, 46, 47, 48, 49]);
const hasGroups = (codes: Uint16Array, from: number, to: number): boolean => {
  let groups = 0;
  for (let at = from; at < to; at += 1) if (isPhoneSeparator(codes[at]!)) groups += 1;
  return groups >= 3;
};

function addBracketed(reading: Reading, start: number, end: number, digits: number): void {
  const sort = digits === 10 ? tenDigits(bufferDigits) : digits === 9 ? nineDigits(bufferDigits) : undefined;
  if (sort) reading.add("phone", start, end, 0.9, ["form"]);
}

const isPhoneSeparator = (code: number): boolean =>
  code === 0x20 || code === 0x2e || code === 0x2d || code === 0x2f || code === 0x28 || code === 0x29;

/** True for a Dutch or Belgian number, false for one that can't be, `undefined` for other countries. */
function isDialled(digits: number): boolean | undefined {
  const country = valueOf(bufferDigits, 0, 2);
  // +1 has ten digits behind it.
  if (bufferDigits[0] === 1 && digits !== 11) return false;
  if (country !== 31 && country !== 32) return bufferDigits[0] === 0 ? false : undefined;
  // As it is dialled at home: the 0 in place of the country, also where both were written.
  const isDoubled = bufferDigits[2] === 0;
  const home = new Uint8Array(16);
  home.set(bufferDigits.subarray(isDoubled ? 3 : 2), 1);
  const length = digits - (isDoubled ? 2 : 1);
  if (country === 31) return length === 10 && tenDigits(home) !== undefined;
  // Behind +32 all that begins with 4 and has nine digits is mobile; fixed numbers have eight.
  return length === 10 ? home[1] === 4 : length === 9 && nineDigits(home) !== undefined;
}

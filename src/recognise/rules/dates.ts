import { contextBit } from "../context-kinds.ts";
import type { Reading } from "../reading.ts";
import { monthOf } from "../vocabulary/natures.ts";
import { casing, tokenKind } from "../window.ts";
import { isDigit } from "./signs.ts";
import { sayOf } from "./say.ts";

const earliestYear = 1900;
const latestYear = 2035;
const dateLabels = contextBit.birth | contextBit.otherDate;
const farthestBirth = 60;

interface DateAt {
  readonly start: number;
  readonly end: number;
}

const joints = new Set([0x2d, 0x2f, 0x2e, 0x20]);

function numberAt(reading: Reading, token: number): number {
  const { codes, starts, ends } = reading.window;
  let value = 0;
  for (let at = starts[token]!; at < ends[token]! && value < 100_000; at += 1) value = value * 10 + codes[at]! - 0x30;
  return value;
}

const isYear = (value: number, size: number): boolean =>
  (size === 4 && value >= earliestYear && value <= latestYear) || size === 2;
const isDay = (value: number, size: number): boolean => size <= 2 && value >= 1 && value <= 31;
const isMonth = (value: number, size: number): boolean => size <= 2 && value >= 1 && value <= 12;

/** A date in digits alone: day, month, year or the other way round, with `-`, `/`, `.` or spaces. */
function numericDate(reading: Reading, token: number): DateAt | undefined {
  const { codes, kinds, starts, ends } = reading.window;
  const start = starts[token]!;
  if (kinds[token + 1] !== tokenKind.digits || kinds[token + 2] !== tokenKind.digits) return undefined;
  const joint = gapOf(reading, token);
  if (joint === 0 || joint !== gapOf(reading, token + 1)) return undefined;
  const sizes = [0, 1, 2].map((each) => reading.window.sizeOf(token + each)) as [number, number, number];
  const values = [0, 1, 2].map((each) => numberAt(reading, token + each)) as [number, number, number];
  const dayFirst = isDay(values[0], sizes[0]) && isMonth(values[1], sizes[1]) && isYear(values[2], sizes[2]);
  const monthFirst =
    isMonth(values[0], sizes[0]) && isDay(values[1], sizes[1]) && isYear(values[2], sizes[2]) && joint === 0x2f;
  const yearFirst =
    sizes[0] === 4 && isYear(values[0], sizes[0]) && isMonth(values[1], sizes[1]) && isDay(values[2], sizes[2]);
  if (!dayFirst && !yearFirst && !monthFirst) return undefined;
  const end = ends[token + 2]!;
  if (joint !== 0x20 && codes[end] === joint && isDigit(codes[end + 1]!)) return undefined;
  return joint !== 0x20 && codes[start - 1] === joint && isDigit(codes[start - 2]!) ? undefined : { start, end };
}

/** The one separator behind a token, with a space on either side of it perhaps; 0 where there is another. */
function gapOf(reading: Reading, token: number): number {
  const { codes, starts, ends } = reading.window;
  const from = ends[token]!;
  const gap = starts[token + 1]! - from;
  if (gap === 1) return joints.has(codes[from]!) ? codes[from]! : 0;
  // `3-4-'85` leaves the century out.
  if (gap === 2)
    return (codes[from + 1] === 0x20 || codes[from + 1] === 0x27) && joints.has(codes[from]!) ? codes[from]! : 0;
  return gap === 3 && codes[from] === 0x20 && codes[from + 2] === 0x20 && codes[from + 1] !== 0x20
    ? codes[from + 1]!
    : 0;
}

/** `3 maart 1980`, `1er mai 1975`, `3rd of March, 1980`. */
function writtenDate(reading: Reading, token: number): DateAt | undefined {
  const { kinds, starts, ends, words, lines } = reading.window;
  const size = reading.window.sizeOf(token);
  const isOrdinal = kinds[token] === tokenKind.mixed && size >= 3 && size <= 4;
  const day = numberAt(reading, token);
  if (!isOrdinal && !isDay(day, size)) return undefined;
  let month = token + 1;
  if (reading.window.sizeOf(month) === 2 && month - token === 1 && !hasMonth(reading, month)) month += 1;
  if (words[month]! < 0 || !hasMonth(reading, month) || lines[month]! - lines[token]! > 1) return undefined;
  const year = month + 1;
  if (kinds[year] !== tokenKind.digits || starts[year]! - ends[month]! > 3) return undefined;
  return isYear(numberAt(reading, year), reading.window.sizeOf(year))
    ? { start: starts[token]!, end: ends[year]! }
    : undefined;
}

/** `March 3, 1980`, `March 3rd 1980`. */
function monthFirstDate(reading: Reading, token: number): DateAt | undefined {
  const { kinds, starts, ends, lines } = reading.window;
  const [day, year] = [token + 1, token + 2];
  if (kinds[day] !== tokenKind.digits && kinds[day] !== tokenKind.mixed) return undefined;
  if (reading.window.sizeOf(day) > 4 || starts[day]! - ends[token]! > 2 || starts[year]! - ends[day]! > 2)
    return undefined;
  if (kinds[year] !== tokenKind.digits || lines[year] !== lines[token]) return undefined;
  return reading.window.sizeOf(year) === 4 && isYear(numberAt(reading, year), 4)
    ? { start: starts[token]!, end: ends[year]! }
    : undefined;
}

const hasMonth = ({ window, dictionary }: Reading, token: number): boolean =>
  window.words[token]! >= 0 && monthOf(dictionary.nature(window.words[token]!)) > 0;

/** Dates that words call a birth; the year of birth alone does not count. */
export function readDate(reading: Reading, token: number): void {
  const isNumber = reading.window.kinds[token] !== tokenKind.word;
  const date = isNumber
    ? (numericOf(reading, token) ?? writtenDate(reading, token))
    : hasMonth(reading, token)
      ? monthFirstDate(reading, token)
      : undefined;
  if (date) judge(reading, token, date);
}

const numericOf = (reading: Reading, token: number): DateAt | undefined =>
  reading.window.kinds[token] === tokenKind.digits ? (numericDate(reading, token) ?? glued(reading, token)) : undefined;

/** `19800312` is one, where its column or label says so. */
function glued(reading: Reading, token: number): DateAt | undefined {
  const { starts, ends } = reading.window;
  const start = starts[token]!;
  const end = ends[token]!;
  if (end - start !== 8) return undefined;
  const before = reading.near.labelBefore(start, reading.window.lines[token]!, dateLabels);
  const isBirth = before.tight && (before.bits & contextBit.birth) !== 0;
  return isBirth || (reading.near.column(start, reading.window.lines[token]!) & contextBit.birth) !== 0
    ? { start, end }
    : undefined;
}

function judge(reading: Reading, token: number, { start, end }: DateAt): void {
  const { codes, lines } = reading.window;
  const line = lines[token]!;
  if (isBornSign(codes, start, end)) return add(reading, start, end, 0.85, ["sign:birth"]);
  const isNext = reading.lastBirth > 0 && isListed(codes, reading.lastBirth, start);
  if (isNext) return add(reading, start, end, 0.85, ["list:birth"]);
  const say = sayOf(reading, start, end, line, contextBit.birth, dateLabels);
  if (!say || say.confidence < 0.9) {
    if (isChild(reading, start, end, line)) add(reading, start, end, 0.75, ["near:person"]);
    else if (isBirthBehind(reading, start, end, line)) add(reading, start, end, 0.8, ["label:birth"]);
    return;
  }
  // Another date nearer to the word is the one that it speaks of.
  const before = reading.near.labelBefore(start, line, dateLabels);
  if (say.reason.startsWith("label") && (before.bits & contextBit.birth) !== 0) {
    if (before.gap > farthestBirth || hasYear(codes, start - before.gap, start)) return;
    if (!before.tight && strangeWords(reading, start - before.gap, token) > 1) return;
  }
  add(reading, start, end, say.confidence, [say.reason, "form"]);
}

function add(reading: Reading, start: number, end: number, confidence: number, reasons: readonly string[]): void {
  reading.add("date-of-birth", start, end, confidence, reasons);
  reading.lastBirth = end;
}

/** ` en `, `, `, `, kind 2: ` after a date of birth: one more of them. */
function isListed(codes: Uint16Array, from: number, to: number): boolean {
  if (to - from > 14 || to <= from) return false;
  for (let at = from; at < to; at += 1) {
    const code = codes[at]!;
    if (code === 0x0a || code === 0x3b || code === 0x29 || code === 0x28) return false;
    if (code === 0x2e && codes[at + 1] === 0x20) return false;
  }
  const first = codes[from] === 0x20 ? codes[from + 1]! | 0x20 : codes[from]!;
  // ` en `, ` et `, ` and `, ` & `; else a comma with a short name.
  return first === 0x65 || first === 0x61 || first === 0x26 ? to - from <= 6 : first === 0x2c && codes[to - 2] === 0x3a;
}

/** `zoon Tim (12-03-2012)`: in brackets behind a name that a word for a person introduces. */
function isChild({ near, window }: Reading, start: number, end: number, line: number): boolean {
  const { codes } = window;
  if (codes[start - 1] !== 0x28 || codes[end] !== 0x29) return false;
  const before = near.labelBefore(start, line, contextBit.name | dateLabels);
  const token = window.tokenAt(start) - 1;
  const isName = token >= 0 && window.ends[token] === start - 2 && window.casings[token] === casing.capitalised;
  return isName && (before.bits & contextBit.name) !== 0 && before.gap <= 32;
}

/** `op 3 maart 1980 te Gent geboren`: the word a little behind, and no other number between. */
function isBirthBehind({ near, window }: Reading, start: number, end: number, line: number): boolean {
  const behind = near.labelAfter(end, line, dateLabels);
  if ((behind.bits & contextBit.birth) === 0 || behind.gap > 24) return false;
  if (near.labelBefore(start, line, dateLabels).tight) return false;
  for (let at = end; at < end + behind.gap; at += 1) {
    const code = window.codes[at]!;
    if (isDigit(code) || code === 0x2c || code === 0x3b || code === 0x29 || code === 0x3a) return false;
    if (code === 0x2e && window.codes[at + 1] === 0x20) return false;
  }
  return true;
}

/** `°12/03/1980` and `(* 12.03.1980`, as genealogists and Belgian offices write. */
function isBornSign(codes: Uint16Array, start: number, end: number): boolean {
  const sign = codes[start - 1] === 0x20 ? start - 2 : start - 1;
  if (codes[sign] === 0xb0) return true;
  // `° Gent, 12 maart 1980`, `° te Gent op …`
  for (let at = sign; at > sign - 24 && at >= 0; at -= 1) {
    const code = codes[at]!;
    if (code === 0x0a || isDigit(code) || code === 0x29) break;
    if (code === 0xb0) return !isDigit(codes[at - 1] ?? 0) && (codes[at - 1]! | 0x20) !== 0x6e;
  }
  return codes[sign] === 0x2a && codes[sign - 1] === 0x28 && codes[end] !== 0x2a;
}

const usual = new Set(
  "te op in de het den en of is was werd wordt zij ze hij kind plaats zondag maandag dinsdag woensdag donderdag vrijdag zaterdag à a au le la les un une et du lundi mardi mercredi jeudi vendredi samedi dimanche on the of at and he she am im dd mm jj jjjj yyyy aaaa jour mois année datum date lieu ville stad day month year".split(
    " ",
  ),
);

/** Words without a capital between a label and a date that say something else: another date's label, an event. */
function strangeWords({ window }: Reading, from: number, token: number): number {
  const { starts, ends, kinds, casings } = window;
  let count = 0;
  for (let at = token - 1; at >= 0 && starts[at]! >= from; at -= 1) {
    if (kinds[at] !== tokenKind.word || casings[at] !== casing.lower) continue;
    if (!usual.has(window.slice(starts[at]!, ends[at]!))) count += 1;
  }
  return count;
}

/** Four digits in a row, or two behind a slash: some other date. */
function hasYear(codes: Uint16Array, from: number, to: number): boolean {
  let run = 0;
  for (let at = from; at < to; at += 1) {
    run = isDigit(codes[at]!) ? run + 1 : 0;
    if (run === 4) return true;
  }
  return false;
}

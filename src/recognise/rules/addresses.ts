import { contextBit } from "../context-kinds.ts";
import type { Reading } from "../reading.ts";
import { natureBit } from "../vocabulary/natures.ts";
import { casing, tokenKind } from "../window.ts";
import { postcodeAt, type Postcode } from "./postcode.ts";
import { streetBefore, streetFrom } from "./street.ts";
import { isDigit, isLetter } from "./signs.ts";

const mostNumber = 5;
const suffixes = new Set(["bis", "ter", "III"]);
const before = new Set(["te", "in", "à", "a"]);

/** A house number with what belongs to it: `12a`, `12-2`, `12 bus 3`, `12/4`. @returns the place behind and the next token */
function houseEnd(reading: Reading, token: number): { end: number; next: number } {
  const { codes, starts, ends, kinds, words, lines } = reading.window;
  let end = ends[token]!;
  let next = token + 1;
  if ((codes[end] === 0x2d || codes[end] === 0x2f) && starts[next] === end + 1 && reading.window.sizeOf(next) <= 4) {
    end = ends[next]!;
    next += 1;
  } else if (kinds[next] === tokenKind.word && starts[next] === end + 1 && codes[end] === 0x20) {
    const after = codes[ends[next]!];
    const isLetterAlone =
      reading.window.sizeOf(next) === 1 && codes[starts[next]!]! < 0x80 && after !== 0x2e && after !== 0x27;
    if (
      isLetterAlone ||
      (reading.window.sizeOf(next) === 3 && suffixes.has(reading.window.slice(starts[next]!, ends[next]!)))
    ) {
      end = ends[next]!;
      next += 1;
    }
  }
  const word = words[next]!;
  const isBox = word >= 0 && (reading.dictionary.nature(word) & natureBit.box) !== 0 && lines[next] === lines[token];
  if (
    isBox &&
    starts[next]! - end <= 3 &&
    starts[next + 1]! - ends[next]! <= 2 &&
    reading.window.sizeOf(next + 1) <= 4 &&
    lines[next + 1] === lines[token]
  ) {
    const hasDigit = isDigit(codes[starts[next + 1]!]!) || reading.window.sizeOf(next + 1) === 1;
    if (hasDigit) {
      end = ends[next + 1]!;
      next += 2;
    }
  }
  return { end, next };
}

/** A street before a house number, and the postcode and place behind it. */
export function readAddress(reading: Reading, token: number): void {
  const { starts, kinds, codes } = reading.window;
  if (reading.window.sizeOf(token) > mostNumber || !isDigit(codes[starts[token]!]!)) return;
  const alone = postcodeAt(reading, token);
  if (alone) addPostcode(reading, token, alone);
  if (token === 0 || kinds[token - 1] !== tokenKind.word || codes[starts[token]!] === 0x30) return;
  const street = streetBefore(reading, token);
  if (!street) return;
  const { end, next } = houseEnd(reading, token);
  add(reading, { start: street.start, end, next, sure: street.sure, line: reading.window.lines[token]! });
}

/** `16, rue de la Loi, 1000 Bruxelles`: the number first. */
export function readFrenchAddress(reading: Reading, token: number): void {
  const { starts, ends, kinds, codes, lines } = reading.window;
  if (token === 0 || kinds[token - 1] === tokenKind.word || !isDigit(codes[starts[token - 1]!]!)) return;
  if (
    reading.window.sizeOf(token - 1) > 4 ||
    starts[token]! - ends[token - 1]! > 2 ||
    lines[token - 1] !== lines[token]
  )
    return;
  // `22nd Avenue` is no house number.
  const isPlain =
    kinds[token - 1] === tokenKind.digits || isDigit(codes[ends[token - 1]! - 2]!) || isBis(codes, ends[token - 1]!);
  const street = isPlain ? streetFrom(reading, token) : undefined;
  if (street)
    add(reading, { start: starts[token - 1]!, end: street.end, next: street.next, sure: true, line: lines[token]! });
}

const isBis = (codes: Uint16Array, end: number): boolean =>
  (codes[end - 1]! | 0x20) === 0x73 && (codes[end - 2]! | 0x20) === 0x69;

interface Part {
  readonly start: number;
  readonly end: number;
  /** The token behind it. */
  readonly next: number;
  readonly sure: boolean;
  readonly line: number;
}

function add(reading: Reading, part: Part): void {
  const postcode = behind(reading, part);
  const isLabelled = (reading.near.around(part.start, part.end, 60) & contextBit.address) !== 0;
  const isColumn = (reading.near.column(part.start, part.line) & contextBit.address) !== 0;
  if (postcode && (postcode.sure || part.sure || isLabelled))
    reading.add(
      "address",
      part.start,
      postcode.end,
      part.sure ? 0.97 : 0.88,
      part.sure ? ["form:street", "form:postcode"] : ["form:postcode"],
    );
  else if (part.sure)
    reading.add("address", part.start, part.end, isLabelled || isColumn ? 0.92 : 0.8, ["form:street"]);
  else if (isColumn || (isLabelled && isNear(reading, part)))
    reading.add("address", part.start, part.end, 0.7, ["near:address"]);
}

/** The word for an address stands just before. */
const isNear = ({ near }: Reading, { start, end, line }: Part): boolean =>
  end - start > 7 && near.labelBefore(start, line, contextBit.address).gap <= 3;

/** Postcode and place, on the line or at the beginning of the next. */
function behind(reading: Reading, { end, next, line }: Part): Postcode | undefined {
  const { starts, codes, lines, tokens } = reading.window;
  if (next >= tokens || starts[next]! - end > 6 || lines[next]! - line > 2) return undefined;
  for (let at = end; at < starts[next]!; at += 1) if (isLetter(codes[at]!) || codes[at] === 0x21) return undefined;
  // `te 2000 Antwerpen`, `à 4000 Liège`
  if (
    reading.window.sizeOf(next) <= 2 &&
    before.has(reading.window.slice(starts[next]!, reading.window.ends[next]!)) &&
    starts[next + 1] === reading.window.ends[next]! + 1
  )
    return postcodeAt(reading, next + 1);
  // `B-1000 Brussel`, `NL-1234 AB`
  const isCountry = reading.window.sizeOf(next) <= 2 && codes[reading.window.ends[next]!] === 0x2d;
  return postcodeAt(reading, isCountry ? next + 1 : next);
}

/** A postcode without a street says where somebody lives where a house number or a word for an address is with it. */
function addPostcode(reading: Reading, token: number, postcode: Postcode): void {
  const { starts, lines, kinds, casings, codes, ends } = reading.window;
  const start = starts[token]!;
  const isLabelled = (reading.near.around(start, postcode.end, 50) & contextBit.address) !== 0;
  const isColumn = (reading.near.column(start, lines[token]!) & contextBit.address) !== 0;
  if (postcode.dutch && !postcode.place && kinds[postcode.next] !== tokenKind.word && houseFollows(reading, postcode)) {
    const end = ends[postcode.next]!;
    return reading.add("address", start, end, isLabelled ? 0.85 : 0.6, ["form:postcode"]);
  }
  if (postcode.dutch && (isLabelled || isColumn || (postcode.sure && postcode.known)))
    reading.add("address", start, postcode.end, isLabelled || isColumn ? 0.85 : 0.7, ["form:postcode"]);
  else if (
    !postcode.dutch &&
    postcode.known &&
    isLabelled &&
    !(casings[token - 1] === casing.lower && codes[start - 1] !== 0x20)
  )
    reading.add("address", start, postcode.end, 0.75, ["form:postcode", "near:address"]);
}

function houseFollows({ window }: Reading, { end, next }: Postcode): boolean {
  const gap = window.starts[next]! - end;
  return (
    gap > 0 &&
    gap <= 2 &&
    window.ends[next]! - window.starts[next]! <= 4 &&
    isDigit(window.codes[window.starts[next]!]!)
  );
}

import { contextBit } from "../context-kinds.ts";
import type { Reading } from "../reading.ts";
import { natureBit } from "../vocabulary/natures.ts";
import { casing, tokenKind } from "../window.ts";
import { readEnglishAddress } from "./english-address.ts";
import { houseEnd, isHouseNumber } from "./house-number.ts";
import { postcodeAt, type Postcode } from "./postcode.ts";
import { type Street, streetBefore, streetFrom } from "./street.ts";
import { isDigit, isLetter } from "./signs.ts";

const before = new Set(["te", "in", "à", "a"]);
/** From here on a number behind a street without a postcode is a year or a quantity. */
const largest = 1_000;

/** A street before a house number, and the postcode and place behind it. */
export function readAddress(reading: Reading, token: number): void {
  const { starts, kinds, codes, lines } = reading.window;
  if (!isDigit(codes[starts[token]!]!)) return;
  const alone = postcodeAt(reading, token);
  if (alone) addPostcode(reading, token, alone);
  readEnglishAddress(reading, token);
  if (token === 0 || !isHouseNumber(reading, token)) return;
  if (kinds[token - 1] !== tokenKind.word) return;
  const street = streetBefore(reading, token);
  if (!street) return;
  const { end, next } = houseEnd(reading, token);
  const isLarge = reading.window.sizeOf(token) >= 4 && numberOf(reading, token) >= largest;
  add(reading, { ...street, isLarge, end, next, line: lines[token]! });
}

function numberOf({ window }: Reading, token: number): number {
  let value = 0;
  for (let at = window.starts[token]!; isDigit(window.codes[at]!); at += 1)
    value = value * 10 + window.codes[at]! - 0x30;
  return value;
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
  if (!street) return;
  const part = { start: starts[token - 1]!, end: street.end, next: street.next, line: lines[token]! };
  add(reading, { ...part, sure: true, loose: false, weak: false, small: false, bare: false, isLarge: false });
}

const isBis = (codes: Uint16Array, end: number): boolean =>
  (codes[end - 1]! | 0x20) === 0x73 && (codes[end - 2]! | 0x20) === 0x69;

interface Part extends Street {
  readonly end: number;
  /** The token behind it. */
  readonly next: number;
  readonly line: number;
  readonly isLarge: boolean;
}

function add(reading: Reading, part: Part): void {
  const postcode = behind(reading, part) ?? inFront(reading, part);
  const isLabelled = (reading.near.around(part.start, part.end, 60) & contextBit.address) !== 0;
  const isColumn = (reading.near.column(part.start, part.line) & contextBit.address) !== 0;
  const start = Math.min(part.start, postcode?.start ?? part.start);
  const end = Math.max(part.end, postcode?.end ?? part.end);
  if (
    postcode &&
    ((postcode.sure && (!part.weak || postcode.place)) ||
      (!part.weak && (part.sure || part.small || isLabelled || postcode.isForm)))
  )
    return reading.add("address", start, end, part.sure ? 0.97 : 0.88, [
      ...(part.sure ? ["form:street"] : []),
      "form:postcode",
    ]);
  if (part.weak || (part.isLarge && !isLabelled && !isColumn)) return;
  const town = townBehind(reading, part);
  const isPlaced = town > 0 || isAtStreet(reading, part);
  const confidence =
    part.sure && !part.bare
      ? isLabelled || isColumn
        ? 0.92
        : 0.8
      : isColumn || (isLabelled && isNear(reading, part))
        ? 0.7
        : (part.sure || part.loose || part.small) && isPlaced
          ? 0.7
          : 0;
  if (confidence > 0)
    reading.add("address", part.start, town > 0 ? town : part.end, confidence, [
      part.sure ? "form:street" : "near:address",
    ]);
}

const atWords = new Set("aan op in de het la au".split(" "));

/** `aan de Noorderhaven 23`, `in de kerkstraat 12`. */
function isAtStreet({ window }: Reading, { start, small }: Part): boolean {
  const token = window.tokenAt(start) - 1;
  if (token < 1 || window.ends[token]! !== start - 1) return false;
  const word = window.slice(window.starts[token]!, window.ends[token]!).toLowerCase();
  const farther = window.slice(window.starts[token - 1]!, window.ends[token - 1]!).toLowerCase();
  return small
    ? atWords.has(word)
    : (word === "de" || word === "het") && (farther === "aan" || farther === "op" || farther === "in");
}

/** Where the place ends behind a street without postcode: `, Haren`, ` te Zwolle`; 0 for none that is known. */
function townBehind({ window, dictionary }: Reading, { end, next, line }: Part): number {
  const { starts, ends, kinds, casings, words, codes, lines } = window;
  if (lines[next] !== line || kinds[next] !== tokenKind.word || starts[next]! - end > 2) return 0;
  const isSmall = before.has(window.slice(starts[next]!, ends[next]!));
  if (!isSmall && codes[end] !== 0x2c) return 0;
  const town = isSmall ? next + 1 : next;
  if (casings[town] === casing.lower || words[town]! < 0 || starts[town]! - ends[town - 1]! > 2) return 0;
  return (dictionary.nature(words[town]!) & natureBit.place) !== 0 ? ends[town]! : 0;
}

/** The word for an address stands just before, with a colon, comma or end of line between. */
function isNear({ near, window }: Reading, { start, end, line }: Part): boolean {
  const { gap } = near.labelBefore(start, line, contextBit.address);
  if (end - start <= 7 || gap > 3) return false;
  for (let at = start - gap; at < start; at += 1) {
    const code = window.codes[at]!;
    if (code === 0x3a || code === 0x0a || code === 0x2c) return true;
  }
  return false;
}

interface PostcodeNear {
  readonly start: number;
  readonly end: number;
  readonly sure: boolean;
  /** With the name of a place. */
  readonly place: boolean;
  /** Behind a comma or on a line of its own, and no year. */
  readonly isForm: boolean;
}

/** Postcode and place, on the line or at the beginning of the next. */
function behind(reading: Reading, { end, next, line }: Part): PostcodeNear | undefined {
  const { starts, codes, lines, tokens, ends } = reading.window;
  if (next >= tokens || starts[next]! - end > 6 || lines[next]! - line > 2) return undefined;
  for (let at = end; at < starts[next]!; at += 1) if (isLetter(codes[at]!) || codes[at] === 0x21) return undefined;
  const size = reading.window.sizeOf(next);
  // `te 2000 Antwerpen`, `à 4000 Liège`
  const isLinked =
    size <= 2 && before.has(reading.window.slice(starts[next]!, ends[next]!)) && starts[next + 1] === ends[next]! + 1;
  // `B-1000 Brussel`, `NL-1234 AB`
  const isCountry = size <= 2 && codes[ends[next]!] === 0x2d;
  const token = isLinked || isCountry ? next + 1 : next;
  const postcode = postcodeAt(reading, token) ?? foreignPostcode(reading, token);
  const isApart =
    codes[end] === 0x2c || lines[next]! > line || isCountry || (codes[end] === 0x20 && codes[end + 1] === 0x2d);
  const year = numberOf(reading, token);
  return postcode && { start: starts[next]!, ...postcode, isForm: isApart && (year < 1_900 || year > 2_099) };
}

/** `5000 Namur, rue de Fer 48`: postcode and place before the street. */
function inFront(reading: Reading, { start, line }: Part): PostcodeNear | undefined {
  const { starts, lines, kinds, codes } = reading.window;
  const first = reading.window.tokenAt(start) - 1;
  for (let token = first; token >= 0 && token > first - 5 && lines[token]! >= line - 1; token -= 1) {
    if (kinds[token] === tokenKind.word) continue;
    const postcode = kinds[token] === tokenKind.digits ? postcodeAt(reading, token) : undefined;
    if (!postcode || postcode.end > start || start - postcode.end > 3) return undefined;
    const isJoined = codes[postcode.end] === 0x2c || codes[postcode.end] === 0x0a || codes[postcode.end + 1] === 0x2d;
    return isJoined && postcode.known ? { ...postcode, start: starts[token]!, isForm: true } : undefined;
  }
  return undefined;
}

/** Five digits and a place: Germany, France and others. */
function foreignPostcode({ window }: Reading, token: number): { end: number; sure: false; place: true } | undefined {
  const { starts, ends, kinds, casings, lines } = window;
  const place = token + 1;
  if (kinds[token] !== tokenKind.digits || window.sizeOf(token) !== 5 || kinds[place] !== tokenKind.word)
    return undefined;
  const isPlace =
    casings[place] === casing.capitalised && lines[place] === lines[token] && starts[place] === ends[token]! + 1;
  return isPlace ? { end: ends[place]!, sure: false, place: true } : undefined;
}

/** A postcode without a street says where somebody lives where a house number or a word for an address is with it. */
function addPostcode(reading: Reading, token: number, postcode: Postcode): void {
  const { starts, lines, kinds, casings, codes, ends } = reading.window;
  const start = starts[token]!;
  const isLabelled = (reading.near.around(start, postcode.end, 50) & contextBit.address) !== 0;
  const isColumn = (reading.near.column(start, lines[token]!) & contextBit.address) !== 0;
  if (postcode.dutch && !postcode.place && kinds[postcode.next] !== tokenKind.word && houseFollows(reading, postcode)) {
    const end = ends[postcode.next]!;
    const isShort = reading.window.sizeOf(postcode.next) <= 3;
    if (isLabelled || isShort) reading.add("address", start, end, isLabelled ? 0.85 : 0.6, ["form:postcode"]);
    return;
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
    window.codes[end] !== 0x25 &&
    window.ends[next]! - window.starts[next]! <= 4 &&
    isDigit(window.codes[window.starts[next]!]!)
  );
}

import type { Reading } from "../reading.ts";
import { natureBit } from "../vocabulary/natures.ts";
import { casing, tokenKind } from "../window.ts";
import { isCapital, isDigit, isLetter } from "./signs.ts";

export interface Postcode {
  readonly end: number;
  readonly next: number;
  readonly dutch: boolean;
  /** Dutch letters in capitals, or a Belgian one with a place that is known. */
  readonly sure: boolean;
  readonly place: boolean;
  readonly known: boolean;
}

const refused = new Set(["SA", "SD", "SS"]);
const between = new Set("aan den de der op in ter te onder la le les sur sous en bij het à lez lès".split(" "));

/** `1234 AB Plaats` or `1000 Brussel` from a token on. The Dutch letters are never SA, SD, SS. */
export function postcodeAt(reading: Reading, token: number): Postcode | undefined {
  const { codes, starts, ends, kinds, lines } = reading.window;
  const start = starts[token]!;
  const size = ends[token]! - start;
  if (
    codes[start] === 0x30 ||
    !isDigit(codes[start]!) ||
    !isDigit(codes[start + 1]!) ||
    !isDigit(codes[start + 2]!) ||
    !isDigit(codes[start + 3]!)
  )
    return undefined;
  const isGlued =
    kinds[token] === tokenKind.mixed && size === 6 && isLetter(codes[start + 4]!) && isLetter(codes[start + 5]!);
  if (!isGlued && size !== 4) return undefined;
  const letters = isGlued ? start + 4 : starts[token + 1]!;
  const isApart =
    !isGlued &&
    kinds[token + 1] === tokenKind.word &&
    reading.window.sizeOf(token + 1) === 2 &&
    letters === ends[token]! + 1 &&
    codes[letters - 1] === 0x20;
  if (isGlued || (isApart && isCapital(codes[letters]!) && isCapital(codes[letters + 1]!))) {
    if (refused.has(reading.window.slice(letters, letters + 2).toUpperCase())) return undefined;
    const last = isGlued ? token : token + 1;
    const place = placeFrom(reading, last + 1, ends[last]!, lines[last]!);
    const sure = isCapital(codes[letters]!) && isCapital(codes[letters + 1]!);
    if (place) return { ...place, dutch: true, sure, place: true };
    return { end: ends[last]!, next: last + 1, dutch: true, sure, place: false, known: false };
  }
  if (isGlued) return undefined;
  const place = placeFrom(reading, token + 1, ends[token]!, lines[token]!);
  return place && { ...place, dutch: false, sure: place.known, place: true };
}

/** A place's name: capitalised words, with hyphens, and the small words within. */
function placeFrom(
  reading: Reading,
  token: number,
  from: number,
  line: number,
): { end: number; next: number; known: boolean } | undefined {
  const { codes, starts, ends, kinds, casings, words, lines } = reading.window;
  let end = 0;
  let next = token;
  let known = false;
  let last = from;
  for (let count = 0; count < 5 && kinds[next] === tokenKind.word && lines[next] === line; count += 1) {
    const gap = starts[next]! - last;
    if (gap > 2 || (gap === 2 && !(count === 0 && isOpening(codes, last)))) break;
    const isName = casings[next] !== casing.lower;
    const isSmall =
      count > 0 && (codes[last] === 0x2d || between.has(reading.window.slice(starts[next]!, ends[next]!)));
    if (!isName && !isSmall && !(count === 0 && codes[starts[next]! - 1] === 0x27)) break;
    const nature = words[next]! >= 0 ? reading.dictionary.nature(words[next]!) : 0;
    const isPlace = (nature & natureBit.place) !== 0;
    if (count > 0 && isName && codes[last] === 0x20 && known && !isPlace) break;
    if (isName && count > 0 && codes[last] === 0x2e) break;
    known ||= isPlace;
    last = ends[next]!;
    if (isName) end = last;
    next += 1;
  }
  return end === 0 ? undefined : { end, next, known };
}

/** `, ` or two spaces or ` '` before a place. */
const isOpening = (codes: Uint16Array, at: number): boolean =>
  (codes[at] === 0x2c && codes[at + 1] === 0x20) ||
  (codes[at] === 0x20 && (codes[at + 1] === 0x20 || codes[at + 1] === 0x27));

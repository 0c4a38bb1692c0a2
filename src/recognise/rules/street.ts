import type { Reading } from "../reading.ts";
import { monthShift, natureBit } from "../vocabulary/natures.ts";
import { looseEndings, sureEndings } from "../vocabulary/streets.ts";
import { casing, tokenKind } from "../window.ts";
import { isDigit, isLetter } from "./signs.ts";

const mostWords = 6;
const small = new Set(
  "van de der den het t s la le les du des de d l en of aux au à ten ter op st dr mr jan ds v d".split(" "),
);
const endings = new Map<number, { readonly text: string; readonly sure: boolean }[]>();
for (const [list, sure] of [
  [sureEndings, true],
  [looseEndings, false],
] as const)
  for (const text of list) {
    const last = text.charCodeAt(text.length - 1) | 0x20;
    endings.set(last, [...(endings.get(last) ?? []), { text, sure }]);
  }

/** 2 for an ending that streets alone have, 1 for one that others have too, 0 for none. */
function endingOf(codes: Uint16Array, start: number, end: number): number {
  let best = 0;
  for (const { text, sure } of endings.get(codes[end - 1]! | 0x20) ?? []) {
    const from = end - text.length;
    if (from < start) continue;
    let at = 0;
    while (at < text.length && (codes[from + at]! | 0x20) === (text.charCodeAt(at) | 0x20)) at += 1;
    if (at === text.length) best = Math.max(best, sure ? 2 : 1);
  }
  return best;
}

const gapFits = (codes: Uint16Array, from: number, to: number): boolean => {
  if (to - from > 2) return false;
  for (let at = from; at < to; at += 1) {
    const code = codes[at]!;
    if (code !== 0x20 && code !== 0x2d && code !== 0x27 && code !== 0x2e) return false;
  }
  // A point ends the sentence, but behind `Burg.` and `J.`
  return codes[from] !== 0x2e || to - from === 1 || !isLetter(codes[from - 5] ?? 0) || !isLetter(codes[from - 4] ?? 0);
};

const numberWords = new Set(["nr", "no", "nummer", "numéro", "num", "nrs"]);

/** `nr.` and `n°` between a street and its number: one token. */
function isNumberWord({ window }: Reading, token: number): boolean {
  const size = window.sizeOf(token);
  if (size === 1)
    return (window.codes[window.starts[token]!]! | 0x20) === 0x6e && window.codes[window.ends[token]!] === 0xb0;
  return (
    size >= 2 && size <= 6 && numberWords.has(window.slice(window.starts[token]!, window.ends[token]!).toLowerCase())
  );
}

export interface Street {
  readonly start: number;
  /** By its ending, or by `rue` before it: streets alone are called so. */
  readonly sure: boolean;
  /** Another word too: `hof`, `baan`. */
  readonly loose: boolean;
  /** An ordinary word: only a postcode makes it a street. */
  readonly weak: boolean;
  /** Typed without capitals. */
  readonly small: boolean;
  /** Nothing but the ending: `Laan`, `Weg`. */
  readonly bare: boolean;
}

/** The street whose house number a token is: a name with its ending, `rue …`, or any capitalised words. */
export function streetBefore(reading: Reading, number: number): Street | undefined {
  const { codes, starts, ends, kinds, casings, words, lines } = reading.window;
  const token = number > 1 && isNumberWord(reading, number - 1) ? number - 1 : number;
  if (token < number && starts[number]! - ends[token]! > 2) return undefined;
  const last = token - 1;
  if (kinds[last] !== tokenKind.word) return undefined;
  const gap = starts[token]! - ends[last]!;
  const between = codes[ends[last]!];
  if (gap === 2 && codes[ends[last]! + 1] !== 0x20) return undefined;
  if (gap > 2 || lines[last] !== lines[token] || !(between === 0x20 || between === 0x2c || between === 0x2e))
    return undefined;
  const ending = endingOf(codes, starts[last]!, ends[last]!);
  const isShort = between === 0x2e && ending > 0;
  let first = last;
  let capital = -1;
  for (let at = last; at > last - mostWords && at >= 0; at -= 1) {
    if (kinds[at] !== tokenKind.word || lines[at] !== lines[token]) break;
    if (at < last && !gapFits(codes, ends[at]!, starts[at + 1]!)) break;
    const nature = words[at]! >= 0 ? reading.dictionary.nature(words[at]!) : 0;
    if ((nature & natureBit.streetBefore) !== 0 && at < last)
      return capital > at || isSmall(reading, at + 1) || (casings[at] !== casing.lower && isFrenchStreet(reading, at))
        ? { start: starts[at]!, sure: true, loose: false, weak: false, small: false, bare: false }
        : undefined;
    if (casings[at] !== casing.lower) capital = at;
    else if (!isSmall(reading, at) && at !== last) break;
    first = at;
  }
  if (gap === 2 && !isShort && between !== 0x20) return undefined;
  if (capital < 0) {
    // Typed without capitals: only an ending that streets alone have, in one word.
    return ending === 2 && reading.window.sizeOf(last) > 6 && codes[ends[last]!] === 0x20
      ? { start: starts[last]!, sure: false, loose: false, weak: false, small: true, bare: false }
      : undefined;
  }
  if (isLabel(reading, last) || natureOf(reading, last) >> monthShift > 0) return undefined;
  const weak = ending === 0 && (natureOf(reading, last) & natureBit.common) !== 0;
  let begin = Math.max(first, capital);
  if (begin !== last && isLabel(reading, begin)) begin += 1;
  while (begin < last && casings[begin] === casing.lower) begin += 1;
  const isName = reading.window.sizeOf(last) > 3;
  // A place or `thuis` in front of a glued name is no part of it.
  if (ending === 2 && isName && begin < last && isAlone(reading, begin, last)) begin = last;
  const isBare = begin === last && isOnlyEnding(reading, last);
  return {
    start: withPrefix(reading, begin),
    sure: !weak && ending === 2 && isName && (casings[last] !== casing.lower || begin < last),
    loose: ending === 1 && !isBare,
    weak,
    small: false,
    bare: isBare,
  };
}

/** `'s-Gravenweg`, `'t Hof`, `1e Hugo de Grootstraat`: what belongs to the first word. */
function withPrefix({ window }: Reading, token: number): number {
  const { codes, starts, ends, kinds } = window;
  const before = token - 1;
  if (before < 0 || starts[token]! !== ends[before]! + 1) return starts[token]!;
  const start = starts[before]!;
  if (window.sizeOf(before) === 1 && codes[start - 1] === 0x27) return start - 1;
  const isOrdinal =
    kinds[before] === tokenKind.mixed && window.sizeOf(before) <= 3 && codes[ends[before]! - 1] === 0x65;
  return isOrdinal ? start : starts[token]!;
}

/** Whether words in front of a glued street's name are a sentence's beginning: `Wij wonen` no, `Prins Hendrik` yes. */
function isAlone(reading: Reading, begin: number, last: number): boolean {
  const word = reading.window.words[begin]!;
  return (
    last - begin === 1 &&
    reading.window.codes[reading.window.ends[begin]!] === 0x20 &&
    !isOldOrNew(reading, begin) &&
    word >= 0 &&
    (reading.dictionary.nature(word) & (natureBit.common | natureBit.title | natureBit.greeting)) !== 0
  );
}

const frenchStreets = new Set("rue avenue boulevard chaussée place quai".split(" "));
/** `Rue neuve 4`: words that are written small behind it too; `Route bezorging 18` is none. */
const isFrenchStreet = ({ window }: Reading, token: number): boolean =>
  frenchStreets.has(window.slice(window.starts[token]!, window.ends[token]!).toLowerCase());

const partsOfNames = new Set("oude nieuwe nieuw oud eerste tweede derde de het sint".split(" "));
/** `Oude Gracht`, `Tweede Weteringplantsoen`: ordinary words that names of streets begin with. */
const isOldOrNew = ({ window }: Reading, token: number): boolean =>
  partsOfNames.has(window.slice(window.starts[token]!, window.ends[token]!).toLowerCase());

const bareWords = new Set([...sureEndings, ...looseEndings]);
const isOnlyEnding = ({ window }: Reading, token: number): boolean =>
  window.sizeOf(token) <= 10 && bareWords.has(window.slice(window.starts[token]!, window.ends[token]!).toLowerCase());

const isSmall = ({ window }: Reading, token: number): boolean =>
  small.has(window.slice(window.starts[token]!, window.ends[token]!).toLowerCase());

const natureOf = ({ window, dictionary }: Reading, token: number): number =>
  window.words[token]! >= 0 ? dictionary.nature(window.words[token]!) : 0;

const isLabel = (reading: Reading, token: number): boolean => {
  const word = reading.window.words[token]!;
  return word >= 0 && reading.dictionary.context(word) !== 0;
};

/** The French name that begins at `rue`, as far as its words go. */
export function streetFrom(reading: Reading, token: number): { end: number; next: number } | undefined {
  const { codes, starts, ends, kinds, casings, lines } = reading.window;
  let end = 0;
  let next = token + 1;
  for (; next < token + 1 + mostWords && kinds[next] === tokenKind.word && lines[next] === lines[token]; next += 1) {
    if (!gapFits(codes, ends[next - 1]!, starts[next]!)) break;
    if (casings[next] !== casing.lower) end = ends[next]!;
    else if (!isSmall(reading, next)) break;
  }
  return end === 0 || isDigit(codes[end]!) ? undefined : { end, next };
}

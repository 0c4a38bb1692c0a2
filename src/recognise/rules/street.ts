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
    const last = text.charCodeAt(text.length - 1);
    endings.set(last, [...(endings.get(last) ?? []), { text, sure }]);
  }

/** 2 for an ending that streets alone have, 1 for one that others have too, 0 for none. */
function endingOf(codes: Uint16Array, start: number, end: number): number {
  let best = 0;
  for (const { text, sure } of endings.get(codes[end - 1]! | 0x20) ?? []) {
    const from = end - text.length;
    if (from < start) continue;
    let at = 0;
    while (at < text.length && (codes[from + at]! | 0x20) === text.charCodeAt(at)) at += 1;
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

/** The street whose house number a token is: a name with its ending, `rue …`, or any capitalised words. */
export function streetBefore(reading: Reading, token: number): { start: number; sure: boolean } | undefined {
  const { codes, starts, ends, kinds, casings, words, lines } = reading.window;
  const last = token - 1;
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
      return casings[at] !== casing.lower || capital > at || isSmall(reading, at + 1)
        ? { start: starts[at]!, sure: true }
        : undefined;
    if (casings[at] !== casing.lower) capital = at;
    else if (!isSmall(reading, at) && at !== last) break;
    first = at;
  }
  if (gap === 2 && !isShort && between !== 0x20) return undefined;
  if (capital < 0) {
    // Typed without capitals: only an ending that streets alone have, in one word.
    return ending === 2 && reading.window.sizeOf(last) > 6 && codes[ends[last]!] === 0x20
      ? { start: starts[last]!, sure: false }
      : undefined;
  }
  if (
    isLabel(reading, last) ||
    (ending === 0 && (natureOf(reading, last) & natureBit.common) !== 0) ||
    natureOf(reading, last) >> monthShift > 0
  )
    return undefined;
  let begin = Math.max(first, capital);
  if (begin !== last && isLabel(reading, begin)) begin += 1;
  while (begin < last && casings[begin] === casing.lower) begin += 1;
  const isName = reading.window.sizeOf(last) > 3;
  // A place or `thuis` in front of a glued name is no part of it.
  if (ending === 2 && isName && begin < last && isAlone(reading, begin, last)) begin = last;
  return {
    start: withPrefix(reading, begin),
    sure: ending === 2 && isName && casings[last] !== casing.lower ? true : ending === 2 && begin < last && isName,
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
    word >= 0 &&
    (reading.dictionary.nature(word) & (natureBit.common | natureBit.title | natureBit.greeting)) !== 0
  );
}

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

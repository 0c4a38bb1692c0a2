import { contextBit } from "../context-kinds.ts";
import type { Reading } from "../reading.ts";
import { monthOf, natureBit } from "../vocabulary/natures.ts";
import { casing, tokenKind } from "../window.ts";
import { isInUrl } from "./say.ts";

const mostParts = 7;
/** A run of words that may be a name. */
interface Run {
  /** The token behind it. */
  readonly next: number;
  readonly end: number;
  readonly parts: number;
  readonly given: number;
  readonly surnames: number;
  readonly unknown: number;
  readonly initials: number;
  readonly hasParticle: boolean;
  readonly allCapitals: boolean;
}

const natureOf = ({ window, dictionary }: Reading, token: number): number =>
  window.words[token]! >= 0 ? dictionary.nature(window.words[token]!) : 0;
const contextOf = ({ window, dictionary }: Reading, token: number): number =>
  window.words[token]! >= 0 ? dictionary.context(window.words[token]!) : 0;

const isName = (nature: number): boolean => (nature & (natureBit.given | natureBit.surname)) !== 0;

/** What can't be part of a name, though it has a capital. */
function isForeign(reading: Reading, token: number): boolean {
  const nature = natureOf(reading, token);
  if ((nature & natureBit.firm) !== 0) return true;
  if (isName(nature)) return false;
  return (
    (nature & (natureBit.common | natureBit.title | natureBit.greeting)) !== 0 ||
    contextOf(reading, token) !== 0 ||
    monthOf(nature) > 0
  );
}

/** Whether two tokens are parts of one name by what is between them. */
function isJoined({ window }: Reading, token: number): boolean {
  const { codes, starts, ends, lines } = window;
  const from = ends[token - 1]!;
  const gap = starts[token]! - from;
  if (lines[token] !== lines[token - 1]) return false;
  const first = codes[from]!;
  if (gap === 1)
    return first === 0x20 || first === 0x2d || first === 0x27 || (first === 0x2e && window.sizeOf(token - 1) <= 2);
  if (gap !== 2) return false;
  // `J. Jansen`, `in 't Veld`, `d' Hondt`
  if (first === 0x2e && codes[from + 1] === 0x20) return window.sizeOf(token - 1) <= 2;
  return (first === 0x20 && codes[from + 1] === 0x27) || (first === 0x27 && codes[from + 1] === 0x20);
}

/** The longest run of capitalised words, initials and particles from a token on. */
function runFrom(reading: Reading, from: number): Run | undefined {
  const { kinds, casings, ends } = reading.window;
  const run = {
    next: from,
    end: 0,
    parts: 0,
    given: 0,
    surnames: 0,
    unknown: 0,
    initials: 0,
    hasParticle: false,
    allCapitals: true,
  };
  let pending = 0;
  for (let token = from; token < from + mostParts && kinds[token] === tokenKind.word; token += 1) {
    if (token > from && !isJoined(reading, token)) break;
    const size = reading.window.sizeOf(token);
    const isCapital = casings[token] !== casing.lower;
    const nature = natureOf(reading, token);
    if ((nature & natureBit.particle) !== 0 && (token > from || isCapital) && !(isCapital && size === 1)) {
      pending += 1;
      continue;
    }
    if (!isCapital) {
      const isLeading = (nature & natureBit.leading) !== 0 && (natureOf(reading, token + 1) & natureBit.particle) !== 0;
      if (isLeading && token > from && run.given + run.initials > 0) {
        pending += 1;
        continue;
      }
      break;
    }
    if (size === 1) {
      if (reading.window.codes[ends[token]!] !== 0x2e && run.parts === 0 && run.initials === 0) break;
      run.initials += 1;
      continue;
    }
    if (isForeign(reading, token)) break;
    if (pending > 0 && (nature & natureBit.place) !== 0 && !isName(nature) && run.parts > 0) break;
    if ((nature & natureBit.given) !== 0 && pending === 0) run.given += 1;
    else if ((nature & natureBit.surname) !== 0) run.surnames += 1;
    else run.unknown += 1;
    // What is a given name and a surname both counts for the second place.
    if (run.parts > 0 && (nature & natureBit.surname) !== 0 && (nature & natureBit.given) !== 0 && pending === 0)
      run.surnames += 1;
    if (pending > 0) run.hasParticle = true;
    pending = 0;
    run.parts += 1;
    run.allCapitals &&= casings[token] === casing.capitals;
    run.next = token + 1;
    run.end = ends[token]!;
  }
  return run.parts === 0 ? undefined : run;
}

/** How sure a run is a name by itself. */
function sureness(reading: Reading, from: number, run: Run): readonly [number, string] | undefined {
  const first = natureOf(reading, from);
  const isAmbiguous = (first & natureBit.ambiguous) !== 0;
  const startsGiven = (first & natureBit.given) !== 0;
  if (run.parts === 1 && run.initials === 0) {
    if (run.hasParticle)
      return run.surnames > 0 && run.next - from > 1 && !run.allCapitals ? [0.6, "list:surname"] : undefined;
    const isLone = startsGiven && !isAmbiguous && !run.allCapitals && run.end - reading.window.starts[from]! >= 4;
    return isLone && (first & (natureBit.place | natureBit.common)) === 0 ? [0.6, "list:given-name"] : undefined;
  }
  if (startsGiven && run.surnames > 0) return [isAmbiguous && !run.hasParticle ? 0.85 : 0.93, "list:given-name"];
  if (startsGiven && run.hasParticle) return [isAmbiguous ? 0.75 : 0.85, "list:given-name"];
  if (startsGiven && run.given > 1) return [0.8, "list:given-name"];
  if (startsGiven && !isAmbiguous) return run.allCapitals || run.parts > 3 ? undefined : [0.78, "list:given-name"];
  if (startsGiven) return run.initials > 0 ? [0.7, "list:given-name"] : undefined;
  if (run.initials > 0 && (run.surnames > 0 || run.hasParticle)) return [0.88, "form:initials"];
  if (run.initials > 0 && run.parts === 1 && !run.allCapitals && !isAbbreviation(reading, from))
    return [0.7, "form:initials"];
  if (run.surnames > 0 && run.given > 0 && run.parts === 2) return [0.72, "list:given-name"];
  if (run.hasParticle && run.surnames > 0 && run.parts > 1 && !run.allCapitals) return [0.65, "list:surname"];
  return run.surnames > 0 && run.parts === 2 && run.unknown === 1 && !run.allCapitals && isLastSurname(reading, run)
    ? [0.55, "list:surname"]
    : undefined;
}

/** `U.S.`, `P.S.`, `N.V.` are no initials. */
const abbreviations = new Set("us uk eu ps nb bv nv tv pc cd ad bc dj mp un vn va nr am pm".split(" "));
function isAbbreviation({ window }: Reading, from: number): boolean {
  if (window.sizeOf(from) !== 1 || window.sizeOf(from + 1) !== 1 || window.sizeOf(from + 2) === 1) return false;
  return abbreviations.has(
    `${window.slice(window.starts[from]!, window.ends[from]!)}${window.slice(window.starts[from + 1]!, window.ends[from + 1]!)}`.toLowerCase(),
  );
}

const isLastSurname = (reading: Reading, run: Run): boolean => {
  const nature = natureOf(reading, run.next - 1);
  if (reading.window.casings[run.next - 1] !== casing.capitalised) return false;
  return (
    (nature & natureBit.surname) !== 0 && (nature & (natureBit.ambiguous | natureBit.common | natureBit.place)) === 0
  );
};

/** The title, greeting or label right before a token, and where a title begins. */
function introduced(reading: Reading, from: number): readonly [number, string] | undefined {
  const { starts, ends, lines, codes, kinds } = reading.window;
  const before = from - 1;
  const gap = before < 0 ? 0 : starts[from]! - ends[before]!;
  const between = before < 0 ? 0 : codes[ends[before]!]!;
  const nature = before < 0 ? 0 : natureOf(reading, before);
  if (before >= 0 && kinds[before] === tokenKind.word && lines[before] === lines[from] && gap <= 2) {
    if ((nature & natureBit.title) !== 0 && (between === 0x20 || between === 0x2e)) {
      const isShortM = reading.window.sizeOf(before) <= 2;
      return isShortM && between !== 0x2e && reading.window.casings[before] === casing.lower
        ? undefined
        : [0.9, "title"];
    }
    if ((nature & natureBit.greeting) !== 0 && between === 0x20 && isLineBegin(reading, before))
      return [0.8, "greeting"];
  }
  const label = reading.near.labelBefore(starts[from]!, lines[from]!, contextBit.name);
  if ((label.bits & contextBit.name) !== 0 && label.gap <= 4 && label.tight)
    return hasColon(codes, starts[from]! - label.gap, starts[from]!) ? [0.88, "label:name"] : [0.62, "near:name"];
  if ((reading.near.column(starts[from]!, lines[from]!) & contextBit.name) !== 0) return [0.85, "column:name"];
  return undefined;
}

function hasColon(codes: Uint16Array, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (codes[at] === 0x3a || codes[at] === 0x09) return true;
  return false;
}

function isLineBegin({ window }: Reading, token: number): boolean {
  const from = window.lineStarts[window.lines[token]!]!;
  return (
    window.starts[token]! - from <= 4 ||
    (token > 0 && window.lines[token - 1] === window.lines[token] && window.starts[token]! - from < 20)
  );
}

const stops = new Set([0x2f, 0x40, 0x5f, 0x5c, 0x23, 0x26].map(Number));

/** A run that is no person's: a firm's, a street's, part of an address of the web or of mail. */
function isElse(reading: Reading, from: number, run: Run): boolean {
  const { codes, starts, ends } = reading.window;
  const before = codes[starts[from]! - 1] ?? 0x20;
  if (stops.has(before) || stops.has(codes[run.end]!)) return true;
  if (before === 0x2e && codes[starts[from]! - 2]! > 0x60) return true;
  if (codes[run.end] === 0x2e && codes[run.end + 1]! >= 0x61 && codes[run.end + 1]! <= 0x7a) return true;
  if (from > 0 && starts[from] === ends[from - 1]! + 1 && (natureOf(reading, from - 1) & natureBit.saint) !== 0)
    return true;
  if (isFirm(reading, run)) return true;
  if (codes[run.end] === 0x20 && codes[run.end + 1] === 0x26) return true;
  return isInUrl(codes, starts[from]!);
}

/** `BV` follows, at once or behind what the firm does: `Jan Jansen Bouw BV`. */
function isFirm(reading: Reading, { next, end }: Run): boolean {
  const { codes, starts, ends, casings, kinds } = reading.window;
  let last = end;
  for (let token = next; token < next + 3 && kinds[token] === tokenKind.word; token += 1) {
    const gap = starts[token]! - last;
    if (gap > 2 || codes[last] === 0x0a || codes[last] === 0x2c || (gap === 2 && codes[last] === 0x2e)) return false;
    if ((natureOf(reading, token) & natureBit.firm) !== 0) return true;
    if (casings[token] === casing.lower) return false;
    last = ends[token]!;
  }
  return false;
}

/** @returns the token behind what was read, so that no name begins within another */
export function readName(reading: Reading, token: number): number {
  const { starts } = reading.window;
  const run = runFrom(reading, token);
  if (!run) return token + 1;
  const own = sureness(reading, token, run);
  const intro = introduced(reading, token);
  const isKnown = run.given > 0 || run.surnames > 0;
  const byIntro =
    intro && (isKnown || run.parts <= 3) && !(intro[1] === "near:name" && !isKnown && run.parts < 2)
      ? intro
      : undefined;
  const best = [own, byIntro].flatMap((each) => (each ? [each] : [])).toSorted((a, b) => b[0] - a[0]);
  if (best.length === 0) return run.hasParticle || run.parts > 1 ? token + 1 : run.next;
  if (isElse(reading, token, run)) return run.next;
  reading.add(
    "name",
    starts[token]!,
    run.end,
    best.length > 1 ? Math.min(0.97, best[0]![0] + 0.04) : best[0]![0],
    best.map(([, reason]) => reason),
  );
  return Math.max(run.next, token + 1);
}

/** `Jansen, Piet`: the surname first. */
export function readReversedName(reading: Reading, token: number): void {
  const { starts, ends, kinds, codes, lines } = reading.window;
  const next = token + 1;
  if (
    kinds[next] !== tokenKind.word ||
    lines[next] !== lines[token] ||
    starts[next]! - ends[token]! !== 2 ||
    codes[ends[token]!] !== 0x2c
  )
    return;
  const [surname, given] = [natureOf(reading, token), natureOf(reading, next)];
  if (
    (surname & natureBit.surname) === 0 ||
    (surname & natureBit.given) !== 0 ||
    (given & natureBit.given) === 0 ||
    (given & natureBit.ambiguous) !== 0
  )
    return;
  reading.add("name", starts[token]!, ends[next]!, 0.75, ["list:surname", "list:given-name"]);
}

/** The line below `Met vriendelijke groet`: one to four capitalised words. */
export function readSignature(reading: Reading, from: number): void {
  const { starts, kinds, casings, lines, tokens, lineStarts, codes, length } = reading.window;
  if (from >= tokens || lines[from]! - lines[from - 1]! > 4 || lines[from] === lines[from - 1]) return;
  const lineEnd = lineStarts[lines[from]! + 1] ?? length;
  if (kinds[from] !== tokenKind.word || casings[from] === casing.lower || lineEnd - starts[from]! > 60) return;
  const run = runFrom(reading, from);
  if (!run || run.parts > 4 || isElse(reading, from, run)) return;
  let rest = run.end;
  while (rest < lineEnd && (codes[rest] === 0x20 || codes[rest] === 0x0a || codes[rest] === 0x2e)) rest += 1;
  if (rest < lineEnd && codes[rest] !== 0x2c && codes[rest] !== 0x2d && codes[rest] !== 0x7c && codes[rest] !== 0x28)
    return;
  reading.add("name", starts[from]!, run.end, run.given > 0 ? 0.93 : 0.8, ["signature"]);
}

import { classOf, charClass } from "./characters.ts";
import { contextBit } from "./context-kinds.ts";
import type { Dictionary } from "./dictionary.ts";
import { tableHeads, type TableHead } from "./table-heads.ts";
import { natureBit } from "./vocabulary/natures.ts";
import type { TextWindow } from "./window.ts";

const farthestLabel = 70;
const farthestNeighbour = 160;
const longestPhrase = 6;
const mostLooked = 24;

/** What governs numbers; words for names, places and dates do not come between a number and its label. */
export const numberLabels =
  contextBit.bsn |
  contextBit.rsin |
  contextBit.nationalNumber |
  contextBit.account |
  contextBit.vat |
  contextBit.enterprise |
  contextBit.kvk |
  contextBit.passport |
  contextBit.identityCard |
  contextBit.drivingLicence |
  contextBit.phone |
  contextBit.plate |
  contextBit.card |
  contextBit.agb |
  contextBit.big |
  contextBit.riziv |
  contextBit.thing |
  contextBit.customer;

/** A word about a subject; places in the window. */
export interface TopicMark {
  readonly start: number;
  readonly end: number;
  /** Bits of `topicBit`, and parts of a curriculum vitae behind them. */
  readonly bits: number;
  /** Its number in the dictionary. */
  readonly word: number;
}

/** Where the words are that say what something is, and the question which of them speaks for a value. */
export class Surroundings {
  readonly #window: TextWindow;
  readonly #bits: number[] = [];
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  readonly #lines: number[] = [];
  readonly #heads: readonly TableHead[];

  /** Words about a subject, in the order of the text. */
  readonly topics: TopicMark[] = [];
  /** Tokens behind what letters end with. */
  readonly closings: number[] = [];

  constructor(window: TextWindow, dictionary: Dictionary, carriedHead: TableHead | undefined) {
    this.#window = window;
    this.#collect(dictionary);
    this.#heads = tableHeads(window, this, carriedHead);
  }

  /** The table that is still open where the window is cut. */
  headAt(place: number): TableHead | undefined {
    return this.#headOf(place);
  }

  #collect(dictionary: Dictionary): void {
    const { tokens, words, starts, ends, lines } = this.#window;
    for (let token = 0; token < tokens; token += 1) {
      let word = words[token]!;
      if (word < 0) continue;
      const phrase = this.#phraseAt(dictionary, token);
      const last = phrase ? phrase.last : token;
      if (phrase) word = phrase.word;
      const bits = dictionary.context(word);
      const topics = dictionary.topic(word);
      if ((dictionary.nature(word) & natureBit.closing) !== 0) this.closings.push(last + 1);
      if (topics !== 0) this.topics.push({ start: starts[token]!, end: ends[last]!, bits: topics, word });
      if (bits !== 0) {
        // `eID-kaartnummer` is one label.
        const isGlued = starts[token] === this.#ends.at(-1)! + 1 && this.#window.codes[starts[token]! - 1] === 0x2d;
        this.#bits.push(isGlued ? bits | this.#bits.at(-1)! : bits);
        this.#starts.push(starts[token]!);
        this.#ends.push(ends[last]!);
        this.#lines.push(lines[token]!);
      }
      token = last;
    }
  }

  /** The longest phrase that begins with a token. */
  #phraseAt(dictionary: Dictionary, token: number): { word: number; last: number } | undefined {
    const { words, starts, ends } = this.#window;
    let node = dictionary.step(0, words[token]!);
    let found: { word: number; last: number } | undefined;
    for (let last = token; node !== 0; last += 1) {
      const word = dictionary.phraseAt(node);
      if (word >= 0) found = { word, last };
      const next = words[last + 1]!;
      if (next < 0 || last - token >= longestPhrase || starts[last + 1]! - ends[last]! > 3) break;
      node = dictionary.step(node, next);
    }
    return found;
  }

  /** The first mark that begins at a place or behind it. */
  #markAt(place: number): number {
    let low = 0;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#starts[middle]! < place) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /**
   * The nearest label before a value, of those that matter: on its line, or alone on the line above.
   * @returns its bits, how far it is, whether nothing but `number`, `is`, `:` is between
   */
  labelBefore(start: number, line: number, relevant: number): { bits: number; gap: number; tight: boolean } {
    const first = this.#markAt(start) - 1;
    for (let mark = first; mark >= 0 && mark > first - mostLooked; mark -= 1) {
      const gap = start - this.#ends[mark]!;
      if (gap > farthestLabel) break;
      if (gap < 0 || (this.#bits[mark]! & relevant) === 0) continue;
      const above = line - this.#lines[mark]!;
      if (above > 2) break;
      const tight = this.#isTight(this.#ends[mark]!, start);
      if (above > 0 && !tight) break;
      return { bits: this.#bits[mark]!, gap, tight };
    }
    return { bits: 0, gap: farthestLabel + 1, tight: false };
  }

  /** The nearest label behind a value, on its line. */
  labelAfter(end: number, line: number, relevant: number): { bits: number; gap: number; tight: boolean } {
    const first = this.#markAt(end);
    for (let mark = first; mark < this.#starts.length && mark < first + mostLooked; mark += 1) {
      const gap = this.#starts[mark]! - end;
      if (gap > farthestLabel / 2 || this.#lines[mark] !== line) break;
      if ((this.#bits[mark]! & relevant) !== 0)
        return { bits: this.#bits[mark]!, gap, tight: this.#isTight(end, this.#starts[mark]!) };
    }
    return { bits: 0, gap: farthestLabel + 1, tight: false };
  }

  /** Everything that is said within some 160 units on both sides. */
  around(start: number, end: number, reach = farthestNeighbour): number {
    const middle = this.#markAt(start);
    let bits = 0;
    for (let mark = middle - 1; mark >= 0 && mark > middle - mostLooked; mark -= 1) {
      if (start - this.#ends[mark]! > reach) break;
      bits |= this.#bits[mark]!;
    }
    for (let mark = middle; mark < this.#starts.length && mark < middle + mostLooked; mark += 1) {
      if (this.#starts[mark]! - end > reach) break;
      bits |= this.#bits[mark]!;
    }
    return bits;
  }

  /** Where the words end that carry a bit, between two places. */
  *endsOf(bit: number, from: number, to: number): Generator<number> {
    for (let mark = this.#markAt(from); mark < this.#starts.length && this.#starts[mark]! < to; mark += 1)
      if ((this.#bits[mark]! & bit) !== 0) yield this.#ends[mark]!;
  }

  /** What stands on a line, as one mask for each cell between separators. */
  marksBetween(start: number, end: number): { bits: number; start: number }[] {
    const found: { bits: number; start: number }[] = [];
    for (let mark = this.#markAt(start); mark < this.#starts.length && this.#starts[mark]! < end; mark += 1)
      found.push({ bits: this.#bits[mark]!, start: this.#starts[mark]! });
    return found;
  }

  #headOf(place: number): TableHead | undefined {
    let low = 0;
    let high = this.#heads.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#heads[middle]!.from <= place) low = middle + 1;
      else high = middle;
    }
    const head = this.#heads[low - 1];
    return head && place < head.to ? head : undefined;
  }

  /** What the head of the column says in which a value stands. */
  column(start: number, line: number): number {
    const head = this.#headOf(start);
    if (!head) return 0;
    const { codes, lineStarts } = this.#window;
    let column = 0;
    for (let at = Math.max(lineStarts[line]!, start - 2_000); at < start; at += 1)
      if (codes[at] === head.separator) column += 1;
    return head.columns[column] ?? 0;
  }

  /** At most two neutral words, `:` and the like between a label and a value. */
  #isTight(from: number, to: number): boolean {
    if (to - from > 30) return false;
    const { codes } = this.#window;
    let words = 0;
    for (let at = from; at < to; at += 1) {
      const group = classOf[codes[at]!]!;
      if (group === charClass.digit) return false;
      if (codes[at] === 0x3b || codes[at] === 0x09) return false;
      if (!isLetter(group) || (at > from && isLetter(classOf[codes[at - 1]!]!))) continue;
      words += 1;
      if (words > 2 || !isNeutral(codes, at, to)) return false;
    }
    return true;
  }
}

const isLetter = (group: number): boolean => group === charClass.lower || group === charClass.upper;

const neutral = new Set(
  "nummer nummers nr nrs no number num numero numéro n id code is was est luidt = van of de du le la het my mijn mon uw votre your".split(
    " ",
  ),
);

function isNeutral(codes: Uint16Array, from: number, to: number): boolean {
  let end = from;
  while (end < to && classOf[codes[end]!]! !== 0 && classOf[codes[end]!]! < charClass.digit) end += 1;
  return end - from < 8 && neutral.has(String.fromCharCode(...codes.subarray(from, end)).toLowerCase());
}

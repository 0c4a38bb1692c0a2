import { charClass, classOf, foldOf, plainOf } from "./characters.ts";
import { type Dictionary, hashStart, hashStep } from "./dictionary.ts";

/** Lengths in units of the text. What is found is bounded by the margins, whatever the text. */
export const ownedUnits = 0x1_00_00;
export const marginBefore = 2_048;
export const marginAfter = 4_096;

const smallest = 1_024;

export const tokenKind = { word: 1, digits: 2, mixed: 3 } as const;
/** How a word is written. */
export const casing = { lower: 0, capitalised: 1, capitals: 2, mixed: 3 } as const;

/**
 * A stretch of the text as the rules read it: units made plain (full-width digits, spaces and hyphens of all kinds, nothing
 * invisible), and the tokens in them. One is used over and over: nothing is allocated while reading.
 */
export class TextWindow {
  codes = new Uint16Array(0);
  #origins = new Int32Array(0);
  #base = 0;
  /** Units in `codes`; one 0 follows them. */
  length = 0;
  /** Whether the text begins here. */
  isFirst = true;

  tokens = 0;
  starts = new Int32Array(0);
  ends = new Int32Array(0);
  kinds = new Uint8Array(0);
  casings = new Uint8Array(0);
  lines = new Int32Array(0);
  /** Numbers in the dictionary, or −1. */
  words = new Int32Array(0);

  /** Places of `@`, and of the `:` of `://`. */
  ats: number[] = [];
  schemes: number[] = [];
  /** Where lines begin; the first is 0. */
  lineStarts: number[] = [];

  /** Reads `text` from one unit to another; `base` is where `text` lies in the whole. */
  read(text: string, from: number, to: number, base: number, dictionary: Dictionary): void {
    this.#base = base;
    this.#makeRoom(to - from + 2);
    let length = 0;
    for (let at = from; at < to; at += 1) {
      const code = text.charCodeAt(at);
      const plain = plainOf[code]!;
      if (plain === 0) continue;
      // CR LF is one end of line.
      if (plain === 0x0a && code === 0x0a && at > from && text.charCodeAt(at - 1) === 0x0d) continue;
      this.codes[length] = plain;
      this.#origins[length] = at;
      length += 1;
    }
    this.codes[length] = 0;
    this.#origins[length] = to;
    this.length = length;
    this.#tokenise(dictionary);
  }

  /** Short texts get small tables: most are typed, one after another. */
  #makeRoom(units: number): void {
    if (this.codes.length >= units) return;
    const capacity = Math.max(smallest, 2 ** Math.ceil(Math.log2(units)));
    this.codes = new Uint16Array(capacity);
    this.#origins = new Int32Array(capacity);
    this.starts = new Int32Array(capacity);
    this.ends = new Int32Array(capacity);
    this.kinds = new Uint8Array(capacity);
    this.casings = new Uint8Array(capacity);
    this.lines = new Int32Array(capacity);
    this.words = new Int32Array(capacity);
  }

  /** Where a unit lies in the whole text. */
  startOf(at: number): number {
    return this.#base + this.#origins[at]!;
  }
  endOf(at: number): number {
    return at === 0 ? this.#base + this.#origins[0]! : this.#base + this.#origins[at - 1]! + 1;
  }

  /** The first place that stems from a unit of the text or a later one. */
  placeOf(unit: number): number {
    const wanted = unit - this.#base;
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#origins[middle]! < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  slice(start: number, end: number): string {
    return String.fromCharCode(...this.codes.subarray(start, Math.min(end, start + 8_192)));
  }

  #tokenise(dictionary: Dictionary): void {
    const { codes, length, starts, ends, kinds, casings, lines, words } = this;
    this.ats = [];
    this.schemes = [];
    this.lineStarts = [0];
    let tokens = 0;
    let line = 0;
    let at = this.isFirst ? 0 : this.#afterCutToken();
    while (at < length) {
      const code = codes[at]!;
      let group = classOf[code]!;
      if (group === charClass.other || group >= charClass.space) {
        if (group === charClass.newline) {
          line += 1;
          this.lineStarts.push(at + 1);
        } else if (code === 0x40) this.ats.push(at);
        else if (code === 0x3a && codes[at + 1] === 0x2f && codes[at + 2] === 0x2f) this.schemes.push(at);
        at += 1;
        continue;
      }
      const start = at;
      let hash = hashStart;
      let digits = 0;
      let capitals = 0;
      const firstGroup = group;
      do {
        if (group === charClass.digit) digits += 1;
        else if (group === charClass.upper) capitals += 1;
        hash = hashStep(hash, foldOf[codes[at]!]!);
        at += 1;
        group = classOf[codes[at]!]!;
      } while (group !== charClass.other && group < charClass.space);
      const size = at - start;
      starts[tokens] = start;
      ends[tokens] = at;
      lines[tokens] = line;
      if (digits === 0) {
        kinds[tokens] = tokenKind.word;
        words[tokens] = dictionary.find(codes, start, at, hash);
        casings[tokens] =
          capitals === 0
            ? casing.lower
            : capitals === size && size > 1
              ? casing.capitals
              : capitals === 1 && firstGroup === charClass.upper
                ? casing.capitalised
                : casing.mixed;
      } else {
        kinds[tokens] = digits === size ? tokenKind.digits : tokenKind.mixed;
        words[tokens] = -1;
        casings[tokens] = casing.lower;
      }
      tokens += 1;
    }
    this.tokens = tokens;
    // Behind the last: nothing that a rule takes for a neighbour.
    kinds[tokens] = 0;
    words[tokens] = -1;
    starts[tokens] = ends[tokens] = length;
    lines[tokens] = line + 1_000;
  }

  /** A window that begins within the text may begin within a word or number, which then is no word of its own. */
  #afterCutToken(): number {
    let at = 0;
    while (at < this.length && classOf[this.codes[at]!]! !== 0 && classOf[this.codes[at]!]! < charClass.space) at += 1;
    return at;
  }

  /** Units of a token. */
  sizeOf(token: number): number {
    return this.ends[token]! - this.starts[token]!;
  }

  /** The first token that begins at a place or after it. */
  tokenAt(place: number): number {
    let low = 0;
    let high = this.tokens;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.starts[middle]! < place) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

import { foldOf, folded } from "./characters.ts";

const prime = 0x01_00_01_93;
const basis = 0x81_1c_9d_c5 | 0;
const mostLetters = 32;
const shortestStem = 4;
const longestStem = 16;

/** FNV-1a over folded units: the tokeniser computes the same on its way. */
export const hashStart = basis;
export const hashStep = (hash: number, code: number): number => Math.imul(hash ^ code, prime);

const hashOf = (word: string): number => {
  let hash = basis;
  for (let at = 0; at < word.length; at += 1) hash = hashStep(hash, word.charCodeAt(at));
  return hash;
};

/** What a word means to the rules: masks, joined when a word is listed more than once. */
export interface Meaning {
  /** Bits of `context-kinds.ts`. */
  readonly context?: number;
  /** Bits of `natures`. */
  readonly nature?: number;
  /** Bits of `topics`. */
  readonly topic?: number;
}

/**
 * Words by hash, in open addressing. A hit is compared letter by letter: no foreign word counts by accident.
 * `word*` is a beginning of words; `=née` counts with its accents only; `two words` is a phrase.
 */
export class Dictionary {
  readonly #words: string[] = [];
  readonly #context: number[] = [];
  readonly #nature: number[] = [];
  readonly #topic: number[] = [];
  readonly #exact: (string | undefined)[] = [];
  readonly #ids = new Map<string, number>();
  readonly #stems = new Map<string, number>();
  /** Phrases as a tree: number of a node × 2^20 + word → node. */
  readonly #steps = new Map<number, number>();
  readonly #phraseEnds = new Map<number, number>();
  #nodes = 0;
  #table: Int32Array = new Int32Array(0);
  #stemTable: Int32Array = new Int32Array(0);
  #stemBits = new Uint8Array(0x2000);

  context(id: number): number {
    return this.#context[id]!;
  }
  nature(id: number): number {
    return this.#nature[id]!;
  }
  topic(id: number): number {
    return this.#topic[id]!;
  }
  word(id: number): string {
    return this.#words[id]!;
  }

  /** @param list entries between commas or ends of lines */
  add(list: string, meaning: Meaning): void {
    for (const entry of list.split(/[,\n]/)) {
      const words = entry.trim().split(/\s+/);
      if (words.length > 1) this.#addPhrase(words, meaning);
      else if (words[0] !== "") this.#join(this.#idOf(words[0]!), meaning);
    }
  }

  /** After the last `add`. */
  build(): this {
    this.#table = tableOf([...this.#ids]);
    this.#stemTable = tableOf([...this.#stems]);
    for (const stem of this.#stems.keys()) {
      const hash = hashOf(stem) & 0xff_ff;
      this.#stemBits[hash >> 3]! |= 1 << (hash & 7);
    }
    return this;
  }

  /** The word between two places of the window, or −1. `hash` is over its folded units. */
  find(codes: Uint16Array, start: number, end: number, hash: number): number {
    const length = end - start;
    if (length > mostLetters) return -1;
    const mask = this.#table.length - 1;
    for (let slot = spread(hash) & mask; this.#table[slot] !== 0; slot = (slot + 1) & mask) {
      const id = this.#table[slot]! - 1;
      if (this.#words[id]!.length === length && this.#isAt(id, codes, start, length)) return id;
    }
    return length > shortestStem ? this.#findStem(codes, start, length) : -1;
  }

  /** Longest beginning that is listed. */
  #findStem(codes: Uint16Array, start: number, length: number): number {
    let hash = basis;
    let found = -1;
    const last = Math.min(length, longestStem);
    for (let at = 0; at < last; at += 1) {
      hash = hashStep(hash, foldOf[codes[start + at]!]!);
      if (at + 1 < shortestStem) continue;
      const bit = hash & 0xff_ff;
      if ((this.#stemBits[bit >> 3]! & (1 << (bit & 7))) === 0) continue;
      const id = this.#stemAt(codes, start, at + 1, hash);
      if (id >= 0) found = id;
    }
    return found;
  }

  #stemAt(codes: Uint16Array, start: number, length: number, hash: number): number {
    const mask = this.#stemTable.length - 1;
    for (let slot = spread(hash) & mask; this.#stemTable[slot] !== 0; slot = (slot + 1) & mask) {
      const id = this.#stemTable[slot]! - 1;
      if (this.#words[id]!.length === length && this.#isAt(id, codes, start, length)) return id;
    }
    return -1;
  }

  #isAt(id: number, codes: Uint16Array, start: number, length: number): boolean {
    const exact = this.#exact[id];
    const word = this.#words[id]!;
    for (let at = 0; at < length; at += 1) {
      const code = codes[start + at]!;
      if (foldOf[code] !== word.charCodeAt(at)) return false;
      if (exact !== undefined && String.fromCharCode(code).toLowerCase() !== exact[at]) return false;
    }
    return true;
  }

  /** From a word on along a phrase: the next node, or 0. Node 0 is the root. */
  step(node: number, id: number): number {
    return this.#steps.get(node * 0x10_00_00 + id) ?? 0;
  }

  /** The meaning of the phrase that ends at a node, as a word's number, or −1. */
  phraseAt(node: number): number {
    return this.#phraseEnds.get(node) ?? -1;
  }

  #addPhrase(words: readonly string[], meaning: Meaning): void {
    let node = 0;
    for (const word of words) {
      const key = node * 0x10_00_00 + this.#idOf(word);
      let next = this.#steps.get(key);
      if (next === undefined) this.#steps.set(key, (next = this.#nodes += 1));
      node = next;
    }
    let end = this.#phraseEnds.get(node);
    if (end === undefined) this.#phraseEnds.set(node, (end = this.#newWord(words.join(" "))));
    this.#join(end, meaning);
  }

  #newWord(word: string, exact?: string): number {
    this.#words.push(word);
    this.#exact.push(exact);
    this.#context.push(0);
    this.#nature.push(0);
    this.#topic.push(0);
    return this.#words.length - 1;
  }

  #idOf(entry: string): number {
    if (entry.endsWith("*")) {
      const stem = folded(entry.slice(0, -1)).slice(0, longestStem);
      if (stem.length < shortestStem) throw new Error(`no stem: ${entry}`);
      let id = this.#stems.get(stem);
      if (id === undefined) this.#stems.set(stem, (id = this.#newWord(stem)));
      return id;
    }
    const exact = entry.startsWith("=") ? entry.slice(1).toLowerCase() : undefined;
    const key = exact === undefined ? folded(entry) : exact;
    let id = this.#ids.get(key);
    if (id === undefined) this.#ids.set(key, (id = this.#newWord(folded(exact ?? entry), exact)));
    return id;
  }

  #join(id: number, { context = 0, nature = 0, topic = 0 }: Meaning): void {
    this.#context[id]! |= context;
    this.#nature[id]! |= nature;
    this.#topic[id]! |= topic;
  }
}

const spread = (hash: number): number => hash ^ (hash >>> 15);

/** At most a quarter full, so that a miss costs one look. */
function tableOf(entries: readonly (readonly [string, number])[]): Int32Array {
  let size = 64;
  while (size < entries.length * 4) size *= 2;
  const table = new Int32Array(size);
  for (const [word, id] of entries) {
    let slot = spread(hashOf(folded(word))) & (size - 1);
    while (table[slot] !== 0) slot = (slot + 1) & (size - 1);
    table[slot] = id + 1;
  }
  return table;
}

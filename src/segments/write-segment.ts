import type { Bytes, Id } from "#/kernel/index.ts";
import { encodePostings, type Posting } from "./postings.ts";
import { type TermList, toBytesOrder } from "./terms.ts";
import { ByteWriter } from "./varint.ts";

export const magic = "zegelseg";
export const headerBytes = 64;
export const itemBytes = 24;
export const blockTerms = 64;

/** What a segment knows of an item beside its terms. */
export interface SegmentItem {
  readonly itemId: Id;
  readonly atMs: number;
}

export interface ListedItem extends SegmentItem {
  readonly terms: TermList;
}

/** Oldest first: the order in which a segment numbers its items. */
export const byTime = (a: SegmentItem, b: SegmentItem): number =>
  a.atMs - b.atMs || (a.itemId < b.itemId ? -1 : a.itemId > b.itemId ? 1 : 0);

function sameBeginning(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a.charCodeAt(length) === b.charCodeAt(length)) length += 1;
  return length;
}

/** Writes a segment (docs/spec/segments.md); terms have to come in the order of their bytes, each once. */
export class SegmentWriter {
  readonly #items: readonly SegmentItem[];
  readonly #index = new ByteWriter();
  readonly #terms = new ByteWriter();
  readonly #postings = new ByteWriter();
  #termCount = 0;
  #blockCount = 0;
  #previous = "";
  #blockStart = { terms: 0, postings: 0 };

  constructor(items: readonly SegmentItem[]) {
    this.#items = items;
  }

  #closeBlock(): void {
    if (this.#blockCount === 0) return;
    this.#index.number(this.#terms.length - this.#blockStart.terms);
    this.#index.number(this.#postings.length - this.#blockStart.postings);
  }

  /** `term` as `toBytesOrder` gives it. */
  add(term: string, postings: readonly Posting[]): void {
    const isFirst = this.#termCount % blockTerms === 0;
    if (isFirst) {
      this.#closeBlock();
      this.#blockStart = { terms: this.#terms.length, postings: this.#postings.length };
      this.#blockCount += 1;
      this.#index.number(term.length);
      this.#index.text(term);
    }
    const kept = isFirst ? 0 : sameBeginning(this.#previous, term);
    const encoded = encodePostings(postings);
    this.#terms.number(kept);
    this.#terms.number(term.length - kept);
    this.#terms.text(term.slice(kept));
    this.#terms.number(postings.length);
    this.#terms.number(encoded.length);
    this.#postings.bytes(encoded);
    this.#previous = term;
    this.#termCount += 1;
  }

  finish(): Bytes {
    this.#closeBlock();
    const header = Buffer.alloc(headerBytes);
    header.write(magic, "latin1");
    const counts = [
      1,
      this.#items.length,
      this.#termCount,
      this.#blockCount,
      this.#index.length,
      this.#terms.length,
      this.#postings.length,
    ];
    counts.forEach((value, position) => header.writeUInt32BE(value, 8 + position * 4));
    const items = Buffer.alloc(this.#items.length * itemBytes);
    this.#items.forEach(({ itemId, atMs }, position) => {
      items.write(itemId.replaceAll("-", ""), position * itemBytes, "hex");
      items.writeBigUInt64BE(BigInt(atMs), position * itemBytes + 16);
    });
    return Buffer.concat([header, items, this.#index.taken(), this.#terms.taken(), this.#postings.taken()]);
  }
}

/** A segment of items as they come. */
export function segmentOf(listed: readonly ListedItem[]): Bytes {
  const items = listed.toSorted(byTime);
  const postings = new Map<string, Posting[]>();
  items.forEach(({ terms }, number) => {
    for (const [term, mask] of terms) {
      const known = postings.get(term);
      if (known) known.push({ number, mask });
      else postings.set(term, [{ number, mask }]);
    }
  });
  const sorted = [...postings].map(([term, list]) => [toBytesOrder(term), list] as const);
  const writer = new SegmentWriter(items);
  for (const [term, list] of sorted.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))) writer.add(term, list);
  return writer.finish();
}

import { fields } from "./terms.ts";
import { ByteReader, ByteWriter, damaged } from "./varint.ts";

export interface Posting {
  readonly number: number;
  readonly mask: number;
}

const all = Object.values(fields).reduce((sum, bit) => sum | bit, 0);

/** Numbers ascending, as differences; the mask is written where it is not the body alone. */
export function encodePostings(postings: readonly Posting[]): Buffer {
  const out = new ByteWriter();
  let last = -1;
  for (const { number, mask } of postings) {
    const isPlain = mask === fields.body;
    out.number((number - last - 1) * 2 + (isPlain ? 0 : 1));
    if (!isPlain) out.number(mask);
    last = number;
  }
  return out.taken();
}

/** @throws Refusal when the bytes are not `count` postings of items below `itemCount`. */
export function decodePostings(bytes: Buffer, count: number, itemCount: number): Posting[] {
  const from = new ByteReader(bytes);
  const postings: Posting[] = [];
  let last = -1;
  for (let index = 0; index < count; index += 1) {
    const coded = from.number();
    const number = last + 1 + Math.floor(coded / 2);
    const mask = coded % 2 === 0 ? fields.body : from.number();
    if (number >= itemCount || mask === 0 || (mask & ~all) !== 0) throw damaged();
    postings.push({ number, mask });
    last = number;
  }
  if (!from.isAtEnd) throw damaged();
  return postings;
}

import type { Bytes, Id } from "#/kernel/index.ts";
import { decodePostings, type Posting } from "./postings.ts";
import { ByteReader, damaged } from "./varint.ts";
import { blockTerms, headerBytes, itemBytes, magic, type SegmentItem } from "./write-segment.ts";

/** Content of a segment, by range; `end` is not included. */
export interface SegmentSource {
  readonly sizeBytes: number;
  read(start: number, end: number): Promise<Bytes>;
}

interface Block {
  readonly first: string;
  readonly termsAt: number;
  readonly termsBytes: number;
  readonly postingsAt: number;
  readonly postingsBytes: number;
}

export interface TermEntry {
  /** As `toBytesOrder` gives it. */
  readonly term: string;
  readonly count: number;
  readonly postingsAt: number;
  readonly postingsBytes: number;
}

/** Items by their number, decoded one by one. */
export interface ItemTable {
  readonly count: number;
  at(number: number): SegmentItem;
}

export interface Segment {
  readonly itemCount: number;
  items(): Promise<ItemTable>;
  /** Terms from `from` up to, and not including, `below`, in the order of their bytes. */
  terms(from: string, below: string): AsyncGenerator<TermEntry, void>;
  /** Of each entry; entries that follow each other are read at once. */
  postings(entries: readonly TermEntry[]): Promise<Posting[][]>;
}

const dashed = (hex: string): Id =>
  [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");

const itemTable = (bytes: Buffer): ItemTable => ({
  count: bytes.length / itemBytes,
  at: (number) => {
    const at = number * itemBytes;
    return {
      itemId: dashed(bytes.toString("hex", at, at + 16)),
      atMs: Number(bytes.readBigUInt64BE(at + 16)),
    };
  },
});

function decodeIndex(bytes: Buffer, blockCount: number): Block[] {
  const from = new ByteReader(bytes);
  const blocks: Block[] = [];
  let termsAt = 0;
  let postingsAt = 0;
  for (let index = 0; index < blockCount; index += 1) {
    const first = from.text(from.number());
    const termsBytes = from.number();
    const postingsBytes = from.number();
    blocks.push({ first, termsAt, termsBytes, postingsAt, postingsBytes });
    termsAt += termsBytes;
    postingsAt += postingsBytes;
  }
  if (!from.isAtEnd) throw damaged();
  return blocks;
}

function decodeBlock(bytes: Buffer, postingsFrom: number): TermEntry[] {
  const from = new ByteReader(bytes);
  const entries: TermEntry[] = [];
  let previous = "";
  let postingsAt = postingsFrom;
  while (!from.isAtEnd) {
    const kept = from.number();
    if (kept > previous.length || entries.length === blockTerms) throw damaged();
    const term = previous.slice(0, kept) + from.text(from.number());
    const count = from.number();
    const postingsBytes = from.number();
    entries.push({ term, count, postingsAt, postingsBytes });
    postingsAt += postingsBytes;
    previous = term;
  }
  return entries;
}

const longestRunBytes = 1 << 20;

function runsOf(entries: readonly TermEntry[]): TermEntry[][] {
  const runs: TermEntry[][] = [];
  for (const entry of entries) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    const follows = last && last.postingsAt + last.postingsBytes === entry.postingsAt;
    if (run && follows && entry.postingsAt - run[0]!.postingsAt < longestRunBytes) run.push(entry);
    else runs.push([entry]);
  }
  return runs;
}

/** Opens a segment by its header; what is looked up is read by range. @throws Refusal when it is none. */
export async function openSegment(source: SegmentSource): Promise<Segment> {
  const read = async (start: number, sizeBytes: number): Promise<Buffer> => {
    const bytes = await source.read(start, start + sizeBytes);
    if (bytes.byteLength !== sizeBytes) throw damaged();
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  };
  const header = await read(0, headerBytes);
  if (header.toString("latin1", 0, 8) !== magic) throw damaged();
  const [version, itemCount, , blockCount, indexBytes, termsBytes, postingsBytes] = Array.from({ length: 7 }, (_, at) =>
    header.readUInt32BE(8 + at * 4),
  ) as [number, number, number, number, number, number, number];
  const indexAt = headerBytes + itemCount * itemBytes;
  const termsAt = indexAt + indexBytes;
  const postingsAt = termsAt + termsBytes;
  if (version !== 1 || postingsAt + postingsBytes !== source.sizeBytes) throw damaged();
  let blocks: Promise<Block[]> | undefined;
  const index = (): Promise<Block[]> =>
    (blocks ??= read(indexAt, indexBytes).then((bytes) => decodeIndex(bytes, blockCount)));

  return {
    itemCount,
    items: async () => itemTable(await read(headerBytes, itemCount * itemBytes)),
    async *terms(from, below) {
      const all = await index();
      let low = 0;
      let high = all.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (all[middle]!.first <= from) low = middle + 1;
        else high = middle;
      }
      for (let at = Math.max(0, low - 1); at < all.length && all[at]!.first < below; at += 1) {
        const block = all[at]!;
        const bytes = await read(termsAt + block.termsAt, block.termsBytes);
        for (const entry of decodeBlock(bytes, block.postingsAt))
          if (entry.term >= from && entry.term < below) yield entry;
      }
    },
    postings: async (entries) => {
      const lists: Posting[][] = [];
      for (const run of runsOf(entries)) {
        const start = run[0]!.postingsAt;
        const end = run.at(-1)!.postingsAt + run.at(-1)!.postingsBytes;
        if (end > postingsBytes) throw damaged();
        const bytes = await read(postingsAt + start, end - start);
        for (const entry of run) {
          const at = entry.postingsAt - start;
          lists.push(decodePostings(bytes.subarray(at, at + entry.postingsBytes), entry.count, itemCount));
        }
      }
      return lists;
    },
  };
}

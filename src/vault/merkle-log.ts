import { type Bytes, equalBytes } from "#/kernel/index.ts";
import { sha256 } from "./derive.ts";
import { hashBytes, nodeHash } from "./merkle.ts";

/*
 * Merkle logs of RFC 9162, section 2.1, over any number of leaves: growing, proving, checking. Sizes and positions are
 * whole numbers up to 2^52.
 */

/** A hash of 2^level leaves, beginning at leaf `index` · 2^level. */
export interface TreeNode {
  readonly level: number;
  readonly index: number;
  readonly hash: Bytes;
}

/** Leaves from `start` up to, but not including, `end`. */
export interface LeafRange {
  readonly start: number;
  readonly end: number;
}

/** The root of a log without leaves. */
export const emptyRoot = (): Bytes => sha256(new Uint8Array(0));

const isOdd = (value: number): boolean => value % 2 === 1;
const half = (value: number): number => Math.floor(value / 2);

/** The largest power of two below `size` (at least 2). */
function splitOf(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

/** The complete subtrees that `range` consists of, left to right; `range` comes from halving a tree as the RFC does. */
export function completeParts({ start, end }: LeafRange): Omit<TreeNode, "hash">[] {
  const parts: Omit<TreeNode, "hash">[] = [];
  for (let at = start; at < end;) {
    let [level, width] = [0, 1];
    while (at % (width * 2) === 0 && at + width * 2 <= end) [level, width] = [level + 1, width * 2];
    parts.push({ level, index: at / width });
    at += width;
  }
  return parts;
}

/** The hash over subtrees of falling size, as `completeParts` names them. */
export const foldParts = (hashes: readonly Bytes[]): Bytes =>
  hashes.length === 0 ? emptyRoot() : hashes.reduceRight((right, left) => nodeHash(left, right));

/** The ranges whose hashes prove that leaf `position` stands in a log of `size`, in the order of the RFC. */
export function inclusionRanges(position: number, size: number): LeafRange[] {
  if (!(position >= 0 && position < size)) throw new RangeError("the leaf is outside the log");
  const ranges: LeafRange[] = [];
  let [start, end] = [0, size];
  while (end - start > 1) {
    const middle = start + splitOf(end - start);
    if (position < middle) {
      ranges.push({ start: middle, end });
      end = middle;
    } else {
      ranges.push({ start, end: middle });
      start = middle;
    }
  }
  return ranges.toReversed();
}

/** The ranges whose hashes prove that the log of `from` leaves is the beginning of the one of `to`. */
export function consistencyRanges(from: number, to: number): LeafRange[] {
  if (!(from >= 1 && from <= to)) throw new RangeError("the older log is not shorter, or is empty");
  const ranges: LeafRange[] = [];
  let [start, end] = [0, to];
  while (from !== end) {
    const middle = start + splitOf(end - start);
    if (from <= middle) {
      ranges.push({ start: middle, end });
      end = middle;
    } else {
      ranges.push({ start, end: middle });
      start = middle;
    }
  }
  // What is left is the older log itself, or its last part, which the verifier cannot know.
  if (start > 0) ranges.push({ start, end });
  return ranges.toReversed();
}

/** A log that grows, of which only the complete subtrees on its right edge are held. */
export class GrowingLog {
  #size: number;
  #edge: TreeNode[];

  /** `edge` are the nodes that `completeParts({ start: 0, end: size })` names. */
  constructor(size = 0, edge: readonly TreeNode[] = []) {
    this.#size = size;
    this.#edge = [...edge];
  }

  get size(): number {
    return this.#size;
  }

  /** The nodes that became complete, the leaf first. */
  append(leafHash: Bytes): TreeNode[] {
    let node: TreeNode = { level: 0, index: this.#size, hash: leafHash };
    const made = [node];
    while (isOdd(node.index)) {
      node = { level: node.level + 1, index: half(node.index), hash: nodeHash(this.#edge.pop()!.hash, node.hash) };
      made.push(node);
    }
    this.#edge.push(node);
    this.#size++;
    return made;
  }

  root(): Bytes {
    return foldParts(this.#edge.map(({ hash }) => hash));
  }
}

export interface InclusionClaim {
  readonly position: number;
  readonly size: number;
  readonly leafHash: Bytes;
  readonly proof: readonly Bytes[];
  readonly root: Bytes;
}

const areHashes = (...hashes: readonly Bytes[]): boolean => hashes.every(({ byteLength }) => byteLength === hashBytes);

/** RFC 9162, section 2.1.3.2. */
export function verifyInclusion({ position, size, leafHash, proof, root }: InclusionClaim): boolean {
  if (!Number.isSafeInteger(position) || !Number.isSafeInteger(size) || position < 0 || position >= size) return false;
  if (!areHashes(leafHash, root, ...proof)) return false;
  let [place, last, hash] = [position, size - 1, leafHash];
  for (const sibling of proof) {
    if (last === 0) return false;
    if (isOdd(place) || place === last) {
      hash = nodeHash(sibling, hash);
      while (!isOdd(place) && place !== 0) [place, last] = [half(place), half(last)];
    } else hash = nodeHash(hash, sibling);
    [place, last] = [half(place), half(last)];
  }
  return last === 0 && equalBytes(hash, root);
}

export interface ConsistencyClaim {
  readonly from: number;
  readonly fromRoot: Bytes;
  readonly to: number;
  readonly toRoot: Bytes;
  readonly proof: readonly Bytes[];
}

/** RFC 9162, section 2.1.4.2. A log without leaves is the beginning of every log. */
export function verifyConsistency({ from, fromRoot, to, toRoot, proof }: ConsistencyClaim): boolean {
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || from < 0 || from > to) return false;
  if (from === to) return proof.length === 0 && equalBytes(fromRoot, toRoot);
  if (from === 0) return proof.length === 0;
  if (!areHashes(fromRoot, toRoot, ...proof) || proof.length === 0) return false;
  const isPower = splitOf(from * 2) === from;
  const [first, ...rest] = isPower ? [fromRoot, ...proof] : proof;
  let [place, last] = [from - 1, to - 1];
  while (isOdd(place)) [place, last] = [half(place), half(last)];
  let [older, newer] = [first!, first!];
  for (const hash of rest) {
    if (last === 0) return false;
    if (isOdd(place) || place === last) {
      [older, newer] = [nodeHash(hash, older), nodeHash(hash, newer)];
      while (!isOdd(place) && place !== 0) [place, last] = [half(place), half(last)];
    } else newer = nodeHash(newer, hash);
    [place, last] = [half(place), half(last)];
  }
  return last === 0 && equalBytes(older, fromRoot) && equalBytes(newer, toRoot);
}

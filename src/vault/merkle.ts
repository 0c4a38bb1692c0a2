import type { Bytes } from "#/kernel/index.ts";
import { sha256 } from "./derive.ts";

export const hashBytes = 32;

/** SHA-256(0x00 ‖ piece): the leaf hash of RFC 9162, section 2.1.1. */
export function leafHash(piece: Bytes): Bytes {
  const prefixed = Buffer.allocUnsafe(piece.byteLength + 1);
  prefixed[0] = 0;
  prefixed.set(piece, 1);
  return sha256(prefixed);
}

function nodeHash(left: Bytes, right: Bytes): Bytes {
  const node = Buffer.allocUnsafe(1 + 2 * hashBytes);
  node[0] = 1;
  node.set(left, 1);
  node.set(right, 1 + hashBytes);
  return sha256(node);
}

/**
 * The root of RFC 9162, section 2.1.1, over leaf hashes laid end to end (32 bytes each, at least one).
 * Keeps one hash per level, so its memory is flat.
 */
export function merkleRoot(leaves: Bytes): Bytes {
  const count = leaves.byteLength / hashBytes;
  if (!Number.isInteger(count) || count < 1) throw new TypeError("leaves are 32 bytes each, and at least one");
  const complete: Bytes[] = [];
  for (let index = 0; index < count; index++) {
    let hash = leaves.subarray(index * hashBytes, (index + 1) * hashBytes);
    for (let rest = index; rest & 1; rest = (rest - 1) / 2) hash = nodeHash(complete.pop()!, hash);
    complete.push(hash);
  }
  return complete.reduceRight((right, left) => nodeHash(left, right));
}

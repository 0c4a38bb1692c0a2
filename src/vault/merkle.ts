import { type Bytes, concat } from "#/kernel/index.ts";
import { sha256 } from "./derive.ts";

export const hashBytes = 32;

/** The byte in front of a leaf that is hashed (RFC 9162, section 2.1.1). */
export const leafPrefix: Bytes = Uint8Array.of(0);
const nodePrefix = Uint8Array.of(1);

/** SHA-256(0x00 ‖ piece): the leaf hash of RFC 9162, section 2.1.1. */
export const leafHash = (piece: Bytes): Bytes => sha256(concat(leafPrefix, piece));

/** SHA-256(0x01 ‖ left ‖ right): the hash of a node of RFC 9162, section 2.1.1. */
export const nodeHash = (left: Bytes, right: Bytes): Bytes => sha256(concat(nodePrefix, left, right));

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
    for (let rest = index; rest % 2 === 1; rest = (rest - 1) / 2) hash = nodeHash(complete.pop()!, hash);
    complete.push(hash);
  }
  return complete.reduceRight((right, left) => nodeHash(left, right));
}

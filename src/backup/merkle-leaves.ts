import { createHash, type Hash } from "node:crypto";
import type { Bytes } from "#/kernel/index.ts";
import { pieceBytes } from "#/vault/index.ts";

const leafPrefix = Buffer.of(0);

/** The leaf hashes (RFC 9162) of a sealed payload as it passes by; what is left in `end` is the last piece's. */
export function merkleLeaves(): { update(part: Bytes): void; end(): Bytes[] } {
  const leaves: Bytes[] = [];
  let leaf: Hash | undefined;
  let filled = 0;
  return {
    update: (part) => {
      for (let at = 0; at < part.byteLength;) {
        leaf ??= createHash("sha256").update(leafPrefix);
        const take = Math.min(pieceBytes - filled, part.byteLength - at);
        leaf.update(part.subarray(at, at + take));
        at += take;
        filled += take;
        if (filled < pieceBytes) continue;
        leaves.push(leaf.digest());
        [leaf, filled] = [undefined, 0];
      }
    },
    end: () => {
      if (leaf) leaves.push(leaf.digest());
      leaf = undefined;
      return leaves;
    },
  };
}

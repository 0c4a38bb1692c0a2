import assert from "node:assert/strict";
import { createHash, createHmac, hkdfSync } from "node:crypto";
import { test } from "node:test";
import * as fc from "fast-check";
import { hkdf, hmac, sha256 } from "./derive.ts";
import { hashBytes, leafHash, merkleRoot } from "./merkle.ts";

const bytes = fc.uint8Array({ maxLength: 200 });

test("Our HMAC and HKDF give what those of OpenSSL give", () => {
  fc.assert(
    fc.property(bytes, bytes, bytes, fc.integer({ min: 1, max: 200 }), (secret, salt, info, lengthBytes) => {
      const expected = Buffer.from(hkdfSync("sha256", secret, salt, info, lengthBytes));
      assert.deepEqual(Buffer.from(hkdf(secret, salt, info, lengthBytes)), expected);
      assert.deepEqual(
        Buffer.from(hmac(salt, info, secret)),
        createHmac("sha256", salt).update(info).update(secret).digest(),
      );
    }),
  );
  assert.throws(() => hkdf(Buffer.alloc(32), Buffer.alloc(0), "x", 0), RangeError);
  assert.throws(() => hkdf(Buffer.alloc(32), Buffer.alloc(0), "x", 8161), RangeError);
});

/** RFC 9162, section 2.1.1, as it is written there: by halves. */
function rootByHalves(leaves: readonly Uint8Array[]): Buffer {
  if (leaves.length === 1) return Buffer.from(leaves[0]!);
  const half = 2 ** Math.floor(Math.log2(leaves.length - 1));
  const [left, right] = [rootByHalves(leaves.slice(0, half)), rootByHalves(leaves.slice(half))];
  return createHash("sha256").update("\x01").update(left).update(right).digest();
}

test("The root over any number of pieces is the one of RFC 9162", () => {
  for (let count = 1; count <= 130; count++) {
    const leaves = Array.from({ length: count }, (_, index) => leafHash(Buffer.from(`piece ${index}`)));
    assert.deepEqual(Buffer.from(merkleRoot(Buffer.concat(leaves))), rootByHalves(leaves), `${count} pieces`);
  }
  assert.deepEqual(Buffer.from(leafHash(Buffer.from("a"))), Buffer.from(sha256(Buffer.from("\0a"))));
  for (const wrong of [0, 1, hashBytes + 1]) assert.throws(() => merkleRoot(Buffer.alloc(wrong)), TypeError);
});

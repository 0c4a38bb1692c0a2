import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { Decrypter } from "age-encryption";
import type { Bytes } from "#/kernel/index.ts";
import {
  ageIdentityText,
  newIdentity,
  openSealed,
  openSealedStream,
  sealStreamTo,
  sealTo,
  x25519Public,
} from "./index.ts";

const secret = newIdentity().x25519Secret;
const recipient = x25519Public(secret);

async function* inPieces(bytes: Bytes, pieceBytes: number): AsyncGenerator<Bytes> {
  for (let at = 0; at < bytes.byteLength; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
}
const all = async (source: AsyncIterable<Bytes>): Promise<Buffer> => Buffer.concat(await Array.fromAsync(source));

test("What is sealed as a stream is an ordinary age file, and opens as a stream", async () => {
  const decrypter = new Decrypter();
  decrypter.addIdentity(ageIdentityText(secret));
  for (const sizeBytes of [0, 1, 65_535, 65_536, 65_537, 131_072, 300_001]) {
    const plain = randomBytes(sizeBytes);
    const sealed = await all(sealStreamTo(recipient, inPieces(plain, 10_007)));
    assert.deepEqual(Buffer.from(await decrypter.decrypt(sealed)), plain, `${sizeBytes} bytes`);
    assert.deepEqual(Buffer.from(openSealed(secret, sealed)!), plain);
    for (const pieceBytes of [1_000, 65_552, 1_000_000])
      assert.deepEqual(await all(openSealedStream(secret, inPieces(sealed, pieceBytes))), plain);
    assert.deepEqual(await all(openSealedStream(secret, inPieces(sealTo(recipient, plain), 4_097))), plain);
  }
});

test("A stream that was altered, cut off, lengthened or is for somebody else does not open", async () => {
  const sealed = await all(sealStreamTo(recipient, inPieces(randomBytes(200_000), 4_096)));
  const opening = (bytes: Bytes, key: Bytes = secret) => all(openSealedStream(key, inPieces(bytes, 9_999)));
  const altered = Buffer.from(sealed);
  altered[100_000]! ^= 1;
  await assert.rejects(opening(altered), { code: "vault.chunk_wrong" });
  await assert.rejects(opening(sealed.subarray(0, sealed.length - 1)), { code: "vault.chunk_wrong" });
  const headerBytes = sealed.length - 200_000 - 16 - 4 * 16;
  await assert.rejects(opening(sealed.subarray(0, headerBytes + 16 + 65_552)), { code: "vault.truncated_wrong" });
  await assert.rejects(opening(sealed.subarray(0, 20)), { code: "vault.header_wrong" });
  await assert.rejects(opening(Buffer.concat([sealed, Buffer.alloc(1)])), { code: "vault.chunk_wrong" });
  await assert.rejects(opening(sealed, newIdentity().x25519Secret), { code: "vault.key_wrong" });
});

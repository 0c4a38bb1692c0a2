import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from "node:crypto";
import type { Bytes } from "#/kernel/index.ts";
import { hkdf } from "./derive.ts";
import { wrong } from "./refusals.ts";

/** Content bytes in a chunk of the STREAM; only the last chunk may be shorter (C2SP age.md, "Payload"). */
export const chunkBytes = 65_536;
export const tagBytes = 16;
export const sealedChunkBytes = chunkBytes + tagBytes;
export const nonceBytes = 16;

const algorithm = "chacha20-poly1305";
const tag = { authTagLength: tagBytes } as const;

/** The key of the payload, from the file key and the 16 random bytes in front of the payload. */
export const payloadKey = (fileKey: Bytes, nonce: Bytes): KeyObject =>
  createSecretKey(hkdf(fileKey, nonce, "payload", 32));

/** Chunks for content of `sizeBytes`. Empty content has one, empty, chunk. */
export const chunkCount = (sizeBytes: number): number => Math.max(1, Math.ceil(sizeBytes / chunkBytes));

/** Bytes of all sealed chunks (without the nonce) for content of `sizeBytes`. */
export const sealedBytes = (sizeBytes: number): number => sizeBytes + chunkCount(sizeBytes) * tagBytes;

/** 11 bytes counter, big-endian, then 1 for the last chunk, else 0. Counters stop at 2^53, far above what fits. */
function chunkNonce(index: number, last: boolean): Bytes {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(Math.floor(index / 2 ** 32), 3, 4);
  nonce.writeUInt32BE(index % 2 ** 32, 7);
  nonce[11] = last ? 1 : 0;
  return nonce;
}

/** Writes one sealed chunk and its tag at `at`, and gives where it ends: copied while it is still in the cache. */
export function sealChunkInto(
  to: Bytes,
  at: number,
  { key, index, last }: { readonly key: KeyObject; readonly index: number; readonly last: boolean },
  plain: Bytes,
): number {
  const cipher = createCipheriv(algorithm, key, chunkNonce(index, last), tag);
  to.set(cipher.update(plain), at);
  cipher.final();
  to.set(cipher.getAuthTag(), at + plain.byteLength);
  return at + plain.byteLength + tagBytes;
}

/** The same, as bytes of their own. */
export function sealChunk(key: KeyObject, index: number, last: boolean, plain: Bytes): Bytes {
  const sealed = Buffer.allocUnsafeSlow(plain.byteLength + tagBytes);
  sealChunkInto(sealed, 0, { key, index, last }, plain);
  return sealed;
}

/** The content of one sealed chunk, or undefined when its tag is wrong: nothing is released before the check. */
export function openChunk(key: KeyObject, index: number, last: boolean, sealed: Bytes): Bytes | undefined {
  if (sealed.byteLength < tagBytes || sealed.byteLength > sealedChunkBytes) return undefined;
  const decipher = createDecipheriv(algorithm, key, chunkNonce(index, last), tag);
  decipher.setAuthTag(sealed.subarray(sealed.byteLength - tagBytes));
  const plain = decipher.update(sealed.subarray(0, sealed.byteLength - tagBytes));
  try {
    decipher.final();
  } catch {
    return undefined;
  }
  return plain;
}

/**
 * The content of all sealed chunks of an age file whose size is not known, chunk by chunk. What was handed out before
 * `vault.chunk_wrong` or `vault.truncated_wrong` is content; that it was all of it is only sure at the end.
 */
export function* openChunks(key: KeyObject, chunks: Bytes): Generator<Bytes, void> {
  let ended = false;
  for (let at = 0, index = 0; at < chunks.byteLength; at += sealedChunkBytes, index++) {
    if (ended) throw wrong("chunk");
    const chunk = chunks.subarray(at, at + sealedChunkBytes);
    const before = chunk.byteLength === sealedChunkBytes ? openChunk(key, index, false, chunk) : undefined;
    const plain = before ?? openChunk(key, index, true, chunk);
    ended = before === undefined;
    if (!plain || (plain.byteLength === 0 && index > 0)) throw wrong("chunk");
    yield plain;
  }
  if (!ended) throw wrong("truncated");
}

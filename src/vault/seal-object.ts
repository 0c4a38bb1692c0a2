import type { KeyObject } from "node:crypto";
import { type Bytes, concat, wipe } from "#/kernel/index.ts";
import { chunkBytes, payloadKey, sealChunk } from "./age-payload.ts";
import { sha256 } from "./derive.ts";
import { leafPrefix } from "./merkle.ts";
import {
  newFileKey,
  objectHeader,
  pieceChunks,
  type SealedObject,
  type SealInput,
  signObject,
} from "./object-header.ts";

/** Seals chunks in order, hands out whole pieces, and keeps their leaf hashes. Holds at most one piece. */
class PieceSealer {
  readonly #key: KeyObject;
  readonly #leaves: Bytes[] = [];
  #parts: Bytes[] = [leafPrefix];
  #index = 0;
  sizeBytes = 0;

  constructor(key: KeyObject) {
    this.#key = key;
  }

  /** The piece that this chunk completed, else undefined. */
  add(chunk: Bytes, last: boolean): Bytes | undefined {
    this.#parts.push(...sealChunk(this.#key, this.#index++, last, chunk));
    this.sizeBytes += chunk.byteLength;
    if (!last && this.#index % pieceChunks !== 0) return undefined;
    const prefixed = concat(...this.#parts);
    this.#parts = [leafPrefix];
    this.#leaves.push(sha256(prefixed));
    return prefixed.subarray(leafPrefix.byteLength);
  }

  leaves(): Bytes {
    return concat(...this.#leaves);
  }
}

/** Chunks of 64 KiB of a stream, each with whether it is the last. A chunk is valid until the next one is asked for. */
async function* cutChunks(plain: AsyncIterable<Bytes>): AsyncGenerator<{ chunk: Bytes; last: boolean }, void> {
  const held = Buffer.allocUnsafe(chunkBytes);
  let heldBytes = 0;
  for await (const part of plain) {
    let at = 0;
    while (at < part.byteLength) {
      // A full chunk may be the last one, so it goes on only when more follows.
      if (heldBytes === chunkBytes) {
        yield { chunk: held, last: false };
        heldBytes = 0;
      }
      if (heldBytes === 0 && part.byteLength - at > chunkBytes) {
        yield { chunk: part.subarray(at, at + chunkBytes), last: false };
        at += chunkBytes;
        continue;
      }
      const take = Math.min(chunkBytes - heldBytes, part.byteLength - at);
      held.set(part.subarray(at, at + take), heldBytes);
      heldBytes += take;
      at += take;
    }
  }
  yield { chunk: held.subarray(0, heldBytes), last: true };
  wipe(held);
}

/**
 * Seals a stream of any length in flat memory. `payload` comes in pieces of 1,048,832 bytes (the last one shorter);
 * `sealed` is there once the payload was drained, and fails when the source failed or the payload was given up.
 */
export function sealStream(
  input: SealInput,
  plain: AsyncIterable<Bytes>,
): { payload: AsyncIterable<Bytes>; sealed: Promise<SealedObject> } {
  const keys = newFileKey();
  const header = objectHeader(keys, input.context, input.epochPublic);
  const outcome = Promise.withResolvers<SealedObject>();
  outcome.promise.catch(() => undefined);
  async function* payload(): AsyncGenerator<Bytes, void, undefined> {
    const sealer = new PieceSealer(payloadKey(keys.fileKey, keys.nonce));
    wipe(keys.fileKey);
    try {
      for await (const { chunk, last } of cutChunks(plain)) {
        const piece = sealer.add(chunk, last);
        if (piece) yield piece;
      }
      outcome.resolve(signObject(input, header, sealer.sizeBytes, sealer.leaves()));
    } catch (error) {
      outcome.reject(error);
      throw error;
    } finally {
      outcome.reject(new Error("the payload was given up before its end"));
    }
  }
  return { payload: payload(), sealed: outcome.promise };
}

/** Seals bytes that are in memory anyway. */
export function sealBytes(input: SealInput, plain: Bytes): SealedObject & { payload: Bytes } {
  const keys = newFileKey();
  const header = objectHeader(keys, input.context, input.epochPublic);
  const sealer = new PieceSealer(payloadKey(keys.fileKey, keys.nonce));
  wipe(keys.fileKey);
  const pieces: Bytes[] = [];
  for (let at = 0; at === 0 || at < plain.byteLength; at += chunkBytes) {
    const piece = sealer.add(plain.subarray(at, at + chunkBytes), at + chunkBytes >= plain.byteLength);
    if (piece) pieces.push(piece);
  }
  const payload = pieces.length === 1 ? pieces[0]! : concat(...pieces);
  return { ...signObject(input, header, plain.byteLength, sealer.leaves()), payload };
}

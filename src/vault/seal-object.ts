import type { KeyObject } from "node:crypto";
import { type Bytes, concat, wipe } from "#/kernel/index.ts";
import { chunkBytes, payloadKey, sealChunkInto, sealedBytes } from "./age-payload.ts";
import { sha256, sha256Beside } from "./derive.ts";
import { leafPrefix } from "./merkle.ts";
import {
  newFileKey,
  objectHeader,
  pieceBytes,
  pieceChunks,
  pieceContentBytes,
  type SealedObject,
  type SealInput,
  signObject,
} from "./object-header.ts";

const fullPieceBytes = leafPrefix.byteLength + pieceBytes;

/** Seals chunks in order into whole pieces, each behind the zero byte that its leaf hash wants. Holds at most one. */
class PieceSealer {
  readonly #key: KeyObject;
  #prefixed: Buffer | undefined;
  #filled = 0;
  #index = 0;
  sizeBytes = 0;

  constructor(key: KeyObject) {
    this.#key = key;
  }

  /** The prefixed piece that this chunk completed, else undefined. `expectedBytes` is how much content there may still be. */
  add(chunk: Bytes, last: boolean, expectedBytes = pieceContentBytes): Bytes | undefined {
    this.#prefixed ??= this.#begin(expectedBytes);
    const place = { key: this.#key, index: this.#index++, last };
    this.#filled = sealChunkInto(this.#prefixed, this.#filled, place, chunk);
    this.sizeBytes += chunk.byteLength;
    if (!last && this.#index % pieceChunks !== 0) return undefined;
    const piece = this.#prefixed.subarray(0, this.#filled);
    this.#prefixed = undefined;
    return piece;
  }

  #begin(expectedBytes: number): Buffer {
    const sizeBytes = Math.min(fullPieceBytes, leafPrefix.byteLength + sealedBytes(expectedBytes));
    const prefixed = Buffer.allocUnsafeSlow(sizeBytes);
    prefixed.set(leafPrefix);
    this.#filled = leafPrefix.byteLength;
    return prefixed;
  }
}

/** Cuts a stream into chunks of 64 KiB; the last one, which may be full, is known only at the end. */
class ChunkCutter {
  readonly #held = Buffer.allocUnsafeSlow(chunkBytes);
  #heldBytes = 0;

  /** The chunks that more follows after; each is valid until the next one is asked for. */
  *add(part: Bytes): Generator<Bytes, void> {
    for (let at = 0; at < part.byteLength;) {
      // A full chunk may be the last one, so it goes on only when more follows.
      if (this.#heldBytes === chunkBytes) {
        this.#heldBytes = 0;
        yield this.#held;
      }
      if (this.#heldBytes === 0 && part.byteLength - at > chunkBytes) {
        yield part.subarray(at, at + chunkBytes);
        at += chunkBytes;
        continue;
      }
      const take = Math.min(chunkBytes - this.#heldBytes, part.byteLength - at);
      this.#held.set(part.subarray(at, at + take), this.#heldBytes);
      this.#heldBytes += take;
      at += take;
    }
  }

  last(): Bytes {
    return this.#held.subarray(0, this.#heldBytes);
  }

  wipe(): void {
    wipe(this.#held);
  }
}

/** Pieces as they are sealed, each with a zero byte in front. */
async function* sealPieces(sealer: PieceSealer, plain: AsyncIterable<Bytes>): AsyncGenerator<Bytes, void> {
  const cutter = new ChunkCutter();
  try {
    for await (const part of plain)
      for (const chunk of cutter.add(part)) {
        const piece = sealer.add(chunk, false);
        if (piece) yield piece;
      }
    yield sealer.add(cutter.last(), true)!;
  } finally {
    cutter.wipe();
  }
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
    const leaves: Bytes[] = [];
    let hashing: Promise<Bytes> | undefined;
    try {
      for await (const prefixed of sealPieces(sealer, plain)) {
        // One piece is hashed while the next one is read and sealed, and no more than one: memory stays flat.
        if (hashing) leaves.push(await hashing);
        hashing = sha256Beside(prefixed);
        yield prefixed.subarray(leafPrefix.byteLength);
      }
      leaves.push(await hashing!);
      outcome.resolve(signObject(input, header, sealer.sizeBytes, concat(...leaves)));
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
  const [pieces, leaves]: [Bytes[], Bytes[]] = [[], []];
  for (let at = 0; at === 0 || at < plain.byteLength; at += chunkBytes) {
    const left = plain.byteLength - at;
    const prefixed = sealer.add(plain.subarray(at, at + chunkBytes), left <= chunkBytes, left);
    if (!prefixed) continue;
    pieces.push(prefixed.subarray(leafPrefix.byteLength));
    leaves.push(sha256(prefixed));
  }
  const payload = pieces.length === 1 ? pieces[0]! : concat(...pieces);
  return { ...signObject(input, header, plain.byteLength, concat(...leaves)), payload };
}

import type { KeyObject } from "node:crypto";
import { type Bytes, concat, equalBytes, wipe } from "#/kernel/index.ts";
import { chunkBytes, chunkCount, openChunk, payloadKey, sealedChunkBytes } from "./age-payload.ts";
import { sha256 } from "./derive.ts";
import { hashBytes, leafPrefix } from "./merkle.ts";
import {
  type OpenInput,
  pieceBytes,
  pieceChunks,
  pieceContentBytes,
  type ObjectSeal,
  verifyHeader,
} from "./object-header.ts";
import { wrong } from "./refusals.ts";

/** Bytes of the payload from `startByte` up to, not including, `endByte`, in parts of any size. */
export type ReadPayload = (startByte: number, endByte: number) => AsyncIterable<Bytes>;

/** Plain offsets; `end` is not included. */
export interface PlainRange {
  readonly start: number;
  readonly end: number;
}

function keyOf(input: OpenInput): KeyObject {
  const { fileKey, nonce } = verifyHeader(input);
  const key = payloadKey(fileKey, nonce);
  wipe(fileKey);
  return key;
}

/** `prefixed` is the piece with the zero byte in front that its leaf hash wants. */
function checkLeaf(seal: ObjectSeal, index: number, prefixed: Bytes): void {
  const hash = sha256(prefixed);
  if (!equalBytes(hash, seal.leaves.subarray(index * hashBytes, (index + 1) * hashBytes))) throw wrong("tree");
}

/** Content of the chunks of a piece that the range touches, each after its tag was checked. */
function* openPiece(
  key: KeyObject,
  seal: ObjectSeal,
  pieceIndex: number,
  piece: Bytes,
  range: PlainRange,
): Generator<Bytes> {
  const lastChunk = chunkCount(seal.sizeBytes) - 1;
  for (let at = 0; at < piece.byteLength; at += sealedChunkBytes) {
    const index = pieceIndex * pieceChunks + at / sealedChunkBytes;
    const startByte = index * chunkBytes;
    if (startByte >= range.end || startByte + chunkBytes <= range.start) continue;
    const plain = openChunk(key, index, index === lastChunk, piece.subarray(at, at + sealedChunkBytes));
    if (!plain) throw wrong("chunk");
    const from = Math.max(0, range.start - startByte);
    const to = Math.min(plain.byteLength, range.end - startByte);
    yield from === 0 && to === plain.byteLength ? plain : plain.subarray(from, to);
  }
}

/** The source cut into whole pieces, each with a zero byte in front. A source of another length is `vault.truncated_wrong`. */
async function* readPieces(source: AsyncIterable<Bytes>, lengthBytes: number): AsyncGenerator<Bytes, void> {
  let left = lengthBytes;
  const next = (): Buffer => {
    const piece = Buffer.allocUnsafe(1 + Math.min(pieceBytes, left));
    piece[0] = 0;
    return piece;
  };
  let piece = next();
  let filled = 1;
  for await (const part of source) {
    for (let at = 0; at < part.byteLength;) {
      if (left === 0) throw wrong("truncated");
      const take = Math.min(piece.byteLength - filled, part.byteLength - at);
      piece.set(part.subarray(at, at + take), filled);
      filled += take;
      at += take;
      left -= take;
      if (filled < piece.byteLength) continue;
      yield piece;
      piece = next();
      filled = 1;
    }
  }
  if (left > 0) throw wrong("truncated");
}

/**
 * The content, or a part of it, as a stream in flat memory. Header, context, signature and tree are checked before the
 * first read; then every piece touched against its leaf and every chunk's tag, before anything of it is handed out.
 * A range beyond the end is cut to the content.
 */
export async function* openRange(
  input: OpenInput,
  readPayload: ReadPayload,
  range: PlainRange = { start: 0, end: input.seal.sizeBytes },
): AsyncGenerator<Bytes, void, undefined> {
  const key = keyOf(input);
  const { seal } = input;
  const start = Math.min(Math.max(0, range.start), seal.sizeBytes);
  const end = Math.min(range.end, seal.sizeBytes);
  if (start >= end && seal.sizeBytes > 0) return;
  const firstPiece = Math.floor(start / pieceContentBytes);
  const startByte = firstPiece * pieceBytes;
  const endByte = Math.min((Math.floor(Math.max(0, end - 1) / pieceContentBytes) + 1) * pieceBytes, seal.payloadBytes);
  const pieces = readPieces(readPayload(startByte, endByte), endByte - startByte);
  let index = firstPiece;
  for await (const prefixed of pieces) {
    checkLeaf(seal, index, prefixed);
    yield* openPiece(key, seal, index++, prefixed.subarray(1), { start, end: Math.max(end, 1) });
  }
}

/** The whole content of a payload that is in memory. All checks as in `openRange`. */
export function openBytes(input: OpenInput, payload: Bytes): Bytes {
  const key = keyOf(input);
  const { seal } = input;
  if (payload.byteLength !== seal.payloadBytes) throw wrong("truncated");
  const everything = { start: 0, end: Math.max(1, seal.sizeBytes) };
  const parts: Bytes[] = [];
  for (let at = 0, index = 0; at < payload.byteLength; at += pieceBytes, index++) {
    const piece = payload.subarray(at, at + pieceBytes);
    checkLeaf(seal, index, concat(leafPrefix, piece));
    parts.push(...openPiece(key, seal, index, piece, everything));
  }
  return parts.length === 1 ? parts[0]! : concat(...parts);
}

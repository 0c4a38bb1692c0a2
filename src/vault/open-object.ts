import type { KeyObject } from "node:crypto";
import { type Bytes, concat, equalBytes, wipe } from "#/kernel/index.ts";
import { chunkBytes, chunkCount, openChunk, payloadKey, sealedChunkBytes } from "./age-payload.ts";
import { sha256, sha256Beside } from "./derive.ts";
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

/** `hash` is over the piece with a zero byte in front. */
function checkLeaf(seal: ObjectSeal, index: number, hash: Bytes): void {
  if (!equalBytes(hash, seal.leaves.subarray(index * hashBytes, (index + 1) * hashBytes))) throw wrong("tree");
}

interface PiecePlace {
  readonly key: KeyObject;
  readonly seal: ObjectSeal;
  readonly index: number;
  readonly range: PlainRange;
}

/** Content of a piece's chunks that the range touches, after all their tags were checked; undefined where one is wrong. */
function openPiece({ key, seal, index: pieceIndex, range }: PiecePlace, piece: Bytes): Bytes | undefined {
  const lastChunk = chunkCount(seal.sizeBytes) - 1;
  const startByte = pieceIndex * pieceContentBytes;
  const from = Math.max(range.start, startByte);
  const content = Buffer.allocUnsafeSlow(
    Math.max(0, Math.min(range.end, seal.sizeBytes, startByte + pieceContentBytes) - from),
  );
  for (let at = 0; at < piece.byteLength; at += sealedChunkBytes) {
    const index = pieceIndex * pieceChunks + at / sealedChunkBytes;
    const chunkStart = index * chunkBytes;
    // Empty content has one, empty, chunk, whose tag counts too.
    const isTouched = chunkStart < range.end && chunkStart + chunkBytes > range.start;
    if (!isTouched && seal.sizeBytes > 0) continue;
    const plain = openChunk(key, index, index === lastChunk, piece.subarray(at, at + sealedChunkBytes));
    if (!plain) return undefined;
    const first = Math.max(0, range.start - chunkStart);
    const wanted = plain.subarray(first, Math.max(first, range.end - chunkStart));
    content.set(wanted, chunkStart + first - from);
  }
  return content;
}

/**
 * The source cut into whole pieces, each with a zero byte in front, valid until the next one is asked for: all lie in the
 * same memory. A source of another length is `vault.truncated_wrong`.
 */
async function* readPieces(source: AsyncIterable<Bytes>, lengthBytes: number): AsyncGenerator<Bytes, void> {
  let left = lengthBytes;
  const room = Buffer.allocUnsafeSlow(1 + Math.min(pieceBytes, left));
  room[0] = 0;
  const next = (): Buffer => room.subarray(0, 1 + Math.min(pieceBytes, left));
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
    // The digest has a copy of its own; nothing is handed out before both are done.
    const hashing = sha256Beside(prefixed);
    const content = openPiece({ key, seal, index, range: { start, end } }, prefixed.subarray(1));
    checkLeaf(seal, index++, await hashing);
    if (!content) throw wrong("chunk");
    yield content;
  }
}

/** The whole content of a payload that is in memory. All checks as in `openRange`. */
export function openBytes(input: OpenInput, payload: Bytes): Bytes {
  const key = keyOf(input);
  const { seal } = input;
  if (payload.byteLength !== seal.payloadBytes) throw wrong("truncated");
  const range = { start: 0, end: seal.sizeBytes };
  const parts: Bytes[] = [];
  for (let at = 0, index = 0; at < payload.byteLength; at += pieceBytes, index++) {
    const piece = payload.subarray(at, at + pieceBytes);
    checkLeaf(seal, index, sha256(concat(leafPrefix, piece)));
    const content = openPiece({ key, seal, index, range }, piece);
    if (!content) throw wrong("chunk");
    parts.push(content);
  }
  return parts.length === 1 ? parts[0]! : concat(...parts);
}

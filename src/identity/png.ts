import { crc32, inflateSync } from "node:zlib";
import { type Bytes, concat, equalBytes } from "#/kernel/index.ts";

const signature = Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10);
/** What a picture needs; words, colour programs and moving pictures are left out. */
const kept = new Set(["IHDR", "PLTE", "tRNS", "sRGB", "gAMA", "IDAT", "IEND"]);
const mostPixelsAside = 1024;
/** More than the greatest picture of 16-bit samples, with its filter bytes, in either order of lines. */
const mostInflatedBytes = mostPixelsAside * (mostPixelsAside * 8 + 8) * 2;

interface Chunk {
  readonly type: string;
  readonly data: Bytes;
  readonly whole: Bytes;
}

function chunksOf(bytes: Bytes): Chunk[] | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: Chunk[] = [];
  for (let at = signature.byteLength; at < bytes.byteLength;) {
    if (at + 12 > bytes.byteLength) return undefined;
    const length = view.getUint32(at);
    const end = at + 12 + length;
    if (end > bytes.byteLength || crc32(bytes.subarray(at + 4, end - 4)) !== view.getUint32(end - 4)) return undefined;
    const type = Buffer.from(bytes.subarray(at + 4, at + 8)).toString("latin1");
    chunks.push({ type, data: bytes.subarray(at + 8, end - 4), whole: bytes.subarray(at, end) });
    at = end;
  }
  return chunks;
}

/**
 * A picture in PNG (ISO/IEC 15948) made anew from what is needed to show it; undefined for anything that is none, or is
 * larger than 1,024 pixels a side.
 */
export function plainPng(bytes: Bytes): Bytes | undefined {
  if (!equalBytes(bytes.subarray(0, signature.byteLength), signature)) return undefined;
  const chunks = chunksOf(bytes);
  const [header] = chunks ?? [];
  if (!chunks || header?.type !== "IHDR" || header.data.byteLength !== 13 || chunks.at(-1)?.type !== "IEND")
    return undefined;
  const view = new DataView(header.data.buffer, header.data.byteOffset);
  const sides = [view.getUint32(0), view.getUint32(4)];
  if (sides.some((side) => side < 1 || side > mostPixelsAside)) return undefined;
  const image = concat(...chunks.filter(({ type }) => type === "IDAT").map(({ data }) => data));
  try {
    if (inflateSync(image, { maxOutputLength: mostInflatedBytes }).byteLength === 0) return undefined;
  } catch {
    return undefined;
  }
  return concat(signature, ...chunks.filter(({ type }) => kept.has(type)).map(({ whole }) => whole));
}

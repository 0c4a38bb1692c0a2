import { inflateRawSync } from "node:zlib";
import { type Reading, Unreadable } from "./reading.ts";

/*
 * ZIP as far as documents use it (APPNOTE 6.3: stored and deflated entries, no spanning). Sizes in the directory are not
 * believed: decompression stops at what the reading may still take.
 */

const endSignature = 0x06054b50;
const directorySignature = 0x02014b50;
const entrySignature = 0x04034b50;
const longestComment = 65_535;
const largestEntry = 96 * 2 ** 20;

export interface ZipEntry {
  readonly name: string;
  readonly isEncrypted: boolean;
  readonly method: number;
  readonly compressedBytes: number;
  readonly at: number;
}

const latin = (bytes: Buffer): string => bytes.toString("latin1");

/** Names in UTF-8 when they are; else as old programs wrote them. */
function nameOf(bytes: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return latin(bytes);
  }
}

function findEnd(bytes: Buffer): number {
  const lowest = Math.max(0, bytes.length - 22 - longestComment);
  for (let at = bytes.length - 22; at >= lowest; at--) if (bytes.readUInt32LE(at) === endSignature) return at;
  throw new Unreadable("damaged");
}

/** The entries by the central directory; each counted. @throws Unreadable `damaged`, `too-large`. */
export function listEntries(bytes: Buffer, reading: Reading): ZipEntry[] {
  const end = findEnd(bytes);
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  if (at === 0xffffffff) throw new Unreadable("too-large");
  const entries: ZipEntry[] = [];
  for (let index = 0; index < count; index++) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== directorySignature) throw new Unreadable("damaged");
    const nameLength = bytes.readUInt16LE(at + 28);
    const next = at + 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
    reading.countEntry();
    entries.push({
      name: nameOf(bytes.subarray(at + 46, at + 46 + nameLength)),
      isEncrypted: (bytes.readUInt16LE(at + 8) & 1) === 1,
      method: bytes.readUInt16LE(at + 10),
      compressedBytes: bytes.readUInt32LE(at + 20),
      at: bytes.readUInt32LE(at + 42),
    });
    at = next;
  }
  return entries;
}

/** The bytes of an entry. @throws Unreadable `encrypted`, `unsupported`, `damaged`, `too-large`. */
export function readEntry(bytes: Buffer, entry: ZipEntry, reading: Reading): Buffer {
  if (entry.isEncrypted) throw new Unreadable("encrypted");
  const { at, compressedBytes, method } = entry;
  if (at + 30 > bytes.length || bytes.readUInt32LE(at) !== entrySignature) throw new Unreadable("damaged");
  const begin = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
  const packed = bytes.subarray(begin, begin + compressedBytes);
  if (packed.length !== compressedBytes) throw new Unreadable("damaged");
  if (method === 0) {
    reading.countInflated(packed.length);
    return packed;
  }
  if (method !== 8) throw new Unreadable("unsupported");
  const most = Math.min(reading.inflatedLeft, largestEntry);
  if (most <= 0) throw new Unreadable("too-large");
  try {
    const plain = inflateRawSync(packed, { maxOutputLength: most });
    reading.countInflated(plain.length);
    return plain;
  } catch (error) {
    if (error instanceof Unreadable) throw error;
    throw new Unreadable((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE" ? "too-large" : "damaged");
  }
}

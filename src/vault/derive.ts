import { hash, subtle } from "node:crypto";
import { type Bytes, concat, utf8 } from "#/kernel/index.ts";

const none = new Uint8Array(0);
const blockBytes = 64;
const hashBytes = 32;

/** SHA-256 in one call. */
export const sha256 = (bytes: Bytes): Bytes => hash("sha256", bytes, "buffer");

/** SHA-256 in a thread of its own: for pieces of a mebibyte, beside which something else can go on. */
export const sha256Beside = async (bytes: Bytes): Promise<Bytes> =>
  new Uint8Array(await subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>));

function padded(key: Bytes, byte: number): Buffer {
  const block = Buffer.alloc(blockBytes, byte);
  for (let at = 0; at < key.byteLength; at++) block[at]! ^= key[at]!;
  return block;
}

/** HMAC-SHA256 (RFC 2104), by one-shot hashes: a tenth of the time of the streaming interface for short messages. */
export function hmac(key: Bytes, ...parts: readonly Bytes[]): Bytes {
  const short = key.byteLength > blockBytes ? sha256(key) : key;
  const inner = sha256(concat(padded(short, 0x36), ...parts));
  return sha256(concat(padded(short, 0x5c), inner));
}

/** HKDF-SHA256 (RFC 5869) with all its inputs. */
export function hkdf(secret: Bytes, salt: Bytes, info: Bytes | string, lengthBytes: number): Bytes {
  if (lengthBytes < 1 || lengthBytes > 255 * hashBytes) throw new RangeError("HKDF gives 1 to 8160 bytes");
  const extracted = hmac(salt, secret);
  const purpose = typeof info === "string" ? utf8(info) : info;
  const blocks: Bytes[] = [];
  for (let count = 1, last: Bytes = none; blocks.length * hashBytes < lengthBytes; count++)
    blocks.push((last = hmac(extracted, last, purpose, Uint8Array.of(count))));
  return blocks.length === 1 && lengthBytes === hashBytes ? blocks[0]! : concat(...blocks).subarray(0, lengthBytes);
}

/**
 * A key of `lengthBytes` (default 32) from a secret with enough randomness of its own: HKDF-SHA256 without salt.
 * Labels are versioned and used for one purpose each: `zegel/v1/purpose-in-words`.
 */
export function deriveKey(secret: Bytes, label: string, lengthBytes = 32): Bytes {
  if (!label.startsWith("zegel/v")) throw new TypeError(`not a versioned label: ${label}`);
  return hkdf(secret, none, label, lengthBytes);
}

/** Separates what is signed or hashed for one purpose from every other: the label, then a zero byte. */
export const domain = (label: string): Bytes => utf8(`${label}\0`);

import { createHmac, hash, hkdfSync } from "node:crypto";
import { type Bytes, utf8 } from "#/kernel/index.ts";

const none = new Uint8Array(0);

/** HKDF-SHA256 (RFC 5869) with all its inputs. */
export function hkdf(secret: Bytes, salt: Bytes, info: Bytes | string, lengthBytes: number): Bytes {
  return new Uint8Array(hkdfSync("sha256", secret, salt, info, lengthBytes));
}

/**
 * A key of `lengthBytes` (default 32) from a secret with enough randomness of its own: HKDF-SHA256 without salt.
 * Labels are versioned and used for one purpose each: `zegel/v1/purpose-in-words`.
 */
export function deriveKey(secret: Bytes, label: string, lengthBytes = 32): Bytes {
  if (!label.startsWith("zegel/v")) throw new TypeError(`not a versioned label: ${label}`);
  return hkdf(secret, none, label, lengthBytes);
}

/** HMAC-SHA256 (RFC 2104). */
export const hmac = (key: Bytes, ...parts: readonly Bytes[]): Bytes => {
  const mac = createHmac("sha256", key);
  for (const part of parts) mac.update(part);
  return mac.digest();
};

/** SHA-256 in one call. */
export const sha256 = (bytes: Bytes): Bytes => hash("sha256", bytes, "buffer");

/** Separates what is signed or hashed for one purpose from every other: the label, then a zero byte. */
export const domain = (label: string): Bytes => utf8(`${label}\0`);

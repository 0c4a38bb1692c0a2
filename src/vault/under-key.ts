import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from "node:crypto";
import { type Bytes, concat } from "#/kernel/index.ts";
import { domain, hkdf } from "./derive.ts";

const version = Uint8Array.of(1);
const saltBytes = 32;
const tagBytes = 16;
const algorithm = "chacha20-poly1305";
const tag = { authTagLength: tagBytes } as const;

function perUse(key: Bytes, label: string, salt: Bytes): { key: KeyObject; nonce: Bytes } {
  if (key.byteLength !== 32) throw new TypeError("the key has 32 bytes");
  const derived = hkdf(key, salt, concat(domain("zegel/v1/under-key"), Buffer.from(label, "utf8")), 44);
  return { key: createSecretKey(derived.subarray(0, 32)), nonce: derived.subarray(32) };
}

/**
 * A small secret under a 32-byte key: version 1, 32 random bytes, then ChaCha20-Poly1305 under a key for this one use.
 * `label` says what it is (`zegel/v1/identity`); opening under another label fails.
 */
export function sealUnderKey(key: Bytes, label: string, plain: Bytes): Bytes {
  const salt = randomBytes(saltBytes);
  const use = perUse(key, label, salt);
  const cipher = createCipheriv(algorithm, use.key, use.nonce, tag);
  cipher.setAAD(version, { plaintextLength: plain.byteLength });
  return concat(version, salt, cipher.update(plain), cipher.final(), cipher.getAuthTag());
}

/** The secret, or undefined for another key, another label or damaged bytes. */
export function openUnderKey(key: Bytes, label: string, sealed: Bytes): Bytes | undefined {
  if (sealed.byteLength < 1 + saltBytes + tagBytes || sealed[0] !== version[0]) return undefined;
  const use = perUse(key, label, sealed.subarray(1, 1 + saltBytes));
  const decipher = createDecipheriv(algorithm, use.key, use.nonce, tag);
  decipher.setAAD(version, { plaintextLength: sealed.byteLength - 1 - saltBytes - tagBytes });
  decipher.setAuthTag(sealed.subarray(sealed.byteLength - tagBytes));
  const plain = decipher.update(sealed.subarray(1 + saltBytes, sealed.byteLength - tagBytes));
  try {
    decipher.final();
  } catch {
    return undefined;
  }
  return plain;
}

import { createCipheriv, createDecipheriv, createSecretKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { type Bytes, concat, view } from "#/kernel/index.ts";
import { fromBase64, type Stanza } from "./age-header.ts";
import { agree, passingPublicKey, privateKey, publicHalf, publicKey, rawPublic } from "./curve.ts";
import { hkdf } from "./derive.ts";
import { wrong } from "./refusals.ts";

export const fileKeyBytes = 16;

const zeroNonce = new Uint8Array(12);
const algorithm = "chacha20-poly1305";
const tag = { authTagLength: 16 } as const;

const wrapKey = (shared: Bytes, share: Bytes, recipient: Bytes): KeyObject =>
  createSecretKey(hkdf(shared, concat(share, recipient), "age-encryption.org/v1/X25519", 32));

/** The file key, sealed for one X25519 public key (C2SP age.md, "X25519 recipient stanza"). */
export function x25519Stanza(fileKey: Bytes, recipient: Bytes): Stanza {
  const ephemeral = generateKeyPairSync("x25519");
  const share = rawPublic(ephemeral.publicKey);
  const shared = agree(ephemeral.privateKey, publicKey("x25519", recipient));
  if (!shared) throw wrong("key");
  const cipher = createCipheriv(algorithm, wrapKey(shared, share, recipient), zeroNonce, tag);
  const body = concat(cipher.update(fileKey), cipher.final(), cipher.getAuthTag());
  return { args: ["X25519", view(share).toString("base64").replace(/=+$/, "")], body };
}

/**
 * The file key of an X25519 stanza, or undefined when it is for another key.
 * Throws `vault.header_wrong` for a stanza that no writer may make (wrong lengths, share of low order).
 */
export function openX25519Stanza(stanza: Stanza, secret: Bytes): Bytes | undefined {
  const share = stanza.args.length === 2 ? fromBase64(stanza.args[1]!) : undefined;
  if (share?.byteLength !== 32 || stanza.body.byteLength !== fileKeyBytes + 16) throw wrong("header");
  const key = privateKey("x25519", secret);
  const shared = agree(key, passingPublicKey(share));
  if (!shared) throw wrong("header");
  const recipient = publicHalf(key);
  const decipher = createDecipheriv(algorithm, wrapKey(shared, share, recipient), zeroNonce, tag);
  decipher.setAuthTag(stanza.body.subarray(fileKeyBytes));
  try {
    return concat(decipher.update(stanza.body.subarray(0, fileKeyBytes)), decipher.final());
  } catch {
    return undefined;
  }
}

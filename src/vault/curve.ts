import {
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from "node:crypto";
import { type Bytes, equalBytes, view } from "#/kernel/index.ts";

type Curve = "x25519" | "ed25519";

const privateKeys = new WeakMap<Bytes, KeyObject>();
const publicKeys = new Map<string, KeyObject>();
const mostPublicKeys = 1000;

/**
 * A 32-byte secret as a KeyObject. Making one costs more than using it, so it is kept as long as the bytes live, and
 * compared with them on every use: wiped or reused memory gets a new one.
 */
export function privateKey(curve: Curve, secret: Bytes): KeyObject {
  const kept = privateKeys.get(secret);
  if (kept?.asymmetricKeyType === curve && equalBytes(kept.export({ format: "raw-private" }), secret)) return kept;
  const key = createPrivateKey({ key: Buffer.from(secret), format: "raw-private", asymmetricKeyType: curve });
  privateKeys.set(secret, key);
  return key;
}

/** A 32-byte public key as a KeyObject; the last thousand are kept. */
export function publicKey(curve: Curve, bytes: Bytes): KeyObject {
  const name = curve + view(bytes).toString("latin1");
  const kept = publicKeys.get(name);
  if (kept) return kept;
  const key = createPublicKey({ key: Buffer.from(bytes), format: "raw-public", asymmetricKeyType: curve });
  if (publicKeys.size >= mostPublicKeys) publicKeys.delete(publicKeys.keys().next().value!);
  publicKeys.set(name, key);
  return key;
}

export const rawPublic = (key: KeyObject): Bytes => key.export({ format: "raw-public" });

const publicHalves = new WeakMap<KeyObject, Bytes>();

/** The raw public half of a private key, kept as long as the key lives. */
export function publicHalf(key: KeyObject): Bytes {
  const kept = publicHalves.get(key);
  if (kept) return kept;
  const bytes = rawPublic(createPublicKey(key));
  publicHalves.set(key, bytes);
  return bytes;
}

/** The 32-byte X25519 public key (RFC 7748) of a 32-byte secret. */
export const x25519Public = (secret: Bytes): Bytes => rawPublic(createPublicKey(privateKey("x25519", secret)));

/** The 32-byte Ed25519 public key (RFC 8032) of a 32-byte seed. */
export const ed25519Public = (seed: Bytes): Bytes => rawPublic(createPublicKey(privateKey("ed25519", seed)));

/** 32 fresh bytes that serve as an X25519 secret. */
export const newX25519Secret = (): Bytes => generateKeyPairSync("x25519").privateKey.export({ format: "raw-private" });

/** The shared point, or undefined for a public key of low order (the result would be zero for everybody). */
export function agree(secret: KeyObject, peer: KeyObject): Bytes | undefined {
  try {
    return diffieHellman({ privateKey: secret, publicKey: peer });
  } catch {
    return undefined;
  }
}

/** A share that is seen once: not kept. */
export const passingPublicKey = (bytes: Bytes): KeyObject =>
  createPublicKey({ key: Buffer.from(bytes), format: "raw-public", asymmetricKeyType: "x25519" });

/** A 64-byte Ed25519 signature. */
export const signEd25519 = (seed: Bytes, message: Bytes): Bytes => sign(null, message, privateKey("ed25519", seed));

/** True when `signature` is by the holder of the public key. Malformed keys and signatures are false. */
export function verifyEd25519(publicBytes: Bytes, message: Bytes, signature: Bytes): boolean {
  if (publicBytes.byteLength !== 32 || signature.byteLength !== 64) return false;
  return verify(null, message, publicKey("ed25519", publicBytes), signature);
}

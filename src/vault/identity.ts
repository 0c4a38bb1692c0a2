import { randomBytes } from "node:crypto";
import { type Bytes, concat, type Id, Refusal } from "#/kernel/index.ts";
import { decodeBech32, encodeBech32 } from "./bech32.ts";
import { ed25519Public, newX25519Secret, x25519Public } from "./curve.ts";

/** What a person, an app password or the intake holds: one key to open with, one to sign with; 32 bytes each. */
export interface Identity {
  readonly x25519Secret: Bytes;
  readonly ed25519Seed: Bytes;
}

export interface PublicIdentity {
  readonly x25519: Bytes;
  readonly ed25519: Bytes;
}

/** Somebody who signs: the seed, and the id under which the certified public key is found. */
export interface Signer {
  readonly keyId: Id;
  readonly ed25519Seed: Bytes;
}

export const newIdentity = (): Identity => ({ x25519Secret: newX25519Secret(), ed25519Seed: randomBytes(32) });

export const publicIdentity = (identity: Identity): PublicIdentity => ({
  x25519: x25519Public(identity.x25519Secret),
  ed25519: ed25519Public(identity.ed25519Seed),
});

const identityVersion = 1;

/** 65 bytes: version 1, X25519 secret, Ed25519 seed. */
export const encodeIdentity = (identity: Identity): Bytes =>
  concat(Uint8Array.of(identityVersion), identity.x25519Secret, identity.ed25519Seed);

/** The opposite of `encodeIdentity`. Throws `vault.identity_malformed`. */
export function decodeIdentity(bytes: Bytes): Identity {
  if (bytes.byteLength !== 65 || bytes[0] !== identityVersion) throw new Refusal("invalid", "vault.identity_malformed");
  return { x25519Secret: bytes.slice(1, 33), ed25519Seed: bytes.slice(33, 65) };
}

const secretPrefix = "age-secret-key-";
const recipientPrefix = "age";

/** `AGE-SECRET-KEY-1…`: the secret as a line for an identity file of the `age` program. */
export const ageIdentityText = (secret: Bytes): string => encodeBech32(secretPrefix, secret).toUpperCase();

/** `age1…`: the public key as the `age` program takes it after `-r`. */
export const ageRecipientText = (publicBytes: Bytes): string => encodeBech32(recipientPrefix, publicBytes);

/** The 32-byte secret of an `AGE-SECRET-KEY-1…` text (white space around it is fine), or undefined. */
export function parseAgeIdentity(text: string): Bytes | undefined {
  const trimmed = text.trim();
  const secret = trimmed === trimmed.toUpperCase() ? decodeBech32(secretPrefix, trimmed) : undefined;
  return secret?.byteLength === 32 ? secret : undefined;
}

/** The 32-byte public key of an `age1…` text, or undefined. */
export function parseAgeRecipient(text: string): Bytes | undefined {
  const trimmed = text.trim();
  const bytes = trimmed === trimmed.toLowerCase() ? decodeBech32(recipientPrefix, trimmed) : undefined;
  return bytes?.byteLength === 32 ? bytes : undefined;
}

export { ed25519Public, newX25519Secret, x25519Public } from "./curve.ts";

import { randomBytes } from "node:crypto";
import { type Bytes, concat, equalBytes, fromBase64url, type Id, idBytes, utf8 } from "#/kernel/index.ts";
import { x25519Public } from "./curve.ts";
import { deriveKey, domain, hkdf, hmac, sha256 } from "./derive.ts";
import { fromSymbols, grouped, tidySymbols, toSymbols } from "./typed-code.ts";

const secretBytes = 16;
const codeSymbols = 28;

/** 16 random bytes: what the fragment of a guest's address holds, and what the printed code says. */
export const newLinkSecret = (): Bytes => randomBytes(secretBytes);

/** The X25519 pair of a link: HKDF of its secret, salted with its id, so that no two links share work for an attacker. */
export function linkKey(linkSecret: Bytes, linkId: Id): { x25519Secret: Bytes; x25519Public: Bytes } {
  const x25519Secret = hkdf(linkSecret, idBytes(linkId), "zegel/v1/link", 32);
  return { x25519Secret, x25519Public: x25519Public(x25519Secret) };
}

/** 12 bits, in the last byte and a half of the code. */
function codeChecksum(secret: Bytes): Bytes {
  const sum = sha256(concat(domain("zegel/v1/link-code"), secret));
  return Uint8Array.of(sum[0]!, sum[1]! & 0xf0);
}

/** The secret as a code that a person types: 28 symbols in groups of four, of which the last two and a bit are a checksum. */
export const linkCode = (secret: Bytes): string =>
  grouped(toSymbols(concat(secret, codeChecksum(secret))).slice(0, codeSymbols));

/** The secret of a typed code (forgiving: case, spaces, hyphens, o for 0, l for 1) or of a fragment; else undefined. */
export function parseLinkCode(text: string): Bytes | undefined {
  const fragment = fromBase64url(text.trim().replace(/^#/, ""));
  if (fragment?.byteLength === secretBytes) return fragment;
  const symbols = tidySymbols(text);
  if (symbols.length !== codeSymbols) return undefined;
  const bytes = fromSymbols(`${symbols}0`);
  if (!bytes) return undefined;
  const secret = bytes.slice(0, secretBytes);
  return equalBytes(bytes.slice(secretBytes), codeChecksum(secret)) ? secret : undefined;
}

/**
 * What a session's token gives. `idHash` finds the row and does not depend on the server's secret, which is replaced daily;
 * `key` opens what the row holds and needs both.
 */
export function sessionKeys(token: Bytes, serverSecret: Bytes): { idHash: Bytes; key: Bytes } {
  return {
    idHash: sha256(deriveKey(token, "zegel/v1/session-id")),
    key: hkdf(token, serverSecret, "zegel/v1/session-key", 32),
  };
}

/** What is stored of an SMS code: an HMAC under the pepper, bound to the link. */
export const smsCodeMac = (pepper: Bytes, linkId: Id, code: string): Bytes =>
  hmac(pepper, domain("zegel/v1/sms-code"), idBytes(linkId), utf8(code));

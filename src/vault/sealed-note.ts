import { randomBytes } from "node:crypto";
import { type Bytes, concat, equalBytes, fromUtf8, isRefusal, utf8, wipe } from "#/kernel/index.ts";
import { encodeHeader, isHeaderMac, parseHeader } from "./age-header.ts";
import { chunkBytes, nonceBytes, openChunks, payloadKey, sealChunk } from "./age-payload.ts";
import { fileKeyBytes, openX25519Stanza, x25519Stanza } from "./age-x25519.ts";
import { ageIdentityText, parseAgeIdentity, x25519Public } from "./identity.ts";

/** An ordinary age v1 file for one X25519 public key; for wraps, queue entries and other small things. */
export function sealTo(recipientX25519: Bytes, plain: Bytes): Bytes {
  const fileKey = randomBytes(fileKeyBytes);
  const nonce = randomBytes(nonceBytes);
  const key = payloadKey(fileKey, nonce);
  const parts: Bytes[] = [encodeHeader(fileKey, [x25519Stanza(fileKey, recipientX25519)]), nonce];
  for (let at = 0, index = 0; at === 0 || at < plain.byteLength; at += chunkBytes, index++)
    parts.push(sealChunk(key, index, at + chunkBytes >= plain.byteLength, plain.subarray(at, at + chunkBytes)));
  wipe(fileKey);
  return concat(...parts);
}

/** The content, or undefined when the file is not for this key or is damaged: which of the two is not told. */
export function openSealed(x25519Secret: Bytes, sealed: Bytes): Bytes | undefined {
  try {
    const header = parseHeader(sealed);
    for (const stanza of header.stanzas) {
      const fileKey = stanza.args[0] === "X25519" ? openX25519Stanza(stanza, x25519Secret) : undefined;
      if (!fileKey) continue;
      if (!isHeaderMac(fileKey, header)) return undefined;
      const payload = sealed.subarray(header.lengthBytes);
      const key = payloadKey(fileKey, payload.subarray(0, nonceBytes));
      return concat(...openChunks(key, payload.subarray(nonceBytes)));
    }
    return undefined;
  } catch (error) {
    if (isRefusal(error)) return undefined;
    throw error;
  }
}

const secretLine = (secret: Bytes): Bytes => utf8(`${ageIdentityText(secret)}\n`);

function secretOf(line: Bytes | undefined, expectedPublic: Bytes | undefined): Bytes | undefined {
  const secret = line && parseAgeIdentity(fromUtf8(line));
  if (secret && expectedPublic && !equalBytes(x25519Public(secret), expectedPublic)) return undefined;
  return secret;
}

/** An X25519 secret, sealed as the line `AGE-SECRET-KEY-1…`: what `age -d` gives is a file for `age -d -i`. */
export const wrapSecret = (recipient: Bytes, secret: Bytes): Bytes => sealTo(recipient, secretLine(secret));

/** The secret of `wrapSecret`, or undefined. With `expectedPublic` (the certified key) any other secret is undefined too. */
export const unwrapSecret = (identitySecret: Bytes, sealed: Bytes, expectedPublic?: Bytes): Bytes | undefined =>
  secretOf(openSealed(identitySecret, sealed), expectedPublic);

/** Sealed to `inner` first and the result to `outer`: opening needs both secrets, sealing needs neither. */
export const wrapSecretNested = (inner: Bytes, outer: Bytes, secret: Bytes): Bytes =>
  sealTo(outer, wrapSecret(inner, secret));

export function unwrapSecretNested(
  outerSecret: Bytes,
  innerSecret: Bytes,
  sealed: Bytes,
  expectedPublic?: Bytes,
): Bytes | undefined {
  const inside = openSealed(outerSecret, sealed);
  return inside && unwrapSecret(innerSecret, inside, expectedPublic);
}

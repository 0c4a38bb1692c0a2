import { createDecipheriv, createPrivateKey, createPublicKey, decapsulate, hash, scryptSync } from "node:crypto";
import { type Bytes, concat, isRefusal, utf8 } from "#/kernel/index.ts";
import { type AgeHeader, fromBase64, isHeaderMac, parseHeader, type Stanza } from "#/vault/age-header.ts";
import { nonceBytes, openChunks, payloadKey } from "#/vault/age-payload.ts";
import { openX25519Stanza } from "#/vault/age-x25519.ts";
import { decodeBech32 } from "#/vault/bech32.ts";
import { agree, passingPublicKey, privateKey, rawPublic } from "#/vault/curve.ts";
import { hmac } from "#/vault/derive.ts";
import { parseAgeIdentity } from "#/vault/identity.ts";

export type Verdict = "success" | "no match" | "HMAC failure" | "header failure" | "payload failure" | "armor failure";

export interface Opened {
  readonly verdict: Verdict;
  /** All that was released, also before a failure of the payload. */
  readonly content: Bytes;
}

class HeaderFailure extends Error {}

const base64Line = /^[A-Za-z0-9+/]*={0,2}$/;

/** The file inside an armor (C2SP age.md, "ASCII armor"), or undefined when the armor is malformed. */
function unarmor(file: Bytes): Bytes | undefined {
  const text = Buffer.from(file)
    .toString("latin1")
    .replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, "");
  const lines = text.replaceAll("\r\n", "\n").split("\n");
  if (lines.shift() !== "-----BEGIN AGE ENCRYPTED FILE-----") return undefined;
  if (lines.pop() !== "-----END AGE ENCRYPTED FILE-----") return undefined;
  const last = lines.at(-1);
  if (last === undefined) return new Uint8Array(0);
  if (last.length === 0 || last.length > 64 || lines.slice(0, -1).some((line) => line.length !== 64)) return undefined;
  if (!lines.every((line) => base64Line.test(line))) return undefined;
  const body = lines.join("");
  const bytes = Buffer.from(body, "base64");
  return bytes.toString("base64") === body ? bytes : undefined;
}

/** A 16-byte file key sealed with ChaCha20-Poly1305, or undefined when the tag is wrong. */
function openFileKey(key: Bytes, nonce: Bytes, body: Bytes): Bytes | undefined {
  const decipher = createDecipheriv("chacha20-poly1305", key, nonce, { authTagLength: 16 });
  decipher.setAuthTag(body.subarray(16));
  const fileKey = decipher.update(body.subarray(0, 16));
  try {
    decipher.final();
  } catch {
    return undefined;
  }
  return fileKey;
}

function stanzaParts(stanza: Stanza, args: number, shareBytes: number): Bytes {
  const share = stanza.args.length === args ? fromBase64(stanza.args[1]!) : undefined;
  if (share?.byteLength !== shareBytes || stanza.body.byteLength !== 32) throw new HeaderFailure();
  return share;
}

function openScrypt(passphrase: string, stanza: Stanza): Bytes | undefined {
  const salt = stanzaParts(stanza, 3, 16);
  const factor = stanza.args[2]!;
  if (!/^[1-9][0-9]*$/.test(factor) || Number(factor) > 22) throw new HeaderFailure();
  const cost = 2 ** Number(factor);
  const key = scryptSync(passphrase, concat(utf8("age-encryption.org/v1/scrypt"), salt), 32, {
    N: cost,
    r: 8,
    p: 1,
    maxmem: 256 * cost * 8,
  });
  return openFileKey(key, Buffer.alloc(12), stanza.body);
}

/** HPKE (RFC 9180) base mode with HKDF-SHA256 and ChaCha20-Poly1305, from a KEM's shared secret to key and nonce. */
function hpkeKey(kem: number, shared: Bytes, info: string): { key: Bytes; nonce: Bytes } {
  const suite = concat(utf8("HPKE"), Uint8Array.of(kem >> 8, kem & 255, 0, 1, 0, 3));
  const extract = (salt: Bytes, label: string, secret: Bytes): Bytes =>
    hmac(salt, concat(utf8("HPKE-v1"), suite, utf8(label), secret));
  const none = new Uint8Array(0);
  const context = concat(Uint8Array.of(0), extract(none, "psk_id_hash", none), extract(none, "info_hash", utf8(info)));
  const secret = extract(shared, "secret", none);
  const expand = (label: string, lengthBytes: number): Bytes =>
    hmac(
      secret,
      Uint8Array.of(0, lengthBytes),
      utf8("HPKE-v1"),
      suite,
      utf8(label),
      context,
      Uint8Array.of(1),
    ).subarray(0, lengthBytes);
  return { key: expand("key", 32), nonce: expand("base_nonce", 12) };
}

/** The stanza of a hybrid recipient: X-Wing (ML-KEM-768 with X25519) as the KEM of HPKE. */
function openHybrid(seed: Bytes, stanza: Stanza): Bytes | undefined {
  const share = stanzaParts(stanza, 2, 1088 + 32);
  const seeds = hash("shake256", seed, { outputEncoding: "buffer", outputLength: 96 });
  const lattice = createPrivateKey({ key: seeds.subarray(0, 64), format: "raw-seed", asymmetricKeyType: "ml-kem-768" });
  const curve = privateKey("x25519", seeds.subarray(64));
  const first = decapsulate(lattice, share.subarray(0, 1088));
  const second = agree(curve, passingPublicKey(share.subarray(1088)));
  if (!second) throw new HeaderFailure();
  const own = rawPublic(createPublicKey(curve));
  const shared = hash("sha3-256", concat(first, second, share.subarray(1088), own, utf8("\\.//^\\")), "buffer");
  const { key, nonce } = hpkeKey(0x647a, shared, "age-encryption.org/mlkem768x25519");
  return openFileKey(key, nonce, stanza.body);
}

function openStanza(stanza: Stanza, identities: readonly string[], passphrases: readonly string[]): Bytes | undefined {
  const type = stanza.args[0];
  if (type === "scrypt") return passphrases.map((phrase) => openScrypt(phrase, stanza)).find(Boolean);
  for (const identity of identities) {
    const x25519 = parseAgeIdentity(identity);
    const hybrid = decodeBech32("age-secret-key-pq-", identity);
    const fileKey =
      x25519 && type === "X25519"
        ? openX25519Stanza(stanza, x25519)
        : hybrid && type === "mlkem768x25519"
          ? openHybrid(hybrid, stanza)
          : undefined;
    if (fileKey) return fileKey;
  }
  return undefined;
}

function openPayload(fileKey: Bytes, payload: Bytes): Opened {
  const parts: Bytes[] = [];
  try {
    if (payload.byteLength < nonceBytes) throw new HeaderFailure();
    for (const part of openChunks(payloadKey(fileKey, payload.subarray(0, nonceBytes)), payload.subarray(nonceBytes)))
      parts.push(part);
    return { verdict: "success", content: concat(...parts) };
  } catch (error) {
    if (error instanceof HeaderFailure || !isRefusal(error)) throw error;
    return { verdict: "payload failure", content: concat(...parts) };
  }
}

function unwrap(header: AgeHeader, identities: readonly string[], passphrases: readonly string[]): Bytes | undefined {
  if (header.stanzas.length > 1 && header.stanzas.some((stanza) => stanza.args[0] === "scrypt"))
    throw new HeaderFailure();
  return header.stanzas.map((stanza) => openStanza(stanza, identities, passphrases)).find(Boolean);
}

/** Opens any age v1 file: armored or not, with X25519 and hybrid identities and with passphrases. */
export function openAgeFile(
  file: Bytes,
  keys: { identities: readonly string[]; passphrases: readonly string[]; armored: boolean },
): Opened {
  const nothing = new Uint8Array(0);
  const bare = keys.armored ? unarmor(file) : file;
  if (!bare) return { verdict: "armor failure", content: nothing };
  try {
    const header = parseHeader(bare);
    const fileKey = unwrap(header, keys.identities, keys.passphrases);
    if (!fileKey) return { verdict: "no match", content: nothing };
    if (!isHeaderMac(fileKey, header)) return { verdict: "HMAC failure", content: nothing };
    return openPayload(fileKey, bare.subarray(header.lengthBytes));
  } catch (error) {
    if (error instanceof HeaderFailure || isRefusal(error)) return { verdict: "header failure", content: nothing };
    throw error;
  }
}

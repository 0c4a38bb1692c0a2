import {
  createDecipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  hkdfSync,
  verify,
} from "node:crypto";

/*
 * A second implementation of docs/spec/vault-format.md, written from that page alone. It shares no code with src/vault
 * and uses only Node's own cryptography. It is slow and short on purpose.
 */

const ascii = (text: string): Buffer => Buffer.from(text, "latin1");
const label = (text: string): Buffer => ascii(`${text}\0`);
const sha256 = (...parts: Uint8Array[]): Buffer => createHash("sha256").update(Buffer.concat(parts)).digest();
const hkdf = (secret: Uint8Array, salt: Uint8Array, info: Uint8Array, lengthBytes: number): Buffer =>
  Buffer.from(hkdfSync("sha256", secret, salt, info, lengthBytes));
const u64 = (value: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
};
const idOf = (text: string): Buffer => Buffer.from(text.replaceAll("-", ""), "hex");
const must = (holds: boolean, check: string): void => {
  if (!holds) throw new Error(check);
};

export const derive = (secret: Uint8Array, text: string, lengthBytes = 32): Buffer =>
  hkdf(secret, Buffer.alloc(0), ascii(text), lengthBytes);

function openPoly(key: Uint8Array, nonce: Uint8Array, sealed: Uint8Array, extra = Buffer.alloc(0)): Buffer {
  const decipher = createDecipheriv("chacha20-poly1305", key, nonce, { authTagLength: 16 });
  decipher.setAAD(extra, { plaintextLength: sealed.length - 16 });
  decipher.setAuthTag(sealed.subarray(sealed.length - 16));
  return Buffer.concat([decipher.update(sealed.subarray(0, sealed.length - 16)), decipher.final()]);
}

// Node's raw keys wrapped in the fixed DER prefixes of RFC 8410.
const privateDer = (prefix: string, secret: Uint8Array) =>
  createPrivateKey({ key: Buffer.concat([Buffer.from(prefix, "hex"), secret]), format: "der", type: "pkcs8" });
const publicDer = (prefix: string, bytes: Uint8Array) =>
  createPublicKey({ key: Buffer.concat([Buffer.from(prefix, "hex"), bytes]), format: "der", type: "spki" });
const rawPublic = (key: ReturnType<typeof createPrivateKey>): Buffer =>
  createPublicKey(key).export({ format: "der", type: "spki" }).subarray(12);

const x25519Secret = (secret: Uint8Array) => privateDer("302e020100300506032b656e04220420", secret);
export const x25519Of = (secret: Uint8Array): Buffer => rawPublic(x25519Secret(secret));
export const ed25519Of = (seed: Uint8Array): Buffer => rawPublic(privateDer("302e020100300506032b657004220420", seed));
const isSigned = (key: Uint8Array, statement: Uint8Array, signature: Uint8Array): boolean =>
  verify(null, statement, publicDer("302a300506032b6570032100", key), signature);

interface AgeFile {
  readonly stanzas: { readonly args: string[]; readonly body: Buffer }[];
  readonly covered: Buffer;
  readonly mac: Buffer;
  readonly rest: Buffer;
}

function readAge(file: Uint8Array): AgeFile {
  const text = Buffer.from(file).toString("latin1");
  const lines = text.split("\n");
  must(lines.shift() === "age-encryption.org/v1", "header");
  const stanzas: AgeFile["stanzas"] = [];
  let at = "age-encryption.org/v1\n".length;
  for (;;) {
    const line = lines.shift()!;
    at += line.length + 1;
    if (line.startsWith("--- ")) {
      const covered = ascii(text.slice(0, at - line.length - 1 + 3));
      return { stanzas, covered, mac: Buffer.from(line.slice(4), "base64"), rest: Buffer.from(file).subarray(at) };
    }
    must(line.startsWith("-> "), "header");
    let body = "";
    for (let next = "x".repeat(64); next.length === 64; at += next.length + 1) body += next = lines.shift()!;
    stanzas.push({ args: line.slice(3).split(" "), body: Buffer.from(body, "base64") });
  }
}

function fileKeyOf(age: AgeFile, secret: Uint8Array): Buffer {
  const { args, body } = age.stanzas[0]!;
  const share = Buffer.from(args[1]!, "base64");
  const shared = diffieHellman({
    privateKey: x25519Secret(secret),
    publicKey: publicDer("302a300506032b656e032100", share),
  });
  const info = ascii("age-encryption.org/v1/X25519");
  const fileKey = openPoly(hkdf(shared, Buffer.concat([share, x25519Of(secret)]), info, 32), Buffer.alloc(12), body);
  const macKey = hkdf(fileKey, Buffer.alloc(0), ascii("header"), 32);
  must(createHmac("sha256", macKey).update(age.covered).digest().equals(age.mac), "mac");
  return fileKey;
}

function openStream(fileKey: Buffer, nonce: Uint8Array, payload: Uint8Array): Buffer {
  const key = hkdf(fileKey, nonce, ascii("payload"), 32);
  const parts: Buffer[] = [];
  for (let at = 0, index = 0; at < payload.length; at += 65_552, index++) {
    const chunkNonce = Buffer.alloc(12);
    chunkNonce.writeUIntBE(index, 5, 6);
    chunkNonce[11] = at + 65_552 >= payload.length ? 1 : 0;
    parts.push(openPoly(key, chunkNonce, payload.subarray(at, at + 65_552)));
  }
  return Buffer.concat(parts);
}

/** Section 4. */
export function openNote(secret: Uint8Array, note: Uint8Array): Buffer {
  const age = readAge(note);
  return openStream(fileKeyOf(age, secret), age.rest.subarray(0, 16), age.rest.subarray(16));
}

/** Section 5. */
export function openSmallSecret(key: Uint8Array, text: string, sealed: Uint8Array): Buffer {
  must(sealed[0] === 1, "version");
  const info = Buffer.concat([label("zegel/v1/under-key"), Buffer.from(text, "utf8")]);
  const derived = hkdf(key, sealed.subarray(1, 33), info, 44);
  return openPoly(derived.subarray(0, 32), derived.subarray(32), sealed.subarray(33), Buffer.of(1));
}

/** Section 3.3, by halves as RFC 9162 has it. */
export function rootOf(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 1) return leaves[0]!;
  let half = 1;
  while (half * 2 < leaves.length) half *= 2;
  return sha256(Buffer.of(1), rootOf(leaves.slice(0, half)), rootOf(leaves.slice(half)));
}

export interface StoredObject {
  readonly context: {
    readonly organisationId: string;
    readonly spaceId: string;
    readonly epoch: number;
    readonly objectId: string;
    readonly version: number;
    readonly kind: string;
  };
  readonly header: Uint8Array;
  readonly payload: Uint8Array;
  readonly seal: {
    readonly sizeBytes: number;
    readonly payloadBytes: number;
    readonly root: Uint8Array;
    readonly leaves: Uint8Array;
    readonly signature: Uint8Array;
    readonly signerKeyId: string;
  };
}

/** Section 3.5, all checks, of an object that is whole in memory. */
export function openObject(stored: StoredObject, epochSecret: Uint8Array, signerPublic: Uint8Array): Buffer {
  const { context, header, payload, seal } = stored;
  const age = readAge(header);
  must(age.stanzas.length === 2 && age.rest.length === 16, "header");
  const { organisationId, spaceId, epoch, objectId, version, kind } = context;
  const said = ["zegel-context", "v1", organisationId, spaceId, `${epoch}`, objectId, `${version}`, kind].join(" ");
  must(age.stanzas[1]!.args.join(" ") === said && age.stanzas[1]!.body.length === 0, "context");
  const statement = Buffer.concat([
    label("zegel/v1/object"),
    idOf(organisationId),
    idOf(spaceId),
    u64(epoch),
    idOf(objectId),
    u64(version),
    Buffer.of(kind.length),
    ascii(kind),
    idOf(seal.signerKeyId),
    sha256(header),
    u64(seal.sizeBytes),
    seal.root,
  ]);
  must(isSigned(signerPublic, statement, seal.signature), "signature");
  const chunks = Math.max(1, Math.ceil(seal.sizeBytes / 65_536));
  must(seal.payloadBytes === seal.sizeBytes + 16 * chunks && payload.length === seal.payloadBytes, "truncated");
  const leaves: Buffer[] = [];
  for (let at = 0; at < payload.length; at += 1_048_832)
    leaves.push(sha256(Buffer.of(0), payload.subarray(at, at + 1_048_832)));
  must(Buffer.concat(leaves).equals(seal.leaves) && rootOf(leaves).equals(seal.root), "tree");
  return openStream(fileKeyOf(age, epochSecret), age.rest, payload);
}

const kinds = ["issuing", "invitation", "person", "sub-identity", "epoch", "intake", "compliance", "officer"];

/** Section 6: one certificate, under its issuer's public key. */
export function readSigned(certificate: Uint8Array, issuerPublic: Uint8Array): Record<string, string | number> {
  const bytes = Buffer.from(certificate);
  const body = bytes.subarray(0, -64);
  must(
    isSigned(issuerPublic, Buffer.concat([label("zegel/v1/certificate"), body]), bytes.subarray(-64)),
    "certificate",
  );
  let at = 2;
  const take = (count: number): Buffer => body.subarray(at, (at += count));
  const id = (): string =>
    take(16)
      .toString("hex")
      .replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  const optional = (count: number): Buffer | undefined => (take(1)[0] === 1 ? take(count) : undefined);
  const [organisationId, keyId, subjectId] = [id(), id(), id()];
  const [epoch, x25519, ed25519] = [optional(8), optional(32), optional(32)];
  const [issuerKeyId, issued] = [id(), take(8)];
  must(body[0] === 1 && at === body.length, "certificate");
  return {
    organisationId,
    kind: kinds[body[1]! - 1]!,
    keyId,
    subjectId,
    ...(epoch ? { epoch: Number(epoch.readBigUInt64BE()) } : {}),
    ...(x25519 ? { x25519: x25519.toString("hex") } : {}),
    ...(ed25519 ? { ed25519: ed25519.toString("hex") } : {}),
    issuerKeyId,
    issuedAt: new Date(Number(issued.readBigUInt64BE())).toISOString(),
  };
}

import { type Bytes, concat, type Id, idBytes, isId } from "#/kernel/index.ts";
import { unsigned64 } from "./context.ts";
import { signEd25519, verifyEd25519 } from "./curve.ts";
import { domain } from "./derive.ts";
import { wrong } from "./refusals.ts";

const kinds = ["issuing", "invitation", "person", "sub-identity", "epoch", "intake", "compliance", "officer"] as const;

export type CertificateKind = (typeof kinds)[number];

/** A signed statement: this public key is that subject's, in this organisation. */
export interface CertificateBody {
  readonly organisationId: Id;
  readonly kind: CertificateKind;
  readonly keyId: Id;
  /** Whose key it is: member, app password, space, … */
  readonly subjectId: Id;
  readonly epoch?: number;
  readonly x25519?: Bytes;
  readonly ed25519?: Bytes;
  /** The organisation's id when the root issues it. */
  readonly issuerKeyId: Id;
  /** UTC with milliseconds, as `Date.toISOString` writes it. */
  readonly issuedAt: string;
}

type Issuer = CertificateKind | "root";

/** Who may issue what. Everything else is refused. */
const mayIssue: Readonly<Record<Issuer, readonly CertificateKind[]>> = {
  root: ["issuing", "intake", "compliance", "officer"],
  issuing: ["person", "invitation", "intake"],
  invitation: ["person"],
  person: ["sub-identity", "epoch"],
  "sub-identity": ["epoch"],
  intake: ["epoch"],
  epoch: [],
  compliance: [],
  officer: [],
};

const version = 1;
const signatureBytes = 64;
const longestChain = 6;

function optional(value: Bytes | undefined, lengthBytes: number): Bytes {
  if (!value) return Uint8Array.of(0);
  if (value.byteLength !== lengthBytes) throw new TypeError("a public key has 32 bytes");
  return concat(Uint8Array.of(1), value);
}

function encodeBody(body: CertificateBody): Bytes {
  const issuedMs = Date.parse(body.issuedAt);
  if (Number.isNaN(issuedMs) || issuedMs < 0 || new Date(issuedMs).toISOString() !== body.issuedAt)
    throw new TypeError("issuedAt is not a time in the form of toISOString");
  const kind = kinds.indexOf(body.kind);
  if (kind < 0) throw new TypeError("unknown kind of certificate");
  return concat(
    Uint8Array.of(version, kind + 1),
    idBytes(body.organisationId),
    idBytes(body.keyId),
    idBytes(body.subjectId),
    optional(body.epoch === undefined ? undefined : unsigned64(body.epoch), 8),
    optional(body.x25519, 32),
    optional(body.ed25519, 32),
    idBytes(body.issuerKeyId),
    unsigned64(issuedMs),
  );
}

const statement = (encoded: Bytes): Bytes => concat(domain("zegel/v1/certificate"), encoded);

/** The certificate as bytes to store: the body in its one canonical form, then 64 bytes of Ed25519 signature. */
export function issueCertificate(body: CertificateBody, issuerSeed: Bytes): Bytes {
  const encoded = encodeBody(body);
  return concat(encoded, signEd25519(issuerSeed, statement(encoded)));
}

function bodyReader(bytes: Bytes): {
  take(lengthBytes: number): Bytes;
  optional(lengthBytes: number): Bytes | undefined;
} {
  let at = 0;
  const take = (lengthBytes: number): Bytes => {
    if (at + lengthBytes > bytes.byteLength) throw wrong("certificate");
    return bytes.slice(at, (at += lengthBytes));
  };
  return {
    take,
    optional(lengthBytes) {
      const present = take(1)[0];
      if (present === 0) return undefined;
      if (present !== 1) throw wrong("certificate");
      return take(lengthBytes);
    },
  };
}

const idOf = (bytes: Bytes): Id => {
  const text = Buffer.from(bytes).toString("hex");
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join("-");
};

function numberOf(bytes: Bytes): number {
  const value = Buffer.from(bytes).readBigUInt64BE();
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw wrong("certificate");
  return Number(value);
}

/** What a certificate says; whether it is true, `verifyChain` says. Throws `vault.certificate_wrong` when malformed. */
export function readCertificate(bytes: Bytes): CertificateBody {
  const body = bodyReader(bytes.subarray(0, Math.max(0, bytes.byteLength - signatureBytes)));
  const [readVersion, kindNumber] = body.take(2);
  const kind = kinds[(kindNumber ?? 0) - 1];
  if (readVersion !== version || !kind) throw wrong("certificate");
  const [organisationId, keyId, subjectId] = [idOf(body.take(16)), idOf(body.take(16)), idOf(body.take(16))] as const;
  const epoch = body.optional(8);
  const x25519 = body.optional(32);
  const ed25519 = body.optional(32);
  const issuerKeyId = idOf(body.take(16));
  const issuedMs = numberOf(body.take(8));
  const read: CertificateBody = {
    organisationId,
    kind,
    keyId,
    subjectId,
    ...(epoch ? { epoch: numberOf(epoch) } : {}),
    ...(x25519 ? { x25519 } : {}),
    ...(ed25519 ? { ed25519 } : {}),
    issuerKeyId,
    issuedAt: isoTime(issuedMs),
  };
  if (encodeBody(read).byteLength !== bytes.byteLength - signatureBytes) throw wrong("certificate");
  return read;
}

function isoTime(ms: number): string {
  if (ms > 253_402_300_799_999) throw wrong("certificate");
  return new Date(ms).toISOString();
}

interface Authority {
  readonly issuer: Issuer;
  readonly keyId: Id;
  readonly ed25519: Bytes | undefined;
  readonly subjectId: Id;
}

function isIssuedBy(authority: Authority, certificate: Bytes, body: CertificateBody): boolean {
  const signature = certificate.subarray(certificate.byteLength - signatureBytes);
  const signed = certificate.subarray(0, certificate.byteLength - signatureBytes);
  return (
    body.issuerKeyId === authority.keyId &&
    mayIssue[authority.issuer].includes(body.kind) &&
    (authority.issuer !== "invitation" || body.subjectId === authority.subjectId) &&
    authority.ed25519 !== undefined &&
    verifyEd25519(authority.ed25519, statement(signed), signature)
  );
}

/**
 * The body, if the certificate was issued by `issuer`'s key (undefined: by the root itself), that key may issue its kind,
 * and it is of this organisation. Says nothing of the issuer's own certificate. Else `vault.certificate_wrong`.
 */
export function verifyIssued(
  certificate: Bytes,
  issuer: CertificateBody | undefined,
  { rootPublic, organisationId }: { readonly rootPublic: Bytes; readonly organisationId: Id },
): CertificateBody {
  const authority: Authority = issuer
    ? { issuer: issuer.kind, keyId: issuer.keyId, ed25519: issuer.ed25519, subjectId: issuer.subjectId }
    : { issuer: "root", keyId: organisationId, ed25519: rootPublic, subjectId: organisationId };
  const body = readCertificate(certificate);
  if (body.organisationId !== organisationId || !isIssuedBy(authority, certificate, body)) throw wrong("certificate");
  return body;
}

/**
 * The leaf's body, if every certificate of the chain (leaf first, last the one that the root issued) was issued by the
 * next one's key, that key may issue its kind, and all are of this organisation. Else `vault.certificate_wrong`.
 */
export function verifyChain(chain: readonly Bytes[], rootPublic: Bytes, organisationId: Id): CertificateBody {
  if (chain.length === 0 || chain.length > longestChain || !isId(organisationId)) throw wrong("certificate");
  let leaf: CertificateBody | undefined;
  for (const certificate of chain.toReversed()) leaf = verifyIssued(certificate, leaf, { rootPublic, organisationId });
  return leaf!;
}

import { randomBytes } from "node:crypto";
import { type Bytes, concat, equalBytes, type Id, idBytes } from "#/kernel/index.ts";
import { type AgeHeader, encodeHeader, isHeaderMac, parseHeader } from "./age-header.ts";
import { chunkBytes, nonceBytes, sealedBytes, sealedChunkBytes } from "./age-payload.ts";
import { fileKeyBytes, openX25519Stanza, x25519Stanza } from "./age-x25519.ts";
import { contextBytes, contextStanza, isContextStanza, type ObjectContext, unsigned64 } from "./context.ts";
import { signEd25519, verifyEd25519 } from "./curve.ts";
import { domain, sha256 } from "./derive.ts";
import type { Signer } from "./identity.ts";
import { hashBytes, merkleRoot } from "./merkle.ts";
import { wrong } from "./refusals.ts";

/** 16 whole chunks: one mebibyte of content, and the unit of the hash tree. */
export const pieceChunks = 16;
export const pieceContentBytes = pieceChunks * chunkBytes;
export const pieceBytes = pieceChunks * sealedChunkBytes;

/** What is kept of a sealed object beside header and payload. */
export interface ObjectSeal {
  /** Bytes of content. */
  readonly sizeBytes: number;
  /** Bytes of the payload: the content and 16 bytes for each 64 KiB chunk. */
  readonly payloadBytes: number;
  /** RFC 9162 root over the payload's pieces of 1,048,832 bytes (16 sealed chunks). */
  readonly root: Bytes;
  /** The pieces' leaf hashes, 32 bytes each, laid end to end. */
  readonly leaves: Bytes;
  /** Ed25519, by the writer: see `signedStatement`. */
  readonly signature: Bytes;
  readonly signerKeyId: Id;
}

export interface SealedObject {
  /** The age header and the 16 bytes of the payload's nonce: header and payload laid end to end are one age file. */
  readonly header: Bytes;
  readonly seal: ObjectSeal;
}

export interface SealInput {
  readonly context: ObjectContext;
  readonly epochPublic: Bytes;
  readonly signer: Signer;
}

export interface OpenInput extends SealedObject {
  /** The context the reader expects, from where the object was found; not from the object. */
  readonly context: ObjectContext;
  readonly epochSecret: Bytes;
  /** The certified key of `seal.signerKeyId`. */
  readonly signerPublic: Bytes;
}

export interface FileKey {
  readonly fileKey: Bytes;
  readonly nonce: Bytes;
}

export function newFileKey(): FileKey {
  return { fileKey: randomBytes(fileKeyBytes), nonce: randomBytes(nonceBytes) };
}

/** A header with one X25519 stanza, to the epoch, and the context. */
export function objectHeader(keys: FileKey, context: ObjectContext, epochPublic: Bytes): Bytes {
  const stanzas = [x25519Stanza(keys.fileKey, epochPublic), contextStanza(context)];
  return concat(encodeHeader(keys.fileKey, stanzas), keys.nonce);
}

/** What the writer signs: the place, the header (and so its MAC and the nonce), the size and the root. */
function signedStatement(context: ObjectContext, header: Bytes, seal: Omit<ObjectSeal, "signature">): Bytes {
  return concat(
    domain("zegel/v1/object"),
    contextBytes(context),
    idBytes(seal.signerKeyId),
    sha256(header),
    unsigned64(seal.sizeBytes),
    seal.root,
  );
}

export function signObject(input: SealInput, header: Bytes, sizeBytes: number, leaves: Bytes): SealedObject {
  const unsigned = {
    sizeBytes,
    payloadBytes: sealedBytes(sizeBytes),
    root: merkleRoot(leaves),
    leaves,
    signerKeyId: input.signer.keyId,
  };
  const signature = signEd25519(input.signer.ed25519Seed, signedStatement(input.context, header, unsigned));
  return { header, seal: { ...unsigned, signature } };
}

function checkTree(seal: ObjectSeal): void {
  const pieces = Math.ceil(seal.payloadBytes / pieceBytes);
  if (seal.leaves.byteLength !== pieces * hashBytes) throw wrong("tree");
  if (!equalBytes(merkleRoot(seal.leaves), seal.root)) throw wrong("tree");
}

/**
 * Everything about an object that can be checked without a key and without its payload: form, context, signature, tree.
 * Throws `vault.header_wrong`, `vault.context_wrong`, `vault.signature_wrong`, `vault.truncated_wrong` or `vault.tree_wrong`.
 */
export function verifySeal(input: Omit<OpenInput, "epochSecret">): AgeHeader {
  const header = parseHeader(input.header);
  const [recipient, context, ...more] = header.stanzas;
  if (recipient?.args[0] !== "X25519" || more.length > 0) throw wrong("header");
  if (input.header.byteLength !== header.lengthBytes + nonceBytes) throw wrong("header");
  if (!isContextStanza(context, input.context)) throw wrong("context");
  const statement = signedStatement(input.context, input.header, input.seal);
  if (!verifyEd25519(input.signerPublic, statement, input.seal.signature)) throw wrong("signature");
  if (input.seal.payloadBytes !== sealedBytes(input.seal.sizeBytes)) throw wrong("truncated");
  checkTree(input.seal);
  return header;
}

/** `verifySeal`, then the file key and the header's MAC: `vault.key_wrong` or `vault.mac_wrong`. */
export function verifyHeader(input: OpenInput): FileKey {
  const header = verifySeal(input);
  const fileKey = openX25519Stanza(header.stanzas[0]!, input.epochSecret);
  if (!fileKey) throw wrong("key");
  if (!isHeaderMac(fileKey, header)) throw wrong("mac");
  return { fileKey, nonce: input.header.subarray(header.lengthBytes) };
}

/**
 * The same object for another epoch or place: a new header around the same file key, signed anew. The payload stays.
 * The old header is verified first.
 */
export function rewrap(old: OpenInput, renewed: SealInput): SealedObject {
  const keys = verifyHeader(old);
  const header = objectHeader(keys, renewed.context, renewed.epochPublic);
  return signObject(renewed, header, old.seal.sizeBytes, old.seal.leaves);
}

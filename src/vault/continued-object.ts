import { type Bytes, concat, equalBytes, idBytes, wipe } from "#/kernel/index.ts";
import { isHeaderMac, parseHeader } from "./age-header.ts";
import {
  chunkBytes,
  chunkCount,
  nonceBytes,
  openChunk,
  payloadKey,
  sealChunkInto,
  sealedBytes,
  sealedChunkBytes,
} from "./age-payload.ts";
import { openX25519Stanza } from "./age-x25519.ts";
import { contextBytes, isContextStanza, type ObjectContext, unsigned64 } from "./context.ts";
import { signEd25519, verifyEd25519 } from "./curve.ts";
import { domain, sha256 } from "./derive.ts";
import type { Signer } from "./identity.ts";
import { leafPrefix } from "./merkle.ts";
import {
  newFileKey,
  objectHeader,
  pieceChunks,
  pieceContentBytes,
  type SealedObject,
  type SealInput,
  signObject,
} from "./object-header.ts";
import { wrong } from "./refusals.ts";

/** What is kept of an object whose content is still on its way. */
export interface BegunObject {
  readonly context: ObjectContext;
  /** The object's own header: the file key is in it, sealed to the epoch. */
  readonly header: Bytes;
  /** Bytes of content that there will be. */
  readonly sizeBytes: number;
  /** Ed25519, by who began it: nobody exchanges the file key unseen. */
  readonly signature: Bytes;
  readonly signerKeyId: Signer["keyId"];
}

export interface ContinueInput extends BegunObject {
  readonly epochSecret: Bytes;
  /** Of who goes on with it: the same who began. */
  readonly signerPublic: Bytes;
}

/** Seals the pieces of one object in any order and process; the same piece with the same content gives the same bytes. */
export interface ContinuedObject {
  readonly pieceCount: number;
  /** Bytes of content in a piece: a mebibyte, the last one less. */
  contentBytesOf(pieceIndex: number): number;
  /** Never call it twice for one piece with different content. */
  seal(pieceIndex: number, content: Bytes): SealedPiece;
  /** The leaf hash of a sealed piece that was found again; undefined when it is not whole or not of this object. */
  recognise(pieceIndex: number, payload: Bytes): Bytes | undefined;
}

export interface SealedPiece {
  readonly payload: Bytes;
  /** 32 bytes. */
  readonly leaf: Bytes;
}

const beginning = ({ context, header, sizeBytes, signerKeyId }: Omit<BegunObject, "signature">): Bytes =>
  concat(
    domain("zegel/v1/begun-object"),
    contextBytes(context),
    idBytes(signerKeyId),
    sha256(header),
    unsigned64(sizeBytes),
  );

/** A new object of known size, of which no content is there yet. */
export function beginObject({ context, epochPublic, signer }: SealInput, sizeBytes: number): BegunObject {
  const keys = newFileKey();
  const header = objectHeader(keys, context, epochPublic);
  wipe(keys.fileKey);
  const unsigned = { context, header, sizeBytes, signerKeyId: signer.keyId };
  return { ...unsigned, signature: signEd25519(signer.ed25519Seed, beginning(unsigned)) };
}

/**
 * Goes on with an object that was begun. Throws `vault.signature_wrong` unless the same key began it, and
 * `vault.header_wrong`, `vault.context_wrong`, `vault.key_wrong` or `vault.mac_wrong` as opening an object does.
 */
export function continueObject(input: ContinueInput): ContinuedObject {
  if (!verifyEd25519(input.signerPublic, beginning(input), input.signature)) throw wrong("signature");
  const header = parseHeader(input.header);
  const [recipient, context, ...more] = header.stanzas;
  if (recipient?.args[0] !== "X25519" || more.length > 0) throw wrong("header");
  if (input.header.byteLength !== header.lengthBytes + nonceBytes) throw wrong("header");
  if (!isContextStanza(context, input.context)) throw wrong("context");
  const fileKey = openX25519Stanza(recipient, input.epochSecret);
  if (!fileKey) throw wrong("key");
  if (!isHeaderMac(fileKey, header)) throw wrong("mac");
  const key = payloadKey(fileKey, input.header.subarray(header.lengthBytes));
  wipe(fileKey);

  const { sizeBytes } = input;
  const lastChunk = chunkCount(sizeBytes) - 1;
  const contentBytesOf = (pieceIndex: number): number =>
    Math.max(0, Math.min(pieceContentBytes, sizeBytes - pieceIndex * pieceContentBytes));

  function seal(pieceIndex: number, content: Bytes): SealedPiece {
    if (content.byteLength !== contentBytesOf(pieceIndex)) throw new TypeError("a piece is sealed whole");
    const prefixed = Buffer.allocUnsafeSlow(leafPrefix.byteLength + sealedBytes(content.byteLength));
    prefixed.set(leafPrefix);
    let filled = leafPrefix.byteLength;
    for (let at = 0, index = pieceIndex * pieceChunks; at === 0 || at < content.byteLength; at += chunkBytes, index++) {
      const place = { key, index, last: index === lastChunk };
      filled = sealChunkInto(prefixed, filled, place, content.subarray(at, at + chunkBytes));
    }
    return { payload: prefixed.subarray(leafPrefix.byteLength), leaf: sha256(prefixed) };
  }

  function recognise(pieceIndex: number, payload: Bytes): Bytes | undefined {
    let contentBytes = 0;
    for (let at = 0, index = pieceIndex * pieceChunks; at < payload.byteLength; at += sealedChunkBytes, index++) {
      const plain = openChunk(key, index, index === lastChunk, payload.subarray(at, at + sealedChunkBytes));
      if (!plain) return undefined;
      contentBytes += plain.byteLength;
      wipe(plain);
    }
    return contentBytes === contentBytesOf(pieceIndex) ? sha256(concat(leafPrefix, payload)) : undefined;
  }

  return { pieceCount: Math.max(1, Math.ceil(sizeBytes / pieceContentBytes)), contentBytesOf, seal, recognise };
}

/** Signs an object all of whose pieces are there; from now on it is opened like any other. */
export function completeObject(input: SealInput, begun: BegunObject, leaves: Bytes): SealedObject {
  if (!equalBytes(contextBytes(input.context), contextBytes(begun.context))) throw wrong("context");
  return signObject(input, begun.header, begun.sizeBytes, leaves);
}

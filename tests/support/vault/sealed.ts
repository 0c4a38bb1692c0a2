import { newId } from "#/kernel/index.ts";
import type { Bytes } from "#/kernel/index.ts";
import {
  newIdentity,
  newX25519Secret,
  type ObjectContext,
  type OpenInput,
  publicIdentity,
  sealBytes,
  type SealedObject,
  type SealInput,
  x25519Public,
} from "#/vault/index.ts";

/** A writer, an epoch and a place to seal for, fresh each time. */
export function newDesk() {
  const writer = newIdentity();
  const epochSecret = newX25519Secret();
  const context: ObjectContext = {
    organisationId: newId(),
    spaceId: newId(),
    epoch: 3,
    objectId: newId(),
    version: 1,
    kind: "attachment",
  };
  const signer = { keyId: newId(), ed25519Seed: writer.ed25519Seed };
  const input: SealInput = { context, epochPublic: x25519Public(epochSecret), signer };
  const signerPublic = publicIdentity(writer).ed25519;
  return {
    input,
    context,
    epochSecret,
    signerPublic,
    seal: (plain: Bytes) => sealBytes(input, plain),
    opening: (sealed: SealedObject): OpenInput => ({
      header: sealed.header,
      seal: sealed.seal,
      context,
      epochSecret,
      signerPublic,
    }),
  };
}

/** Bytes in parts of the given sizes, again and again; then the rest. */
export async function* inParts(bytes: Bytes, sizes: readonly number[]): AsyncGenerator<Bytes, void> {
  for (let at = 0, turn = 0; at < bytes.byteLength; turn++) {
    const size = sizes[turn % sizes.length] ?? bytes.byteLength;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

/** A reader of a payload in memory, in parts of `partBytes`. */
export const reading =
  (payload: Bytes, partBytes = 300_000) =>
  (startByte: number, endByte: number): AsyncGenerator<Bytes, void> =>
    inParts(payload.subarray(startByte, endByte), [partBytes]);

/** A copy with one bit of the byte at `place` turned. */
export function flipped(bytes: Bytes, place: number): Bytes {
  const copy = Uint8Array.from(bytes);
  copy[place < 0 ? copy.byteLength + place : place]! ^= 1;
  return copy;
}

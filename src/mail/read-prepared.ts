import type { Bytes } from "#/kernel/index.ts";
import type { PreparedObject } from "#/spaces/index.ts";
import { ed25519Public, openBytes, openRange, type Signer } from "#/vault/index.ts";
import type { MailApp } from "./types.ts";

async function* onePart(bytes: Bytes): AsyncGenerator<Bytes, void> {
  yield bytes;
}

/** The content of something that was sealed in this process and is in no table yet. */
export function readPrepared(
  app: Pick<MailApp, "blobs">,
  { context, header, seal, place }: PreparedObject,
  epochSecret: Bytes,
  signer: Signer,
): AsyncIterable<Bytes> {
  const input = { context, header, seal, epochSecret, signerPublic: ed25519Public(signer.ed25519Seed) };
  if ("payload" in place) return onePart(openBytes(input, place.payload));
  return openRange(input, (startByte, endByte) => app.blobs.read(place.blobId, startByte, endByte));
}

import { randomBytes } from "node:crypto";
import { type Bytes, concat, wipe } from "#/kernel/index.ts";
import { encodeHeader, isHeaderMac, parseHeader } from "./age-header.ts";
import { chunkBytes, nonceBytes, openChunk, payloadKey, sealChunk, sealedChunkBytes } from "./age-payload.ts";
import { fileKeyBytes, openX25519Stanza, x25519Stanza } from "./age-x25519.ts";
import { wrong } from "./refusals.ts";

/** Pieces of exactly `sizeBytes`, the last one shorter or, of an empty source, empty. */
async function* cut(
  source: AsyncIterable<Bytes>,
  sizeBytes: number,
): AsyncGenerator<{ piece: Bytes; last: boolean }, void> {
  let held: Bytes[] = [];
  let heldBytes = 0;
  for await (const part of source) {
    let left = part;
    // A full piece may be the last one, so it goes on only when more follows.
    while (heldBytes + left.byteLength > sizeBytes) {
      held.push(left.subarray(0, sizeBytes - heldBytes));
      left = left.subarray(sizeBytes - heldBytes);
      yield { piece: concat(...held), last: false };
      held = [];
      heldBytes = 0;
    }
    if (left.byteLength > 0) held.push(left);
    heldBytes += left.byteLength;
  }
  yield { piece: concat(...held), last: true };
}

/** An ordinary age v1 file for one X25519 public key, as `sealTo` makes it, of any length in flat memory. */
export async function* sealStreamTo(recipientX25519: Bytes, plain: AsyncIterable<Bytes>): AsyncGenerator<Bytes, void> {
  const fileKey = randomBytes(fileKeyBytes);
  const nonce = randomBytes(nonceBytes);
  const key = payloadKey(fileKey, nonce);
  yield concat(encodeHeader(fileKey, [x25519Stanza(fileKey, recipientX25519)]), nonce);
  wipe(fileKey);
  let index = 0;
  for await (const { piece, last } of cut(plain, chunkBytes)) yield sealChunk(key, index++, last, piece);
}

const headBytes = 4_096;

/**
 * The content of a file of `sealStreamTo` or `sealTo`, chunk by chunk, each after its check. That it was all of it is only
 * sure at the end. Throws `vault.key_wrong` where the file is not for this key, and the other refusals of the vault.
 */
export async function* openSealedStream(
  x25519Secret: Bytes,
  sealed: AsyncIterable<Bytes>,
): AsyncGenerator<Bytes, void> {
  const reading = sealed[Symbol.asyncIterator]();
  try {
    let head: Bytes = new Uint8Array(0);
    for (let next = await reading.next(); !next.done; next = await reading.next()) {
      head = concat(head, next.value);
      if (head.byteLength >= headBytes) break;
    }
    const header = parseHeader(head);
    const fileKey = header.stanzas
      .map((stanza) => (stanza.args[0] === "X25519" ? openX25519Stanza(stanza, x25519Secret) : undefined))
      .find((opened) => opened !== undefined);
    if (!fileKey) throw wrong("key");
    if (!isHeaderMac(fileKey, header)) throw wrong("mac");
    const start = header.lengthBytes + nonceBytes;
    if (head.byteLength < start) throw wrong("truncated");
    const key = payloadKey(fileKey, head.subarray(header.lengthBytes, start));
    let index = 0;
    for await (const { piece, last } of cut(rest(head.subarray(start), reading), sealedChunkBytes)) {
      const plain = openChunk(key, index, last, piece);
      if (!plain || (plain.byteLength === 0 && index > 0))
        throw wrong(last && openChunk(key, index, false, piece) ? "truncated" : "chunk");
      index++;
      yield plain;
    }
  } finally {
    await reading.return?.();
  }
}

async function* rest(first: Bytes, reading: AsyncIterator<Bytes>): AsyncGenerator<Bytes, void> {
  yield first;
  for (let next = await reading.next(); !next.done; next = await reading.next()) yield next.value;
}

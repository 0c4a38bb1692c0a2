import type { BlobStore } from "#/blobs/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type Bytes, concat, type Id, newId } from "#/kernel/index.ts";
import {
  type ObjectContext,
  type ObjectKind,
  sealBytes,
  type SealedObject,
  type SealInput,
  sealStream,
  type Signer,
} from "#/vault/index.ts";
import { noteChanges } from "./heads/note-changes.ts";
import type { OpenEpoch } from "./holders.ts";

export interface PrepareObject {
  readonly organisationId: Id;
  readonly epoch: Omit<OpenEpoch, "secret">;
  readonly kind: ObjectKind;
  readonly signer: Signer;
  readonly objectId?: Id;
  /** Default 1. */
  readonly version?: number;
}

/** Sealed, and durable where it is large; nobody finds it until it is inserted. */
export interface PreparedObject extends SealedObject {
  readonly context: ObjectContext;
  readonly objectId: Id;
  readonly sizeBytes: number;
  /** Where the payload lies: in the blob store, or here and soon in the database. */
  readonly place: { readonly blobId: Id } | { readonly payload: Bytes };
}

/** Content whose payload (16 bytes more) is at most 64 KiB goes into the database. */
const inDatabaseBytes = 65_536 - 16;

/** The whole content when it is small; else what was read of it, and the rest. */
async function peek(source: AsyncIterable<Bytes>): Promise<Bytes | AsyncIterable<Bytes>> {
  const reading = source[Symbol.asyncIterator]();
  const parts: Bytes[] = [];
  let sizeBytes = 0;
  while (sizeBytes <= inDatabaseBytes) {
    const next = await reading.next();
    if (next.done) return concat(...parts);
    // Whoever feeds us may use the same memory again.
    parts.push(Buffer.from(next.value));
    sizeBytes += next.value.byteLength;
  }
  return resumed(parts, reading);
}

async function* resumed(parts: Bytes[], reading: AsyncIterator<Bytes>): AsyncGenerator<Bytes, void> {
  try {
    for (let part = parts.shift(); part; part = parts.shift()) yield part;
    for (let next = await reading.next(); !next.done; next = await reading.next()) yield next.value;
  } finally {
    await reading.return?.();
  }
}

async function* inOnePart(bytes: Bytes): AsyncGenerator<Bytes, void> {
  yield bytes;
}

/**
 * Seals content to an epoch, in flat memory. Above 64 KiB the payload is durable in the blob store when it resolves; if
 * the transaction then does not come, `discardObject` takes it away. Refuses with `blobs.disk_full`, whatever the size: the
 * last of the disk is for what the database has to write down besides.
 */
export async function prepareObject(
  app: { readonly blobs: BlobStore },
  { organisationId, epoch, kind, signer, objectId = newId(), version = 1 }: PrepareObject,
  plain: Bytes | AsyncIterable<Bytes>,
): Promise<PreparedObject> {
  const context = { organisationId, spaceId: epoch.spaceId, epoch: epoch.epoch, objectId, version, kind };
  const input: SealInput = { context, epochPublic: epoch.publicKey, signer };
  const content = plain instanceof Uint8Array ? plain : await peek(plain);
  if (content instanceof Uint8Array && content.byteLength <= inDatabaseBytes) {
    await app.blobs.assertRoom();
    const { payload, ...sealed } = sealBytes(input, content);
    return { ...sealed, context, objectId, sizeBytes: sealed.seal.sizeBytes, place: { payload } };
  }
  const blobId = version === 1 ? objectId : newId();
  const stream = sealStream(input, content instanceof Uint8Array ? inOnePart(content) : content);
  await app.blobs.write(blobId, stream.payload);
  const sealed = await stream.sealed;
  return { ...sealed, context, objectId, sizeBytes: sealed.seal.sizeBytes, place: { blobId } };
}

/** Takes back what was prepared and will not be inserted. */
export async function discardObject(app: { readonly blobs: BlobStore }, prepared: PreparedObject): Promise<void> {
  if ("blobId" in prepared.place) await app.blobs.remove(prepared.place.blobId);
}

/** The rows of sealed objects; four statements for all of them. */
export async function insertObjects(tx: Transaction, objects: readonly PreparedObject[], at: Date): Promise<void> {
  if (objects.length === 0) return;
  const key = ({ context }: PreparedObject) => ({
    organisation_id: tx.organisationId,
    object_id: context.objectId,
    version: context.version,
  });
  if (objects.some(({ context }) => context.organisationId !== tx.organisationId))
    throw new TypeError("an object of another organisation");
  const rows = objects.map((prepared) => ({
    ...key(prepared),
    space_id: prepared.context.spaceId,
    epoch: prepared.context.epoch,
    kind: prepared.context.kind,
    size_bytes: prepared.seal.sizeBytes,
    payload_bytes: prepared.seal.payloadBytes,
    blob_id: "blobId" in prepared.place ? prepared.place.blobId : null,
    root: prepared.seal.root,
    leaves: prepared.seal.leaves,
    signature: prepared.seal.signature,
    signer_key_id: prepared.seal.signerKeyId,
    created_at: at,
  }));
  tx.soon(tx.query.insertInto("spaces_object").values(rows));
  tx.soon(
    tx.query
      .insertInto("keys.spaces_header")
      .values(objects.map((prepared) => ({ ...key(prepared), header: prepared.header }))),
  );
  const contents = objects.flatMap((prepared) =>
    "payload" in prepared.place ? [{ ...key(prepared), payload: prepared.place.payload }] : [],
  );
  if (contents.length > 0) tx.soon(tx.query.insertInto("spaces_content").values(contents));
  await noteChanges(
    tx,
    objects.map(({ context, seal }) => ({ ...context, comes: true, signature: seal.signature })),
  );
}

export const insertObject = (tx: Transaction, prepared: PreparedObject, at: Date): Promise<void> =>
  insertObjects(tx, [prepared], at);

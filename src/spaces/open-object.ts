import type { NotNull } from "kysely";
import { verifiedKeys } from "#/certificates/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type Bytes, concat, type Id, isRefusal, Refusal } from "#/kernel/index.ts";
import { type ObjectKind, openBytes, type OpenInput, openRange, type PlainRange, verifyHeader } from "#/vault/index.ts";
import type { Reader, SpacesApp } from "./holders.ts";
import { objectRows, sealedPartsOf } from "./object-rows.ts";
import { openEpochSecrets, placeKey } from "./open-epoch.ts";

/** What the caller expects, from where the object was named; whatever differs is `vault.context_wrong`. */
export interface WantedObject {
  readonly objectId: Id;
  readonly kind: ObjectKind;
  readonly spaceId?: Id;
  readonly epoch?: number;
  /** Default: the newest. */
  readonly version?: number;
}

/** Header, place, signature and tree have been checked; content is checked piece by piece before it is handed out. */
export interface OpenedObject {
  readonly objectId: Id;
  readonly sizeBytes: number;
  readonly createdAt: Date;
  readonly signerKeyId: Id;
  bytes(): Promise<Bytes>;
  /** Works after the transaction has ended. `end` is not included. */
  stream(range?: PlainRange): AsyncIterable<Bytes>;
}

/** Of each the version that is wanted, or the newest. */
export async function loadRows(tx: Transaction, wanted: readonly Pick<WantedObject, "objectId" | "version">[]) {
  const ids = wanted.map(({ objectId }) => objectId);
  const versions = wanted.filter(({ version }) => version !== undefined);
  return objectRows(tx)
    .distinctOn("object.object_id")
    .where("header.header", "is not", null)
    .$narrowType<{ header: NotNull }>()
    .where("object.object_id", "in", ids)
    .$if(versions.length > 0, (query) =>
      query.where(({ eb }) =>
        eb.not(
          eb.or(
            versions.map(({ objectId, version }) =>
              eb.and([eb("object.object_id", "=", objectId), eb("object.version", "!=", version!)]),
            ),
          ),
        ),
      ),
    )
    .orderBy("object.object_id")
    .orderBy("object.version", "desc")
    .execute();
}

export type Row = Awaited<ReturnType<typeof loadRows>>[number];

export function assertInPlace(row: Row, wanted: WantedObject): void {
  const elsewhere =
    (wanted.spaceId !== undefined && wanted.spaceId !== row.space_id) ||
    (wanted.epoch !== undefined && wanted.epoch !== row.epoch);
  if (elsewhere) throw new Refusal("invalid", "vault.context_wrong");
}

export function inputOf(
  row: Row,
  wanted: WantedObject,
  epochSecret: Bytes,
  signerPublic: Bytes | undefined,
): OpenInput {
  if (!signerPublic) throw new Refusal("invalid", "vault.certificate_wrong");
  const parts = sealedPartsOf(row);
  return {
    ...parts,
    context: { ...parts.context, kind: wanted.kind },
    epochSecret,
    signerPublic,
  };
}

async function* part(bytes: Bytes, range?: PlainRange): AsyncGenerator<Bytes, void> {
  const chosen = range ? bytes.subarray(Math.max(0, range.start), Math.max(0, range.end)) : bytes;
  if (chosen.byteLength > 0) yield chosen;
}

function opened(app: SpacesApp, row: Row, input: OpenInput): OpenedObject {
  const facts = {
    objectId: row.object_id,
    sizeBytes: row.size_bytes,
    createdAt: row.created_at,
    signerKeyId: row.signer_key_id,
  };
  const blobId = row.blob_id;
  if (blobId === null) {
    if (!row.payload) throw new Refusal("invalid", "vault.truncated_wrong");
    const content = openBytes(input, row.payload);
    return { ...facts, bytes: async () => content, stream: (range) => part(content, range) };
  }
  verifyHeader(input);
  const stream = (range?: PlainRange): AsyncIterable<Bytes> =>
    openRange(input, (startByte, endByte) => app.blobs.read(blobId, startByte, endByte), range);
  return { ...facts, bytes: async () => concat(...(await Array.fromAsync(stream()))), stream };
}

async function openAll(
  app: SpacesApp,
  tx: Transaction,
  reader: Reader,
  wanted: readonly WantedObject[],
): Promise<Map<Id, OpenedObject>> {
  const rows = new Map((await loadRows(tx, wanted)).map((row) => [row.object_id, row]));
  const places = [...rows.values()].map((row) => ({ spaceId: row.space_id, epoch: row.epoch }));
  const secrets = await openEpochSecrets(app, tx, reader, places);
  const readable = wanted.flatMap((each) => {
    const row = rows.get(each.objectId);
    const secret = row && secrets.get(placeKey({ spaceId: row.space_id, epoch: row.epoch }));
    return row && secret ? [{ wanted: each, row, secret }] : [];
  });
  const signerIds = readable.map(({ row }) => row.signer_key_id);
  const signers = await verifiedKeys(app, tx, signerIds, { revoked: "accepted" });
  return new Map(
    readable.map(({ wanted: each, row, secret }) => {
      assertInPlace(row, each);
      return [each.objectId, opened(app, row, inputOf(row, each, secret, signers.get(row.signer_key_id)?.ed25519))];
    }),
  );
}

/**
 * Opens objects for a reader, by id; one that is not there, or that the reader has no way to, is left out. The number
 * of queries does not depend on how many. What fails a check is a Refusal: thrown, or, where `onRefusal` is there, given
 * to it while the others are opened.
 */
export async function openObjects(
  app: SpacesApp,
  tx: Transaction,
  reader: Reader,
  wanted: readonly WantedObject[],
  onRefusal?: (objectId: Id, refusal: Refusal) => void,
): Promise<Map<Id, OpenedObject>> {
  if (wanted.length === 0) return new Map();
  try {
    return await openAll(app, tx, reader, wanted);
  } catch (error) {
    if (!onRefusal || !isRefusal(error)) throw error;
    const [only, ...more] = wanted;
    if (more.length === 0) {
      onRefusal(only!.objectId, error);
      return new Map();
    }
    // Halves, until the one that is damaged is alone: the others shall be read.
    const middle = Math.ceil(wanted.length / 2);
    const first = await openObjects(app, tx, reader, wanted.slice(0, middle), onRefusal);
    return new Map([...first, ...(await openObjects(app, tx, reader, wanted.slice(middle), onRefusal))]);
  }
}

/** One of `openObjects`; undefined when it is not there or not for this reader. */
export async function openObject(
  app: SpacesApp,
  tx: Transaction,
  reader: Reader,
  objectId: Id,
  expected: ObjectKind | Omit<WantedObject, "objectId">,
): Promise<OpenedObject | undefined> {
  const wanted = typeof expected === "string" ? { kind: expected } : expected;
  return (await openObjects(app, tx, reader, [{ ...wanted, objectId }])).get(objectId);
}

import { type NotNull, sql } from "kysely";
import type { BlobStore } from "#/blobs/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type Bytes, concat, type Id } from "#/kernel/index.ts";
import type { ObjectKind } from "#/vault/index.ts";
import { objectRows } from "./object-rows.ts";

/** Where a list goes on. */
export interface AfterObject {
  readonly objectId: Id;
  readonly version: number;
}

/** An object as it is stored; header and payload laid end to end are one age file. */
export interface StoredObject {
  readonly objectId: Id;
  readonly version: number;
  readonly spaceId: Id;
  readonly epoch: number;
  readonly kind: ObjectKind;
  readonly sizeBytes: number;
  readonly createdAt: Date;
  ageFile(): AsyncIterable<Bytes>;
}

async function* ageFileOf(
  app: { readonly blobs: BlobStore },
  row: { header: Bytes; payload: Bytes | null; blob_id: Id | null },
): AsyncGenerator<Bytes, void> {
  yield row.header;
  if (row.blob_id) yield* app.blobs.read(row.blob_id);
  else yield row.payload ?? concat();
}

/** The organisation's objects without opening any, in the order of their ids; for recovery and checks. */
export async function storedObjects(
  app: { readonly blobs: BlobStore },
  tx: Transaction,
  { after, limit }: { readonly after?: AfterObject | undefined; readonly limit: number },
): Promise<StoredObject[]> {
  const rows = await objectRows(tx)
    .where("header.header", "is not", null)
    .$narrowType<{ header: NotNull }>()
    .$if(after !== undefined, (query) =>
      query.where(
        sql<boolean>`(object.object_id, object.version) > (${after!.objectId}::uuid, ${after!.version}::int)`,
      ),
    )
    .orderBy("object.object_id")
    .orderBy("object.version")
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    objectId: row.object_id,
    version: row.version,
    spaceId: row.space_id,
    epoch: row.epoch,
    kind: row.kind,
    sizeBytes: row.size_bytes,
    createdAt: row.created_at,
    ageFile: () => ageFileOf(app, row),
  }));
}

export interface AfterEpoch {
  readonly spaceId: Id;
  readonly epoch: number;
}

/** An epoch's secret as sealed for recovery: to the recovery kit, or to an epoch of the compliance space. An age file. */
export interface RecoveryWrap {
  readonly spaceId: Id;
  readonly epoch: number;
  readonly holder: "recovery" | { readonly spaceId: Id; readonly epoch: number };
  readonly sealed: Bytes;
}

/** The wraps on the way from the recovery kit to every epoch, in the order of their spaces. */
export async function recoveryWraps(
  tx: Transaction,
  { after, limit }: { readonly after?: AfterEpoch | undefined; readonly limit: number },
): Promise<RecoveryWrap[]> {
  const rows = await tx.query
    .selectFrom("keys.spaces_wrap as wrap")
    .leftJoin("spaces_space as holder", (join) =>
      join.onRef("holder.organisation_id", "=", "wrap.organisation_id").onRef("holder.space_id", "=", "wrap.holder_id"),
    )
    .select(["wrap.space_id", "wrap.epoch", "wrap.holder_kind", "wrap.holder_id", "wrap.holder_epoch", "wrap.sealed"])
    .where("wrap.organisation_id", "=", tx.organisationId)
    .where((row) =>
      row.or([
        row("wrap.holder_kind", "=", "recovery"),
        row.and([row("wrap.holder_kind", "=", "space"), row("holder.kind", "=", "compliance")]),
      ]),
    )
    .$if(after !== undefined, (query) =>
      query.where(sql<boolean>`(wrap.space_id, wrap.epoch) > (${after!.spaceId}::uuid, ${after!.epoch}::int)`),
    )
    .orderBy("wrap.space_id")
    .orderBy("wrap.epoch")
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    spaceId: row.space_id,
    epoch: row.epoch,
    holder: row.holder_kind === "recovery" ? "recovery" : { spaceId: row.holder_id, epoch: row.holder_epoch },
    sealed: row.sealed,
  }));
}

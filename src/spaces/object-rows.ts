import type { Transaction } from "#/db/index.ts";
import type { Bytes } from "#/kernel/index.ts";
import type { ObjectContext, ObjectKind } from "#/vault/index.ts";

/** The organisation's objects, each version with its header and, where it is in the database, its payload. */
export const objectRows = (tx: Transaction) =>
  tx.query
    .selectFrom("spaces_object as object")
    .leftJoin("keys.spaces_header as header", (join) =>
      join
        .onRef("header.organisation_id", "=", "object.organisation_id")
        .onRef("header.object_id", "=", "object.object_id")
        .onRef("header.version", "=", "object.version"),
    )
    .leftJoin("spaces_content as content", (join) =>
      join
        .onRef("content.organisation_id", "=", "object.organisation_id")
        .onRef("content.object_id", "=", "object.object_id")
        .onRef("content.version", "=", "object.version"),
    )
    .selectAll("object")
    .select(["header.header", "content.payload"])
    .where("object.organisation_id", "=", tx.organisationId);

export type ObjectRow = Awaited<ReturnType<ReturnType<typeof objectRows>["execute"]>>[number];

/** What was signed of an object, as its row says; `header` where there is one. */
export function sealedPartsOf<Header extends Bytes | null>(
  row: Omit<ObjectRow, "header"> & { readonly header: Header },
) {
  const context: ObjectContext = {
    organisationId: row.organisation_id,
    spaceId: row.space_id,
    epoch: row.epoch,
    objectId: row.object_id,
    version: row.version,
    kind: row.kind as ObjectKind,
  };
  const seal = {
    sizeBytes: row.size_bytes,
    payloadBytes: row.payload_bytes,
    root: row.root,
    leaves: row.leaves,
    signature: row.signature,
    signerKeyId: row.signer_key_id,
  };
  return { context, header: row.header, seal };
}

import type { Transaction } from "#/db/index.ts";
import { type Id, Refusal } from "#/kernel/index.ts";
import { rewrap } from "#/vault/index.ts";
import { noteChanges } from "./heads/note-changes.ts";
import type { Reader, SpacesApp } from "./holders.ts";
import { type MoveObject, openedToMove } from "./move-object.ts";
import { insertObject } from "./prepare-object.ts";

export interface AdoptObject extends MoveObject {
  /** Under which id and number it goes on. */
  readonly as: { readonly objectId: Id; readonly version: number };
  readonly at: Date;
}

/**
 * Like `moveObject`, and the object goes on as a version of another one: header and signature are made anew, the payload
 * stays where it is. Undefined when it is not there or not for this reader; `spaces.object_moved` when somebody else
 * moved it meanwhile.
 */
export async function adoptObject(
  app: SpacesApp,
  tx: Transaction,
  reader: Reader,
  { from, epoch, kind = from.kind, signer, as, at }: AdoptObject,
): Promise<{ readonly sizeBytes: number } | undefined> {
  const opened = await openedToMove(app, tx, reader, from);
  if (!opened) return undefined;
  const { row, old } = opened;
  const context = { ...old.context, ...as, spaceId: epoch.spaceId, epoch: epoch.epoch, kind };
  const { header, seal } = rewrap(old, { context, epochPublic: epoch.publicKey, signer });
  const gone = await tx.query
    .deleteFrom("spaces_object")
    .where("organisation_id", "=", tx.organisationId)
    .where("object_id", "=", row.object_id)
    .where("version", "=", row.version)
    .where("signature", "=", row.signature)
    .executeTakeFirst();
  if (gone.numDeletedRows !== 1n) throw new Refusal("conflict", "spaces.object_moved");
  const { object_id: objectId, version, space_id: spaceId, signature } = row;
  await noteChanges(tx, [{ spaceId, objectId, version, comes: false, signature }]);
  const place = row.blob_id === null ? { payload: row.payload! } : { blobId: row.blob_id };
  await insertObject(tx, { header, seal, context, objectId: as.objectId, sizeBytes: seal.sizeBytes, place }, at);
  return { sizeBytes: seal.sizeBytes };
}

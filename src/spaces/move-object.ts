import { verifiedKeys } from "#/certificates/index.ts";
import type { Transaction } from "#/db/index.ts";
import { Refusal } from "#/kernel/index.ts";
import { type ObjectKind, rewrap, type Signer } from "#/vault/index.ts";
import { noteChanges } from "./heads/note-changes.ts";
import type { OpenEpoch, Reader, SpacesApp } from "./holders.ts";
import { openEpochSecret } from "./open-epoch.ts";
import { assertInPlace, inputOf, loadRows, type WantedObject } from "./open-object.ts";

export interface MoveObject {
  /** The object, and where it has to be now; elsewhere is `vault.context_wrong`. */
  readonly from: WantedObject;
  /** Its row has to be there, and its public key verified or made here. */
  readonly epoch: Omit<OpenEpoch, "secret">;
  /** Default: it stays what it is. */
  readonly kind?: ObjectKind;
  readonly signer: Signer;
}

/** An object with its seal opened, in its place; undefined when it is not there or not for this reader. */
export async function openedToMove(app: SpacesApp, tx: Transaction, reader: Reader, from: WantedObject) {
  const [row] = await loadRows(tx, [from]);
  if (!row) return undefined;
  const secret = await openEpochSecret(app, tx, reader, row.space_id, row.epoch);
  if (!secret) return undefined;
  assertInPlace(row, from);
  const signers = await verifiedKeys(app, tx, [row.signer_key_id], { revoked: "accepted" });
  const old = inputOf(row, from, secret, signers.get(row.signer_key_id)?.ed25519);
  return { row, old };
}

/**
 * Makes an object's header anew for another epoch, and with it another space or kind: id, payload and file key stay,
 * the signature is the mover's. The old seal is verified first. Undefined when the object is not there or the reader
 * has no way to it; `spaces.object_moved` when somebody else moved it meanwhile. Who could read it in its old place and
 * kept the old header, can still read it. Moves one version, by default the newest.
 */
export async function moveObject(
  app: SpacesApp,
  tx: Transaction,
  reader: Reader,
  { from, epoch, kind = from.kind, signer }: MoveObject,
): Promise<{ readonly sizeBytes: number } | undefined> {
  const opened = await openedToMove(app, tx, reader, from);
  if (!opened) return undefined;
  const { row, old } = opened;
  const context = { ...old.context, spaceId: epoch.spaceId, epoch: epoch.epoch, kind };
  const { header, seal } = rewrap(old, { context, epochPublic: epoch.publicKey, signer });
  const moved = await tx.query
    .updateTable("spaces_object")
    .set({
      space_id: epoch.spaceId,
      epoch: epoch.epoch,
      kind,
      signature: seal.signature,
      signer_key_id: seal.signerKeyId,
    })
    .where("organisation_id", "=", tx.organisationId)
    .where("object_id", "=", row.object_id)
    .where("version", "=", row.version)
    .where("space_id", "=", row.space_id)
    .where("epoch", "=", row.epoch)
    .where("signature", "=", row.signature)
    .executeTakeFirst();
  if (moved.numUpdatedRows !== 1n) throw new Refusal("conflict", "spaces.object_moved");
  await tx.query
    .updateTable("keys.spaces_header")
    .set({ header })
    .where("organisation_id", "=", tx.organisationId)
    .where("object_id", "=", row.object_id)
    .where("version", "=", row.version)
    .execute();
  const moving = { objectId: row.object_id, version: row.version };
  await noteChanges(tx, [
    { ...moving, spaceId: row.space_id, comes: false, signature: row.signature },
    { ...moving, spaceId: epoch.spaceId, comes: true, signature: seal.signature },
  ]);
  return { sizeBytes: seal.sizeBytes };
}

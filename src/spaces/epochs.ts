import { verifiedEpochs } from "#/certificates/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type Id, newId, Refusal } from "#/kernel/index.ts";
import { issueCertificate, newX25519Secret, type Signer, x25519Public } from "#/vault/index.ts";
import { complianceSpaceId } from "./current-epoch.ts";
import type { Holder, OpenEpoch, SpaceKind, SpacesApp } from "./holders.ts";
import { insertWraps } from "./wraps.ts";

export interface InsertEpoch {
  /** Who answers for the key: a member, an app password, the intake; for the compliance space the root. */
  readonly signer: Signer;
  readonly holders: readonly Holder[];
  readonly at: Date;
}

/** A fresh pair of keys for an epoch that does not exist yet. */
export function newEpoch(spaceId: Id, epoch: number): OpenEpoch {
  const secret = newX25519Secret();
  return { spaceId, epoch, publicKey: x25519Public(secret), secret };
}

/**
 * Takes the space's next number and makes keys for it. In a short transaction of its own, before what is to be sealed
 * arrives; a number that is not used stays a gap. A space that does not exist is `spaces.absent`.
 */
export async function reserveEpoch(tx: Transaction, spaceId: Id): Promise<OpenEpoch> {
  const row = await tx.query
    .updateTable("spaces_space")
    .set((expression) => ({ reserved_epoch: expression("reserved_epoch", "+", 1) }))
    .where("organisation_id", "=", tx.organisationId)
    .where("space_id", "=", spaceId)
    .returning("reserved_epoch")
    .executeTakeFirst();
  if (!row) throw new Refusal("absent", "spaces.absent");
  return newEpoch(spaceId, row.reserved_epoch);
}

const complianceHolder = async (tx: Transaction): Promise<Holder> => ({
  kind: "space",
  spaceId: await complianceSpaceId(tx),
  owner: "compliance",
});

/** Certifies an epoch's key, and wraps its secret to the holders. */
export async function writeEpoch(
  app: SpacesApp,
  tx: Transaction,
  epoch: OpenEpoch,
  { kind, signer, holders, at }: InsertEpoch & { readonly kind: SpaceKind },
): Promise<void> {
  const certificate = issueCertificate(
    {
      organisationId: tx.organisationId,
      kind: kind === "compliance" ? "compliance" : "epoch",
      keyId: newId(),
      subjectId: epoch.spaceId,
      epoch: epoch.epoch,
      x25519: epoch.publicKey,
      issuerKeyId: signer.keyId,
      issuedAt: at.toISOString(),
    },
    signer.ed25519Seed,
  );
  const row = {
    spaceId: epoch.spaceId,
    epoch: epoch.epoch,
    publicKey: epoch.publicKey,
    certificate,
    signerKeyId: signer.keyId,
  };
  // An epoch that nobody would accept must not come into being.
  await verifiedEpochs(app, tx, [row]);
  tx.soon(
    tx.query.insertInto("spaces_epoch").values({
      organisation_id: tx.organisationId,
      space_id: row.spaceId,
      epoch: row.epoch,
      public_key: row.publicKey,
      certificate,
      signer_key_id: row.signerKeyId,
      created_at: at,
    }),
  );
  const always: Holder[] = kind === "compliance" ? [] : [await complianceHolder(tx)];
  await insertWraps(app, tx, { epoch, holders: [...holders, ...always], at });
}

/** Brings a reserved epoch into being: from now on it is the one to seal to, unless a later one exists. */
export async function insertEpoch(
  app: SpacesApp,
  tx: Transaction,
  epoch: OpenEpoch,
  options: InsertEpoch,
): Promise<void> {
  const space = await tx.query
    .updateTable("spaces_space")
    .set((expression) => ({
      current_epoch: expression.fn<number>("greatest", ["current_epoch", expression.val(epoch.epoch)]),
    }))
    .where("organisation_id", "=", tx.organisationId)
    .where("space_id", "=", epoch.spaceId)
    .where("reserved_epoch", ">=", epoch.epoch)
    .returning("kind")
    .executeTakeFirst();
  if (!space) throw new Refusal("absent", "spaces.absent");
  await writeEpoch(app, tx, epoch, { ...options, kind: space.kind });
}

/**
 * Makes the space's next epoch ready without going over to it: certified now, by whom the space belongs to, and taken
 * into use later by somebody who holds no key.
 */
export async function addEpochAhead(
  app: SpacesApp,
  tx: Transaction,
  { spaceId, kind, ...options }: InsertEpoch & { readonly spaceId: Id; readonly kind: SpaceKind },
): Promise<OpenEpoch> {
  const epoch = await reserveEpoch(tx, spaceId);
  await writeEpoch(app, tx, epoch, { ...options, kind });
  return epoch;
}

/** From now on the epoch that was made ready is the one to seal to, unless a later one is already. */
export async function useEpoch(tx: Transaction, { spaceId, epoch }: Pick<OpenEpoch, "spaceId" | "epoch">) {
  await tx.query
    .updateTable("spaces_space")
    .set((row) => ({ current_epoch: row.fn<number>("greatest", ["current_epoch", row.val(epoch)]) }))
    .where("organisation_id", "=", tx.organisationId)
    .where("space_id", "=", spaceId)
    .where("reserved_epoch", ">=", epoch)
    .execute();
}

/** The space's next epoch, at once: after somebody left, or when nothing had to be sealed before. */
export async function addEpoch(
  app: SpacesApp,
  tx: Transaction,
  { spaceId, ...options }: InsertEpoch & { readonly spaceId: Id },
): Promise<OpenEpoch> {
  const epoch = await reserveEpoch(tx, spaceId);
  await insertEpoch(app, tx, epoch, options);
  return epoch;
}

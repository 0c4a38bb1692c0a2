import { type CertificatesApp, type VerifiedEpoch, verifiedEpochs } from "#/certificates/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type Id, Refusal } from "#/kernel/index.ts";

/** The newest epoch of each space, verified: what to seal and wrap to. A space that does not exist is `spaces.absent`. */
export async function currentEpochs(
  app: CertificatesApp,
  tx: Transaction,
  spaceIds: readonly Id[],
): Promise<Map<Id, VerifiedEpoch>> {
  const wanted = [...new Set(spaceIds)];
  if (wanted.length === 0) return new Map();
  const rows = await tx.query
    .selectFrom("spaces_space as space")
    .innerJoin("spaces_epoch as epoch", (join) =>
      join
        .onRef("epoch.organisation_id", "=", "space.organisation_id")
        .onRef("epoch.space_id", "=", "space.space_id")
        .onRef("epoch.epoch", "=", "space.current_epoch"),
    )
    .select(["epoch.space_id", "epoch.epoch", "epoch.public_key", "epoch.certificate", "epoch.signer_key_id"])
    .where("space.organisation_id", "=", tx.organisationId)
    .where("space.space_id", "in", wanted)
    .execute();
  if (rows.length !== wanted.length) throw new Refusal("absent", "spaces.absent");
  const epochs = rows.map((row) => ({
    spaceId: row.space_id,
    epoch: row.epoch,
    publicKey: row.public_key,
    certificate: row.certificate,
    signerKeyId: row.signer_key_id,
  }));
  return new Map((await verifiedEpochs(app, tx, epochs)).map((epoch) => [epoch.spaceId, epoch]));
}

export async function currentEpoch(app: CertificatesApp, tx: Transaction, spaceId: Id): Promise<VerifiedEpoch> {
  return (await currentEpochs(app, tx, [spaceId])).get(spaceId)!;
}

/** The organisation's compliance space, which holds the secret of every other. */
export async function complianceSpaceId(tx: Transaction): Promise<Id> {
  const row = await tx.query
    .selectFrom("spaces_space")
    .select("space_id")
    .where("organisation_id", "=", tx.organisationId)
    .where("kind", "=", "compliance")
    .executeTakeFirst();
  if (!row) throw new Refusal("unavailable", "spaces.compliance_absent");
  return row.space_id;
}

import { verifiedEpochs } from "#/certificates/index.ts";
import type { Transaction } from "#/db/index.ts";
import type { Id } from "#/kernel/index.ts";
import type { OpenEpoch, Reader, SpaceKind, SpacesApp } from "./holders.ts";
import { openEpochSecrets, placeKey } from "./open-epoch.ts";

/** All epochs of a space that the reader has a way to, oldest first: what to hand on to somebody who joins it. */
export async function openSpace(app: SpacesApp, tx: Transaction, reader: Reader, spaceId: Id): Promise<OpenEpoch[]> {
  const rows = await tx.query
    .selectFrom("spaces_epoch")
    .select(["space_id", "epoch", "public_key", "certificate", "signer_key_id"])
    .where("organisation_id", "=", tx.organisationId)
    .where("space_id", "=", spaceId)
    .orderBy("epoch")
    .execute();
  const found = rows.map((row) => ({
    spaceId: row.space_id,
    epoch: row.epoch,
    publicKey: row.public_key,
    certificate: row.certificate,
    signerKeyId: row.signer_key_id,
  }));
  const epochs = await verifiedEpochs(app, tx, found);
  const secrets = await openEpochSecrets(app, tx, reader, epochs);
  return epochs.flatMap(({ epoch, publicKey }) => {
    const secret = secrets.get(placeKey({ spaceId, epoch }));
    return secret ? [{ spaceId, epoch, publicKey, secret }] : [];
  });
}

/** The organisation's one space of a kind, such as its contacts; undefined when there is none. */
export async function spaceOfKind(
  tx: Transaction,
  kind: Extract<SpaceKind, "compliance" | "contacts">,
): Promise<Id | undefined> {
  const row = await tx.query
    .selectFrom("spaces_space")
    .select("space_id")
    .where("organisation_id", "=", tx.organisationId)
    .where("kind", "=", kind)
    .executeTakeFirst();
  return row?.space_id;
}

import type { Transaction } from "#/db/index.ts";
import { type Bytes, equalBytes, type Id, Refusal } from "#/kernel/index.ts";
import type { CertificateBody } from "#/vault/index.ts";
import { type CertificatesApp, verifyUnder } from "./verified-key.ts";

/** An epoch's row as it was read. */
export interface EpochRow {
  readonly spaceId: Id;
  readonly epoch: number;
  readonly publicKey: Bytes;
  readonly certificate: Bytes;
  readonly signerKeyId: Id;
}

export interface VerifiedEpoch {
  readonly spaceId: Id;
  readonly epoch: number;
  readonly publicKey: Bytes;
  /** Who certified it: for a mailbox its member's key, for the compliance space the root. */
  readonly issuerKeyId: Id;
  readonly kind: "epoch" | "compliance";
}

const wrong = (): Refusal => new Refusal("invalid", "vault.certificate_wrong");

function kindSaid(body: CertificateBody, row: EpochRow): VerifiedEpoch["kind"] {
  const isOfSpace = body.subjectId === row.spaceId && body.epoch === row.epoch;
  if (!isOfSpace || !body.x25519 || !equalBytes(body.x25519, row.publicKey)) throw wrong();
  if (body.kind !== "epoch" && body.kind !== "compliance") throw wrong();
  return body.kind;
}

/** Public keys of epochs, each certified up to the organisation's root; `vault.certificate_wrong` when one is not. */
export async function verifiedEpochs(
  app: CertificatesApp,
  tx: Transaction,
  rows: readonly EpochRow[],
): Promise<VerifiedEpoch[]> {
  if (rows.length === 0) return [];
  const leaves = rows.map((row) => ({ certificate: row.certificate, issuerKeyId: row.signerKeyId }));
  const bodies = await verifyUnder(app, tx, leaves);
  return rows.map((row, index) => {
    const kind = kindSaid(bodies[index]!, row);
    return { spaceId: row.spaceId, epoch: row.epoch, publicKey: row.publicKey, issuerKeyId: row.signerKeyId, kind };
  });
}

/** One epoch, read and verified; undefined when it does not exist. */
export async function verifiedEpoch(
  app: CertificatesApp,
  tx: Transaction,
  spaceId: Id,
  epoch: number,
): Promise<VerifiedEpoch | undefined> {
  const row = await tx.query
    .selectFrom("spaces_epoch")
    .select(["space_id", "epoch", "public_key", "certificate", "signer_key_id"])
    .where("space_id", "=", spaceId)
    .where("epoch", "=", epoch)
    .executeTakeFirst();
  if (!row) return undefined;
  const read = {
    spaceId: row.space_id,
    epoch: row.epoch,
    publicKey: row.public_key,
    certificate: row.certificate,
    signerKeyId: row.signer_key_id,
  };
  return (await verifiedEpochs(app, tx, [read]))[0];
}

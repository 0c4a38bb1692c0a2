import type { Transaction } from "#/db/index.ts";
import { type Bytes, type Id, Refusal } from "#/kernel/index.ts";
import { type CertificateBody, type CertificateKind, readCertificate } from "#/vault/index.ts";
import { type CertificatesApp, forgetChains, verifiedKey } from "./verified-key.ts";

/** Kinds with a row of their own; an epoch's certificate lies with the epoch. */
export type StoredKind = Exclude<CertificateKind, "epoch">;

/** Keeps a certificate, with its columns taken from what it says. What it is worth is checked at every use. */
export async function storeCertificate(tx: Transaction, certificate: Bytes, at: Date): Promise<CertificateBody> {
  const body = readCertificate(certificate);
  if (body.organisationId !== tx.organisationId || body.kind === "epoch")
    throw new Refusal("invalid", "vault.certificate_wrong");
  await tx.query
    .insertInto("certificates_key")
    .values({
      organisation_id: tx.organisationId,
      key_id: body.keyId,
      kind: body.kind,
      subject_id: body.subjectId,
      issuer_key_id: body.issuerKeyId,
      certificate,
      created_at: at,
    })
    .execute();
  return body;
}

/** From `at` on nothing new is sealed to the key or accepted from it; what it signed before stays good. */
export async function revokeCertificate(tx: Transaction, keyId: Id, at: Date): Promise<void> {
  await tx.query
    .updateTable("certificates_key")
    .set({ revoked_at: at })
    .where("key_id", "=", keyId)
    .where("revoked_at", "is", null)
    .execute();
  forgetChains(tx);
}

export interface KeyOfSubject {
  readonly kind: StoredKind;
  readonly subjectId: Id;
}

/** The newest key of somebody that is not revoked, verified; undefined when there is none. */
export async function findKeyOf(
  app: CertificatesApp,
  tx: Transaction,
  { kind, subjectId }: KeyOfSubject,
): Promise<CertificateBody | undefined> {
  const row = await tx.query
    .selectFrom("certificates_key")
    .select("key_id")
    .where("subject_id", "=", subjectId)
    .where("kind", "=", kind)
    .where("revoked_at", "is", null)
    .orderBy("created_at", "desc")
    .orderBy("key_id", "desc")
    .limit(1)
    .executeTakeFirst();
  if (!row) return undefined;
  const body = await verifiedKey(app, tx, row.key_id);
  if (body.kind !== kind || body.subjectId !== subjectId) throw new Refusal("invalid", "vault.certificate_wrong");
  return body;
}

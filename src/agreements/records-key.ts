import { type CertificatesApp, verifiedKey } from "#/certificates/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type MemberActor, openIssuingKey } from "#/identity/index.ts";
import { type Bytes, concat, type Id, idBytes, isRefusal, Refusal, utf8 } from "#/kernel/index.ts";
import { deriveKey, signEd25519, type Signer, verifyEd25519, x25519Public } from "#/vault/index.ts";
import type { AgreementsApp } from "./put-in-force.ts";

const label = "zegel/v1/records";

/** Follows from the issuing key, so that whoever may put agreements in force can replay them, and nobody else. */
const secretOf = ({ ed25519Seed }: Signer): Bytes => deriveKey(ed25519Seed, label);

const signed = (organisationId: Id, publicKey: Bytes): Bytes =>
  concat(utf8(`${label}\0`), idBytes(organisationId), publicKey);

export interface RecordsKey {
  readonly issuingKeyId: Id;
  readonly publicKey: Bytes;
}

/** The newest key; undefined until an admin was there. @throws Refusal `vault.signature_wrong`. */
export async function recordsKey(app: CertificatesApp, tx: Transaction): Promise<RecordsKey | undefined> {
  const row = await tx.query
    .selectFrom("agreements_records_key")
    .selectAll()
    .where("organisation_id", "=", tx.organisationId)
    .orderBy("created_at", "desc")
    .limit(1)
    .executeTakeFirst();
  if (!row) return undefined;
  const issuing = await verifiedKey(app, tx, row.issuing_key_id, { revoked: "accepted" });
  const content = signed(tx.organisationId, row.public_key);
  if (issuing.kind !== "issuing" || !issuing.ed25519 || !verifyEd25519(issuing.ed25519, content, row.signature))
    throw new Refusal("invalid", "vault.signature_wrong");
  return { issuingKeyId: row.issuing_key_id, publicKey: row.public_key };
}

/** From now on mails leave records; does nothing where they do already, and for who does not hold the issuing key. */
export async function beginRecords(app: AgreementsApp, tx: Transaction, actor: MemberActor): Promise<void> {
  if (!actor.roles.includes("admin") || (await recordsKey(app, tx))) return;
  const opened = await openRecordsSecret(app, tx, actor);
  if (!opened) return;
  const publicKey = x25519Public(opened.secret);
  await tx.query
    .insertInto("agreements_records_key")
    .values({
      organisation_id: tx.organisationId,
      issuing_key_id: opened.issuing.keyId,
      public_key: publicKey,
      signature: signEd25519(opened.issuing.ed25519Seed, signed(tx.organisationId, publicKey)),
      created_at: app.clock.now(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Undefined for an admin to whom the issuing key was not given yet. */
export async function openRecordsSecret(
  app: AgreementsApp,
  tx: Transaction,
  actor: MemberActor,
): Promise<{ readonly issuing: Signer; readonly secret: Bytes } | undefined> {
  try {
    const issuing = await openIssuingKey(app, tx, actor);
    return { issuing, secret: secretOf(issuing) };
  } catch (error) {
    if (isRefusal(error) && error.code === "identity.issuing_key_missing") return undefined;
    throw error;
  }
}

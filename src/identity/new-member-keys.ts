import { randomBytes } from "node:crypto";
import { findKeyOf, storeCertificate } from "#/certificates/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type Bytes, equalBytes, type Id, newId, Refusal } from "#/kernel/index.ts";
import { createSpace } from "#/spaces/index.ts";
import {
  defaultPasswordParameters,
  ed25519Public,
  encodeIdentity,
  type Identity,
  issueCertificate,
  newIdentity,
  openSealed,
  publicIdentity,
  sealTo,
  sealUnderKey,
  type Signer,
  unlockPassword,
} from "#/vault/index.ts";
import type { MemberActor } from "./actors.ts";
import type { IdentityApp } from "./app.ts";
import { identityLabel } from "./member-rows.ts";

/** A password, stretched: done before the transaction, since it takes a while. */
export interface PreparedUnlock {
  readonly unlockId: Id;
  readonly salt: Bytes;
  readonly verifier: Bytes;
  readonly key: Bytes;
}

export async function prepareUnlock(app: Pick<IdentityApp, "secrets">, password: string): Promise<PreparedUnlock> {
  const salt = randomBytes(32);
  return { unlockId: newId(), salt, ...(await unlockPassword(password, salt, app.secrets.pepper)) };
}

export interface OwnKeys {
  readonly identity: Identity;
  readonly keyId: Id;
  readonly signer: Signer;
}

/** A new person's identity, certified by the issuing key or by the invitation, and sealed under the password's key. */
export async function createOwnKeys(
  tx: Transaction,
  person: { readonly memberId: Id; readonly issuer: Signer; readonly unlock: PreparedUnlock; readonly at: Date },
): Promise<OwnKeys> {
  const { memberId, issuer, unlock, at } = person;
  const identity = newIdentity();
  const keyId = newId();
  const certificate = issueCertificate(
    {
      organisationId: tx.organisationId,
      kind: "person",
      keyId,
      subjectId: memberId,
      ...publicIdentity(identity),
      issuerKeyId: issuer.keyId,
      issuedAt: at.toISOString(),
    },
    issuer.ed25519Seed,
  );
  await storeCertificate(tx, certificate, at);
  await tx.query
    .insertInto("keys.identity_unlock")
    .values({
      organisation_id: tx.organisationId,
      unlock_id: unlock.unlockId,
      member_id: memberId,
      kind: "password",
      salt: unlock.salt,
      parameters: JSON.stringify(defaultPasswordParameters),
      verifier: unlock.verifier,
      sealed_identity: sealUnderKey(unlock.key, identityLabel(memberId), encodeIdentity(identity)),
      created_at: at,
    })
    .execute();
  return { identity, keyId, signer: { keyId, ed25519Seed: identity.ed25519Seed } };
}

/** A person's mailbox: a space of its own, so that others can be let in later without their keys changing. */
export async function createMailbox(
  app: Pick<IdentityApp, "blobs" | "secrets">,
  tx: Transaction,
  person: { readonly memberId: Id; readonly signer: Signer; readonly at: Date },
): Promise<Id> {
  const { spaceId } = await createSpace(app, tx, {
    kind: "mailbox",
    signer: person.signer,
    holders: [{ kind: "person", memberId: person.memberId }],
    members: [person.memberId],
    at: person.at,
  });
  await tx.query
    .updateTable("identity_member")
    .set({ mailbox_space_id: spaceId, state: "active" })
    .where("member_id", "=", person.memberId)
    .execute();
  return spaceId;
}

/** Gives an admin the key with which members are certified, sealed to the admin's certified key `recipient`. */
export async function giveIssuingKey(
  tx: Transaction,
  gift: { readonly issuing: Signer; readonly memberId: Id; readonly recipient: Bytes },
): Promise<void> {
  const sealed = sealTo(gift.recipient, gift.issuing.ed25519Seed);
  await tx.query
    .insertInto("keys.certificates_key_secret")
    .values({
      organisation_id: tx.organisationId,
      key_id: gift.issuing.keyId,
      holder_member_id: gift.memberId,
      sealed,
    })
    .onConflict((conflict) =>
      conflict.columns(["organisation_id", "key_id", "holder_member_id"]).doUpdateSet({ sealed }),
    )
    .execute();
}

/**
 * The issuing key, opened with an admin's own.
 * @throws Refusal `identity.issuing_key_missing` when it was not given to this admin, `vault.certificate_wrong`.
 */
export async function openIssuingKey(
  app: Pick<IdentityApp, "secrets">,
  tx: Transaction,
  admin: MemberActor,
): Promise<Signer> {
  const certified = await findKeyOf(app, tx, { kind: "issuing", subjectId: tx.organisationId });
  if (!certified?.ed25519) throw new Refusal("invalid", "vault.certificate_wrong");
  const row = await tx.query
    .selectFrom("keys.certificates_key_secret")
    .select("sealed")
    .where("key_id", "=", certified.keyId)
    .where("holder_member_id", "=", admin.memberId)
    .executeTakeFirst();
  const seed = row && openSealed(admin.identity.x25519Secret, row.sealed);
  if (!seed) throw new Refusal("conflict", "identity.issuing_key_missing");
  if (seed.byteLength !== 32 || !equalBytes(ed25519Public(seed), certified.ed25519))
    throw new Refusal("invalid", "vault.certificate_wrong");
  return { keyId: certified.keyId, ed25519Seed: seed };
}

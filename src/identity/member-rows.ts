import { type Language, languageSchema, type Role, roleSchema } from "#/contract/index.ts";
import { type CertificatesApp, findKeyOf } from "#/certificates/index.ts";
import type { Selectable } from "kysely";
import type { Schema, Transaction } from "#/db/index.ts";
import { type Bytes, concat, equalBytes, type Id, Refusal } from "#/kernel/index.ts";
import { decodeIdentity, deriveKey, type Identity, openUnderKey, publicIdentity } from "#/vault/index.ts";
import type { MemberActor } from "./actors.ts";

export type MemberState = "invited" | "active" | "locked" | "removed";

export interface MemberRow {
  readonly memberId: Id;
  readonly email: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly language: Language;
  readonly state: MemberState;
  readonly mailboxSpaceId: Id | null;
  readonly createdAt: Date;
}

const columns = ["member_id", "email", "name", "roles", "language", "state", "mailbox_space_id", "created_at"] as const;

type Found = Readonly<{
  member_id: Id;
  email: string;
  name: string;
  roles: string[];
  language: string;
  state: MemberState;
  mailbox_space_id: Id | null;
  created_at: Date;
}>;

const toRow = (found: Found): MemberRow => ({
  memberId: found.member_id,
  email: found.email,
  name: found.name,
  roles: roleSchema.array().parse(found.roles),
  language: languageSchema.catch("nl").parse(found.language),
  state: found.state,
  mailboxSpaceId: found.mailbox_space_id,
  createdAt: found.created_at,
});

/** The member, also a removed one; undefined when the organisation has none with this id. */
export async function memberById(tx: Transaction, memberId: Id): Promise<MemberRow | undefined> {
  const found = await tx.query
    .selectFrom("identity_member")
    .select(columns)
    .where("member_id", "=", memberId)
    .executeTakeFirst();
  return found && toRow(found);
}

/** The member of an address who was not removed. */
export async function memberByEmail(tx: Transaction, email: string): Promise<MemberRow | undefined> {
  const found = await tx.query
    .selectFrom("identity_member")
    .select(columns)
    .where("email", "=", email.toLowerCase())
    .where("state", "!=", "removed")
    .executeTakeFirst();
  return found && toRow(found);
}

/** Everybody of the organisation, by name. */
export async function allMembers(tx: Transaction): Promise<MemberRow[]> {
  const found = await tx.query
    .selectFrom("identity_member")
    .select(columns)
    .orderBy((row) => row.fn("lower", ["name"]))
    .orderBy("member_id")
    .execute();
  return found.map(toRow);
}

export interface UnlockRow {
  readonly unlockId: Id;
  readonly memberId: Id;
  readonly salt: Bytes;
  readonly parameters: unknown;
  readonly verifier: Bytes;
  readonly sealedIdentity: Bytes;
  readonly sealedTotp: Bytes | null;
  readonly totpLastStep: number;
}

/** What a member's password is checked against; undefined for somebody who is only invited. */
export async function passwordOf(
  tx: Transaction,
  memberId: Id,
  { forUpdate = false } = {},
): Promise<UnlockRow | undefined> {
  const found = await tx.query
    .selectFrom("keys.identity_unlock")
    .selectAll()
    .where("member_id", "=", memberId)
    .where("kind", "=", "password")
    .$if(forUpdate, (query) => query.forUpdate())
    .executeTakeFirst();
  return found && unlockRowOf(found);
}

export const unlockRowOf = (found: Selectable<Schema["keys.identity_unlock"]>): UnlockRow => ({
  unlockId: found.unlock_id,
  memberId: found.member_id,
  salt: found.salt,
  parameters: found.parameters,
  verifier: found.verifier,
  sealedIdentity: found.sealed_identity,
  sealedTotp: found.sealed_totp,
  totpLastStep: found.totp_last_step,
});

export const identityLabel = (memberId: Id): string => `zegel/v1/identity/${memberId}`;
export const totpLabel = (memberId: Id): string => `zegel/v1/totp/${memberId}`;

/** The seed of the second factor is sealed under what every way in opens: password and recovery code alike. */
export const totpKeyOf = ({ x25519Secret, ed25519Seed }: Identity): Bytes =>
  deriveKey(concat(x25519Secret, ed25519Seed), "zegel/v1/totp-key");

/**
 * The identity behind an unlock key, together with the certified key that it must belong to: who exchanged the row or
 * the public key in the database gets `vault.certificate_wrong`.
 */
export async function openIdentity(
  app: CertificatesApp,
  tx: Transaction,
  unlock: Pick<UnlockRow, "memberId" | "sealedIdentity">,
  unlockKey: Bytes,
): Promise<{ identity: Identity; keyId: Id }> {
  const plain = openUnderKey(unlockKey, identityLabel(unlock.memberId), unlock.sealedIdentity);
  const certified = await findKeyOf(app, tx, { kind: "person", subjectId: unlock.memberId });
  if (!plain || !certified?.x25519 || !certified.ed25519) throw new Refusal("invalid", "vault.certificate_wrong");
  const identity = decodeIdentity(plain);
  const own = publicIdentity(identity);
  if (!equalBytes(own.x25519, certified.x25519) || !equalBytes(own.ed25519, certified.ed25519))
    throw new Refusal("invalid", "vault.certificate_wrong");
  return { identity, keyId: certified.keyId };
}

/** The actor of an active member; anybody else is undefined. */
export function actorOf(
  organisationId: Id,
  member: MemberRow,
  opened: { readonly identity: Identity; readonly keyId: Id },
  {
    sessionId,
    tokenHash,
    isLocked,
  }: { readonly sessionId: Bytes; readonly tokenHash?: Bytes; readonly isLocked?: boolean },
): MemberActor | undefined {
  if (member.state !== "active" || !member.mailboxSpaceId) return undefined;
  const { memberId, name, email, roles, language, mailboxSpaceId } = member;
  const about = { memberId, name, email, roles, language, mailboxSpaceId };
  return {
    kind: "member",
    organisationId,
    ...about,
    ...opened,
    sessionId,
    ...(tokenHash ? { tokenHash } : {}),
    ...(isLocked ? { isLocked } : {}),
  };
}

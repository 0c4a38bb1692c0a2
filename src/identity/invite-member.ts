import { writeAudit } from "#/audit/index.ts";
import { revokeCertificate, storeCertificate } from "#/certificates/index.ts";
import { emailSchema, type Language, nameSchema, type Role, roleSchema } from "#/contract/index.ts";
import type { Transaction } from "#/db/index.ts";
import { dayMs, type Id, newId, Refusal } from "#/kernel/index.ts";
import { addMembership, type OpenEpoch, openSpace, spaceOfKind } from "#/spaces/index.ts";
import { issueCertificate, publicIdentity, type Signer } from "#/vault/index.ts";
import { type MemberActor, readerOf } from "./actors.ts";
import type { IdentityApp } from "./app.ts";
import { assertRole } from "./authority.ts";
import { sealGrants } from "./grants.ts";
import { invitationKeys, invitationUrl, newInvitationSecret } from "./invitation-keys.ts";
import { memberByEmail, type MemberRow } from "./member-rows.ts";
import { openIssuingKey } from "./new-member-keys.ts";
import { meaningOfConflict } from "./unique.ts";

export const invitationLifeMs = 7 * dayMs;

/** What the newcomer's mail has to say. */
export interface InvitationMail {
  readonly organisationId: Id;
  readonly invitationId: Id;
  readonly to: string;
  readonly name: string;
  readonly language: Language;
  readonly invitedBy: { readonly name: string; readonly email: string };
  /** Holds the secret: belongs in this one mail and nowhere else. */
  readonly url: string;
  readonly expiresAt: Date;
}

export interface InviteMember {
  readonly email: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly language: Language;
  /** Queues the mail in the same transaction; without it the link has to be handed over in another way. */
  readonly deliver?: (tx: Transaction, mail: InvitationMail) => Promise<void>;
}

export interface Invited {
  readonly memberId: Id;
  readonly invitationId: Id;
  readonly invitationUrl: string;
  readonly expiresAt: Date;
}

type InviteApp = Pick<IdentityApp, "blobs" | "clock" | "config" | "database" | "secrets">;

/** Every member is one, whatever else. */
export const withMemberRole = (roles: readonly Role[]): Role[] =>
  roleSchema.options.filter((role) => role === "member" || roles.includes(role));

function checked(input: InviteMember): { email: string; name: string; roles: Role[] } {
  const [email, name] = [emailSchema.safeParse(input.email), nameSchema.safeParse(input.name)];
  const roles = roleSchema.array().safeParse(input.roles);
  if (!email.success) throw new Refusal("invalid", "identity.email_invalid");
  if (!name.success) throw new Refusal("invalid", "identity.name_invalid");
  if (!roles.success) throw new Refusal("invalid", "identity.role_unknown");
  return { email: email.data, name: name.data, roles: withMemberRole(roles.data) };
}

/** Ends what is left of earlier invitations of a member. */
export async function endInvitations(tx: Transaction, memberId: Id, at: Date): Promise<void> {
  const ended = await tx.query
    .deleteFrom("identity_invitation")
    .where("member_id", "=", memberId)
    .where("used_at", "is", null)
    .returning("key_id")
    .execute();
  for (const { key_id: keyId } of ended) await revokeCertificate(tx, keyId, at);
}

type Invitee = Pick<MemberRow, "email" | "name" | "roles" | "language">;

/** The newcomer's row: a new one, or that of an earlier invitation which was never used. */
async function placeFor(tx: Transaction, invitee: Invitee, at: Date): Promise<Id> {
  const existing = await memberByEmail(tx, invitee.email);
  if (existing && existing.state !== "invited") throw new Refusal("conflict", "identity.email_taken");
  const values = { name: invitee.name, roles: [...invitee.roles], language: invitee.language };
  if (existing) {
    await endInvitations(tx, existing.memberId, at);
    await tx.query.updateTable("identity_member").set(values).where("member_id", "=", existing.memberId).execute();
    return existing.memberId;
  }
  const memberId = newId();
  await tx.query
    .insertInto("identity_member")
    .values({
      organisation_id: tx.organisationId,
      member_id: memberId,
      email: invitee.email,
      ...values,
      state: "invited",
      created_at: at,
    })
    .execute();
  return memberId;
}

interface NewInvitation {
  readonly invitationId: Id;
  readonly memberId: Id;
  readonly secret: Uint8Array;
  readonly issuing: Signer;
  readonly isAdmin: boolean;
  /** What is handed over. */
  readonly epochs: readonly OpenEpoch[];
  /** To a member whose keys are lost. */
  readonly givesBack: boolean;
  readonly createdBy: Id;
  readonly at: Date;
  readonly expiresAt: Date;
}

/** The invitation's certified key, and what it opens. */
export async function insertInvitation(tx: Transaction, invitation: NewInvitation): Promise<void> {
  const { invitationId, memberId, issuing, at, expiresAt } = invitation;
  const { identity, verifier } = invitationKeys(invitation.secret, invitationId);
  const keyId = newId();
  const publicKeys = publicIdentity(identity);
  const { organisationId } = tx;
  const issued = { issuerKeyId: issuing.keyId, issuedAt: at.toISOString() };
  const body = { organisationId, kind: "invitation", keyId, subjectId: memberId, ...publicKeys, ...issued } as const;
  await storeCertificate(tx, issueCertificate(body, issuing.ed25519Seed), at);
  const { epochs, givesBack } = invitation;
  const grants = sealGrants(publicKeys.x25519, { epochs, ...(invitation.isAdmin ? { issuing } : {}) });
  await tx.query
    .insertInto("identity_invitation")
    .values({
      organisation_id: organisationId,
      invitation_id: invitationId,
      member_id: memberId,
      key_id: keyId,
      verifier,
      grants,
      expires_at: expiresAt,
      gives_back: givesBack,
      created_by: invitation.createdBy,
      created_at: at,
    })
    .execute();
}

/**
 * Makes a place for a newcomer and certifies a key that follows from the secret in the link, so that accepting needs no
 * admin (docs/decisions/0002). Inviting again somebody who has not come yet replaces the earlier invitation.
 * @throws Refusal `identity.role_missing`, `identity.email_taken`, `identity.email_invalid`, `identity.name_invalid`.
 */
export async function inviteMember(app: InviteApp, actor: MemberActor, input: InviteMember): Promise<Invited> {
  assertRole(actor, "admin");
  const { email, name, roles } = checked(input);
  const { language } = input;
  const at = app.clock.now();
  const expiresAt = new Date(at.getTime() + invitationLifeMs);
  const invitationId = newId();
  const secret = newInvitationSecret();
  const url = invitationUrl(app.config.publicUrl, invitationId, secret);
  const invite = async (tx: Transaction): Promise<Invited> => {
    const issuing = await openIssuingKey(app, tx, actor);
    const memberId = await placeFor(tx, { email, name, roles, language }, at);
    const isAdmin = roles.includes("admin");
    const contacts = await spaceOfKind(tx, "contacts");
    const epochs = contacts ? await openSpace(app, tx, readerOf(actor), contacts) : [];
    if (contacts) await addMembership(tx, contacts, [memberId], at);
    const made = { invitationId, memberId, secret, issuing, isAdmin, epochs, at, expiresAt };
    await insertInvitation(tx, { ...made, givesBack: false, createdBy: actor.memberId });
    await writeAudit(tx, {
      at,
      actor: { kind: "member", id: actor.memberId },
      act: "identity.member-invited",
      subject: { kind: "member", id: memberId },
      details: { email, roles },
    });
    const { organisationId } = tx;
    const invitedBy = { name: actor.name, email: actor.email };
    await input.deliver?.(tx, { organisationId, invitationId, to: email, name, language, invitedBy, url, expiresAt });
    return { memberId, invitationId, invitationUrl: url, expiresAt };
  };
  return app.database.inOrganisation(actor.organisationId, invite).catch(meaningOfConflict);
}

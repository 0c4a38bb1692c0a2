import { sql } from "kysely";
import { writeAudit } from "#/audit/index.ts";
import { findKeyOf, revokeCertificate, storeCertificate, verifiedEpoch, verifiedKeys } from "#/certificates/index.ts";
import type { Transaction } from "#/db/index.ts";
import { equalBytes, type Id, isId, newId, Refusal, wipe } from "#/kernel/index.ts";
import { type OpenEpoch, openSpace, type Reader, spaceOfKind } from "#/spaces/index.ts";
import {
  combineKit,
  ed25519Public,
  issueCertificate,
  type KitKeys,
  kitKeys,
  newIdentity,
  type Signer,
} from "#/vault/index.ts";
import { type MemberActor, readerOf } from "./actors.ts";
import type { IdentityApp } from "./app.ts";
import { announceEnded } from "./app-password-events.ts";
import { endAppPasswords } from "./app-passwords.ts";
import { assertAdmin, auditActor, type OperatorIn } from "./authority.ts";
import { forgetBackupCodes } from "./backup-codes.ts";
import { invitationUrl, newInvitationSecret } from "./invitation-keys.ts";
import { endInvitations, insertInvitation, invitationLifeMs } from "./invite-member.ts";
import type { DeliverNotice } from "./known-browsers.ts";
import { allMembers, memberById, type MemberRow } from "./member-rows.ts";
import { giveIssuingKey, openIssuingKey } from "./new-member-keys.ts";
import { endSessionsOf } from "./session-store.ts";

type GiveApp = Pick<IdentityApp, "blobs" | "clock" | "config" | "database" | "secrets">;

export interface GiveAccessBack {
  readonly memberId: Id;
  /** The texts of enough shares of the recovery kit. Nothing of them is kept. */
  readonly shares: readonly string[];
  /** Tells the member and all admins, in the same transaction. */
  readonly deliver?: DeliverNotice;
}

export interface GivenBack {
  readonly memberId: Id;
  /** For the member alone: holds the secret. */
  readonly invitationUrl: string;
  readonly expiresAt: Date;
}

async function memberWithMailbox(tx: Transaction, memberId: Id): Promise<MemberRow> {
  const member = isId(memberId) ? await memberById(tx, memberId) : undefined;
  if (!member?.mailboxSpaceId || member.state === "removed" || member.state === "invited")
    throw new Refusal("absent", "identity.member_absent");
  if (member.state === "locked") throw new Refusal("conflict", "identity.member_locked_first");
  return member;
}

async function openKit(app: GiveApp, organisationId: Id, shares: readonly string[]): Promise<KitKeys> {
  const kit = await combineKit(shares);
  const keys = kitKeys(kit);
  const root = app.secrets.organisationRoot(organisationId);
  if (kit.organisationId !== organisationId || !root || !equalBytes(root, keys.rootPublic))
    throw new Refusal("invalid", "recover.kit_foreign");
  return keys;
}

/**
 * All of the member's own mailbox that the kit opens. Each epoch must have been certified by a key of that member: who can
 * write in the database could else have the kit open somebody else's mailbox for them.
 */
async function openOwnMailbox(app: GiveApp, tx: Transaction, kit: Reader, member: MemberRow): Promise<OpenEpoch[]> {
  const epochs = await openSpace(app, tx, kit, member.mailboxSpaceId!);
  for (const { spaceId, epoch } of epochs) {
    const certified = await verifiedEpoch(app, tx, spaceId, epoch);
    const issuerId = certified?.kind === "epoch" ? certified.issuerKeyId : undefined;
    const issuer = issuerId && (await verifiedKeys(app, tx, [issuerId], { revoked: "accepted" })).get(issuerId);
    if (!issuer || issuer.kind !== "person" || issuer.subjectId !== member.memberId)
      throw new Refusal("invalid", "vault.certificate_wrong");
  }
  if (epochs.length === 0) throw new Refusal("conflict", "identity.mailbox_unreachable");
  return epochs;
}

/** Nothing that the lost keys could open or do goes on. */
async function endOldAccess(app: GiveApp, tx: Transaction, memberId: Id, at: Date): Promise<Id[]> {
  const person = await findKeyOf(app, tx, { kind: "person", subjectId: memberId });
  if (person) await revokeCertificate(tx, person.keyId, at);
  await tx.query.deleteFrom("keys.identity_unlock").where("member_id", "=", memberId).execute();
  await tx.query.deleteFrom("keys.certificates_key_secret").where("holder_member_id", "=", memberId).execute();
  await forgetBackupCodes(tx, memberId);
  await endInvitations(tx, memberId, at);
  await endSessionsOf(tx, memberId);
  return endAppPasswords(tx, { memberId }, at);
}

/** The operator has no issuing key: the kit's root certifies a fresh one, which all other admins get. */
async function newIssuingKey(app: GiveApp, tx: Transaction, kit: KitKeys, without: Id, at: Date): Promise<Signer> {
  const { ed25519Seed } = newIdentity();
  const issuing = { keyId: newId(), ed25519Seed };
  const { organisationId } = tx;
  const body = {
    organisationId,
    kind: "issuing",
    keyId: issuing.keyId,
    subjectId: organisationId,
    ed25519: ed25519Public(ed25519Seed),
    issuerKeyId: organisationId,
    issuedAt: at.toISOString(),
  } as const;
  await storeCertificate(tx, issueCertificate(body, kit.rootSigningSeed), at);
  const admins = await tx.query
    .selectFrom("identity_member")
    .select("member_id")
    .where(sql<boolean>`'admin' = any(roles)`)
    .where("state", "in", ["active", "locked"])
    .where("member_id", "!=", without)
    .execute();
  for (const { member_id: memberId } of admins) {
    const key = await findKeyOf(app, tx, { kind: "person", subjectId: memberId });
    if (key?.x25519) await giveIssuingKey(tx, { issuing, memberId, recipient: key.x25519 });
  }
  return issuing;
}

async function contactsEpochs(
  app: GiveApp,
  tx: Transaction,
  actor: MemberActor | OperatorIn,
  kit: Reader,
): Promise<OpenEpoch[]> {
  const contacts = await spaceOfKind(tx, "contacts");
  if (!contacts) return [];
  const byKit = await openSpace(app, tx, kit, contacts);
  return byKit.length > 0 || actor.kind !== "member" ? byKit : openSpace(app, tx, readerOf(actor), contacts);
}

/**
 * For a member without password and recovery code: the holders of enough shares of the recovery kit open the member's
 * mailbox for fresh keys, which the member makes with the link in the answer. The old keys, sessions and app passwords
 * end. The kit is wiped; it opened nothing else.
 * @throws Refusal `identity.role_missing`, `identity.member_absent`, `identity.member_locked`,
 *   `identity.own_access`, the kit's refusals, `recover.kit_foreign`, `vault.certificate_wrong`.
 */
export async function giveAccessBack(
  app: GiveApp,
  actor: MemberActor | OperatorIn,
  { memberId, shares, deliver }: GiveAccessBack,
): Promise<GivenBack> {
  assertAdmin(actor);
  const { organisationId } = actor;
  if (actor.kind === "member" && actor.memberId === memberId) throw new Refusal("conflict", "identity.own_access");
  await app.database.inOrganisation(organisationId, (tx) => memberWithMailbox(tx, memberId));
  const kit = await openKit(app, organisationId, shares);
  const reader: Reader = { organisationId, kind: "recovery", id: organisationId, x25519Secret: kit.recoverySecret };
  const at = app.clock.now();
  const expiresAt = new Date(at.getTime() + invitationLifeMs);
  const invitationId = newId();
  const secret = newInvitationSecret();
  const url = invitationUrl(app.config.publicUrl, invitationId, secret);
  try {
    const ended = await app.database.inOrganisation(organisationId, async (tx) => {
      const member = await memberWithMailbox(tx, memberId);
      const epochs = [
        ...(await openOwnMailbox(app, tx, reader, member)),
        ...(await contactsEpochs(app, tx, actor, reader)),
      ];
      const appPasswordIds = await endOldAccess(app, tx, memberId, at);
      const issuing =
        actor.kind === "member"
          ? await openIssuingKey(app, tx, actor)
          : await newIssuingKey(app, tx, kit, memberId, at);
      const isAdmin = member.roles.includes("admin");
      await insertInvitation(tx, {
        invitationId,
        memberId,
        secret,
        issuing,
        isAdmin,
        epochs,
        givesBack: true,
        createdBy: actor.kind === "member" ? actor.memberId : memberId,
        at,
        expiresAt,
      });
      await writeAudit(tx, {
        at,
        actor: auditActor(actor),
        act: "identity.access-given-back",
        subject: { kind: "member", id: memberId },
        details: { shares: shares.length },
      });
      await tellEverybody(tx, actor, member, deliver);
      return appPasswordIds;
    });
    announceEnded(ended);
  } finally {
    wipe(kit.rootSigningSeed, kit.recoverySecret);
  }
  return { memberId, invitationUrl: url, expiresAt };
}

async function tellEverybody(
  tx: Transaction,
  actor: MemberActor | OperatorIn,
  member: MemberRow,
  deliver: DeliverNotice | undefined,
): Promise<void> {
  if (!deliver) return;
  const details = { admin: actor.kind === "member" ? actor.name : "Zegel", member: member.name };
  await deliver(tx, { kind: "given_back", to: member, details });
  const admins = (await allMembers(tx)).filter(
    ({ memberId, roles, state }) => roles.includes("admin") && state === "active" && memberId !== member.memberId,
  );
  for (const admin of admins) await deliver(tx, { kind: "given_back_admin", to: admin, details });
}

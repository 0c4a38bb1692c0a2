import { sql } from "kysely";
import { writeAudit } from "#/audit/index.ts";
import { findKeyOf, revokeCertificate } from "#/certificates/index.ts";
import { type Language, nameSchema, type Role, roleSchema } from "#/contract/index.ts";
import type { Transaction } from "#/db/index.ts";
import { addJob } from "#/jobs/index.ts";
import { type Id, isId, Refusal } from "#/kernel/index.ts";
import type { MemberActor } from "./actors.ts";
import type { IdentityApp } from "./app.ts";
import { announceEnded } from "./app-password-events.ts";
import { endAppPasswords } from "./app-passwords.ts";
import { assertAdmin, assertRole, auditActor, type OperatorIn } from "./authority.ts";
import { endInvitations, withMemberRole } from "./invite-member.ts";
import { allMembers, memberById, type MemberRow } from "./member-rows.ts";
import { giveIssuingKey, openIssuingKey } from "./new-member-keys.ts";
import { renewContacts } from "./renew-contacts.ts";
import { endSessionsOf } from "./session-store.ts";

/** Everybody, also those who were removed, by name. Open to all members: appointments are visible to everybody. */
export const listMembers = (
  app: Pick<IdentityApp, "database">,
  actor: MemberActor | OperatorIn,
): Promise<MemberRow[]> => app.database.inOrganisation(actor.organisationId, allMembers);

async function memberFor(tx: Transaction, memberId: Id): Promise<MemberRow> {
  const member = isId(memberId) ? await memberById(tx, memberId) : undefined;
  if (!member) throw new Refusal("absent", "identity.member_absent");
  return member;
}

/** Waits for whoever changes admins at this moment, so that two can't take away each other's. */
async function assertAnotherAdmin(tx: Transaction, memberId: Id): Promise<void> {
  const admins = await tx.query
    .selectFrom("identity_member")
    .select(["member_id", "state"])
    .where(sql<boolean>`'admin' = any(roles)`)
    .orderBy("member_id")
    .forUpdate()
    .execute();
  if (!admins.some((admin) => admin.state === "active" && admin.member_id !== memberId))
    throw new Refusal("conflict", "identity.last_admin");
}

type WantedState = "active" | "locked" | "removed";

function assertPossible(member: MemberRow, state: WantedState): void {
  if (member.state === "removed") throw new Refusal("conflict", "identity.member_removed");
  if (member.state === "invited" && state !== "removed") throw new Refusal("conflict", "identity.member_not_there_yet");
}

async function revokeKeys(app: Pick<IdentityApp, "secrets">, tx: Transaction, memberId: Id, at: Date): Promise<void> {
  const person = await findKeyOf(app, tx, { kind: "person", subjectId: memberId });
  if (person) await revokeCertificate(tx, person.keyId, at);
  await tx.query.deleteFrom("keys.identity_unlock").where("member_id", "=", memberId).execute();
  await tx.query.deleteFrom("keys.certificates_key_secret").where("holder_member_id", "=", memberId).execute();
}

type StateApp = Pick<IdentityApp, "blobs" | "clock" | "database" | "secrets">;

/**
 * Locks, unlocks or removes a member (admins, the operator). Locking and removing end sessions and app passwords at once;
 * removing also revokes the keys, and the contacts get a new key that the member does not have.
 * @throws Refusal `identity.role_missing`, `identity.member_absent`, `identity.member_removed`,
 *   `identity.member_not_there_yet`, `identity.last_admin`.
 */
export async function setMemberState(
  app: StateApp,
  actor: MemberActor | OperatorIn,
  { memberId, state }: { readonly memberId: Id; readonly state: WantedState },
): Promise<void> {
  assertAdmin(actor);
  const at = app.clock.now();
  const ended = await app.database.inOrganisation(actor.organisationId, async (tx) => {
    // First, so that an acceptance at this moment is either over or refused.
    if (state === "removed") await endInvitations(tx, memberId, at);
    const before = await memberFor(tx, memberId);
    assertPossible(before, state);
    if (before.state === state) return [];
    if (state !== "active" && before.roles.includes("admin")) await assertAnotherAdmin(tx, memberId);
    await tx.query.updateTable("identity_member").set({ state }).where("member_id", "=", memberId).execute();
    const appPasswordIds = state === "active" ? [] : await endAppPasswords(tx, { memberId }, at);
    if (state !== "active") {
      await endSessionsOf(tx, memberId);
      // What the member planned to send stops: rooms above look after what is theirs.
      await addJob(tx, "mail.stop-scheduled", { organisationId: tx.organisationId, memberId });
    }
    if (state === "removed") {
      await revokeKeys(app, tx, memberId, at);
      await renewContacts(app, tx, actor, { without: memberId, at });
      await addJob(tx, "files.renew-keys", { organisationId: tx.organisationId });
    }
    await writeAudit(tx, {
      at,
      actor: auditActor(actor),
      act: `identity.member-${state === "active" ? "unlocked" : state}`,
      subject: { kind: "member", id: memberId },
      details: { email: before.email },
    });
    return appPasswordIds;
  });
  announceEnded(ended);
}

/**
 * Changes a member's roles (admins). A new admin gets the issuing key from the acting one.
 * @throws Refusal as `setMemberState`, and `identity.role_unknown`, `identity.issuing_key_missing`.
 */
export async function setMemberRoles(
  app: StateApp,
  actor: MemberActor,
  input: { readonly memberId: Id; readonly roles: readonly Role[] },
): Promise<void> {
  assertRole(actor, "admin");
  const parsed = roleSchema.array().safeParse(input.roles);
  if (!parsed.success) throw new Refusal("invalid", "identity.role_unknown");
  const roles = withMemberRole(parsed.data);
  const { memberId } = input;
  await app.database.inOrganisation(actor.organisationId, async (tx) => {
    const before = await memberFor(tx, memberId);
    if (before.state === "removed") throw new Refusal("conflict", "identity.member_removed");
    const isAdmin = roles.includes("admin");
    const wasAdmin = before.roles.includes("admin");
    if (wasAdmin && !isAdmin) {
      await assertAnotherAdmin(tx, memberId);
      await tx.query.deleteFrom("keys.certificates_key_secret").where("holder_member_id", "=", memberId).execute();
    }
    if (isAdmin && !wasAdmin) await appoint(app, tx, actor, before);
    await tx.query.updateTable("identity_member").set({ roles }).where("member_id", "=", memberId).execute();
    await writeAudit(tx, {
      at: app.clock.now(),
      actor: { kind: "member", id: actor.memberId },
      act: "identity.roles-changed",
      subject: { kind: "member", id: memberId },
      details: { before: [...before.roles], after: roles },
    });
  });
}

/** Somebody who has not accepted yet has no key to give anything to: then the invitation has to be made again. */
async function appoint(
  app: Pick<IdentityApp, "secrets">,
  tx: Transaction,
  actor: MemberActor,
  member: MemberRow,
): Promise<void> {
  if (member.state === "invited") throw new Refusal("conflict", "identity.member_not_there_yet");
  const issuing = await openIssuingKey(app, tx, actor);
  const certified = await findKeyOf(app, tx, { kind: "person", subjectId: member.memberId });
  if (!certified?.x25519) throw new Refusal("invalid", "vault.certificate_wrong");
  await giveIssuingKey(tx, { issuing, memberId: member.memberId, recipient: certified.x25519 });
}

/** One's own name and language. */
export async function changeOwnProfile(
  app: Pick<IdentityApp, "clock" | "database">,
  actor: MemberActor,
  change: { readonly name?: string; readonly language?: Language },
): Promise<void> {
  const name = change.name === undefined ? undefined : nameSchema.safeParse(change.name);
  if (name && !name.success) throw new Refusal("invalid", "identity.name_invalid");
  const set = { ...(name ? { name: name.data } : {}), ...(change.language ? { language: change.language } : {}) };
  if (Object.keys(set).length === 0) return;
  await app.database.inOrganisation(actor.organisationId, async (tx) => {
    await tx.query.updateTable("identity_member").set(set).where("member_id", "=", actor.memberId).execute();
    await writeAudit(tx, {
      at: app.clock.now(),
      actor: { kind: "member", id: actor.memberId },
      act: "identity.profile-changed",
      subject: { kind: "member", id: actor.memberId },
    });
  });
}

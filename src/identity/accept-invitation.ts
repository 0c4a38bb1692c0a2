import { writeAudit } from "#/audit/index.ts";
import { revokeCertificate } from "#/certificates/index.ts";
import { type Language, nameSchema } from "#/contract/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type Bytes, equalBytes, type Id, isId, Refusal } from "#/kernel/index.ts";
import { publicIdentity } from "#/vault/index.ts";
import type { IdentityApp } from "./app.ts";
import { openGrants, takeEpochs } from "./grants.ts";
import { invitationKeys, parseInvitationSecret } from "./invitation-keys.ts";
import { beginPending, type LoggedIn } from "./log-in.ts";
import { memberById, type MemberRow } from "./member-rows.ts";
import { createMailbox, createOwnKeys, giveIssuingKey, prepareUnlock } from "./new-member-keys.ts";
import { organisationSettings } from "./organisation.ts";
import { checkNewPassword } from "./password-rules.ts";

type AcceptApp = Pick<IdentityApp, "blobs" | "clock" | "database" | "secrets">;

/** As the link says it: id in the path, secret in the fragment. */
export interface InvitationLink {
  readonly invitationId: Id;
  readonly secret: string;
}

const absent = (): Refusal => new Refusal("absent", "identity.invitation_absent");

interface OpenedInvitation {
  readonly secret: Bytes;
  readonly keyId: Id;
  readonly grants: Bytes | null;
  readonly givesBack: boolean;
  readonly member: MemberRow;
}

/** A link that does not exist and a secret that does not fit give the same answer. */
async function openInvitation(tx: Transaction, link: InvitationLink, now: Date): Promise<OpenedInvitation> {
  const row = await tx.query
    .selectFrom("identity_invitation")
    .selectAll()
    .where("invitation_id", "=", link.invitationId)
    .forUpdate()
    .executeTakeFirst();
  const secret = parseInvitationSecret(link.secret);
  if (!row || !secret || !equalBytes(invitationKeys(secret, link.invitationId).verifier, row.verifier)) throw absent();
  if (row.used_at) throw new Refusal("gone", "identity.invitation_used");
  if (now >= row.expires_at) throw new Refusal("gone", "identity.invitation_expired");
  const member = await memberById(tx, row.member_id);
  const givesBack = row.gives_back;
  if (member?.state !== (givesBack ? "active" : "invited")) throw absent();
  return { secret, keyId: row.key_id, grants: row.grants, givesBack, member };
}

async function inOrganisationOf<T>(
  app: Pick<IdentityApp, "database">,
  link: InvitationLink,
  run: (tx: Transaction) => Promise<T>,
): Promise<T> {
  const organisationId = isId(link.invitationId)
    ? await app.database.organisationOf.invitation(link.invitationId)
    : undefined;
  if (!organisationId) throw absent();
  return app.database.inOrganisation(organisationId, run);
}

/** Whom and what an invitation is for. @throws Refusal `identity.invitation_absent`, `_used`, `_expired`. */
export function readInvitation(
  app: Pick<IdentityApp, "clock" | "database">,
  link: InvitationLink,
): Promise<{ organisation: string; name: string; email: string; language: Language; givesBack: boolean }> {
  return inOrganisationOf(app, link, async (tx) => {
    const { member, givesBack } = await openInvitation(tx, link, app.clock.now());
    const { name: organisation } = await organisationSettings(tx);
    return { organisation, name: member.name, email: member.email, language: member.language, givesBack };
  });
}

export interface AcceptInvitation extends InvitationLink {
  readonly name: string;
  readonly password: string;
  readonly userAgent: string;
}

async function becomeMember(
  app: AcceptApp,
  tx: Transaction,
  invitation: OpenedInvitation,
  input: AcceptInvitation & { readonly unlock: Awaited<ReturnType<typeof prepareUnlock>> },
): Promise<void> {
  const { memberId, roles } = invitation.member;
  const { unlock } = input;
  const at = app.clock.now();
  const { identity: own } = invitationKeys(invitation.secret, input.invitationId);
  const issuer = { keyId: invitation.keyId, ed25519Seed: own.ed25519Seed };
  const { identity, signer } = await createOwnKeys(tx, { memberId, issuer, unlock, at });
  if (!invitation.givesBack) await createMailbox(app, tx, { memberId, signer, at });
  const grants = invitation.grants ? openGrants(own.x25519Secret, invitation.grants) : { epochs: [] };
  await takeEpochs(app, tx, grants, { memberId, at });
  if (grants.issuing && roles.includes("admin"))
    await giveIssuingKey(tx, { issuing: grants.issuing, memberId, recipient: publicIdentity(identity).x25519 });
  await tx.query.updateTable("identity_member").set({ name: input.name }).where("member_id", "=", memberId).execute();
  await tx.query
    .updateTable("identity_invitation")
    .set({ used_at: at, grants: null })
    .where("invitation_id", "=", input.invitationId)
    .execute();
  await revokeCertificate(tx, invitation.keyId, at);
  await writeAudit(tx, {
    at,
    actor: { kind: "member", id: memberId },
    act: invitation.givesBack ? "identity.access-taken-back" : "identity.invitation-accepted",
    subject: { kind: "member", id: memberId },
  });
}

/**
 * The newcomer's own keys, certified with the invitation's; mailbox and contacts are there at once. Goes on as a log-in
 * whose second factor is to be set up.
 * @throws Refusal as `readInvitation`, and the password's.
 */
export async function acceptInvitation(app: AcceptApp, input: AcceptInvitation): Promise<LoggedIn> {
  const name = nameSchema.safeParse(input.name);
  if (!name.success) throw new Refusal("invalid", "identity.name_invalid");
  const { email, organisation } = await readInvitation(app, input);
  checkNewPassword(input.password, [email, name.data, organisation]);
  const unlock = await prepareUnlock(app, input.password);
  return inOrganisationOf(app, input, async (tx) => {
    const invitation = await openInvitation(tx, input, app.clock.now());
    await becomeMember(app, tx, invitation, { ...input, name: name.data, unlock });
    const { memberId } = invitation.member;
    return beginPending(
      app,
      tx,
      { unlockId: unlock.unlockId, memberId, sealedTotp: null },
      unlock.key,
      input.userAgent,
    );
  });
}

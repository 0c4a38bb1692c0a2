import { findKeyOf } from "#/certificates/index.ts";
import type { Transaction } from "#/db/index.ts";
import { concat, type Id } from "#/kernel/index.ts";
import { addEpoch, addWrap, membersOf, removeMembership, removeWraps, spaceOfKind } from "#/spaces/index.ts";
import type { OpenEpoch } from "#/spaces/index.ts";
import { type MemberActor, signerOf } from "./actors.ts";
import type { IdentityApp } from "./app.ts";
import type { OperatorIn } from "./authority.ts";
import { sealGrants } from "./grants.ts";
import { intakeSigner } from "./organisation.ts";

type RenewApp = Pick<IdentityApp, "blobs" | "secrets">;

interface StillIn {
  readonly members: readonly Id[];
  readonly appPasswords: readonly Id[];
}

async function whoIsStillIn(tx: Transaction, spaceId: Id): Promise<StillIn> {
  const inSpace = await membersOf(tx, spaceId);
  if (inSpace.length === 0) return { members: [], appPasswords: [] };
  const members = await tx.query
    .selectFrom("identity_member")
    .select("member_id")
    .where("member_id", "in", inSpace)
    .where("state", "in", ["active", "locked"])
    .execute();
  const ids = members.map((row) => row.member_id);
  const appPasswords = await tx.query
    .selectFrom("identity_app_password")
    .select("app_password_id")
    .where("revoked_at", "is", null)
    .where("member_id", "in", ids.length > 0 ? ids : [spaceId])
    .execute();
  return { members: ids, appPasswords: appPasswords.map((row) => row.app_password_id) };
}

/** Invitations that are still open get the new epoch too, sealed to their certified key. */
async function addToInvitations(app: RenewApp, tx: Transaction, epoch: OpenEpoch): Promise<void> {
  const open = await tx.query
    .selectFrom("identity_invitation")
    .select(["invitation_id", "member_id", "grants"])
    .where("used_at", "is", null)
    .forUpdate()
    .execute();
  for (const { invitation_id: invitationId, member_id: memberId, grants } of open) {
    const key = await findKeyOf(app, tx, { kind: "invitation", subjectId: memberId });
    if (!key?.x25519 || !grants) continue;
    const more = concat(grants, sealGrants(key.x25519, { epochs: [epoch] }));
    await tx.query
      .updateTable("identity_invitation")
      .set({ grants: more })
      .where("invitation_id", "=", invitationId)
      .execute();
  }
}

/**
 * A new epoch of the contacts after somebody left: what is added from now on, the one who left can't open. Public keys
 * suffice, so the operator can do it too; then the intake key answers for it.
 */
export async function renewContacts(
  app: RenewApp,
  tx: Transaction,
  actor: MemberActor | OperatorIn,
  { without, at }: { readonly without: Id; readonly at: Date },
): Promise<void> {
  const spaceId = await spaceOfKind(tx, "contacts");
  if (!spaceId) return;
  await removeMembership(tx, spaceId, without);
  await removeWraps(tx, { spaceId, holderKind: "person", holderId: without });
  const { members, appPasswords } = await whoIsStillIn(tx, spaceId);
  const signer = actor.kind === "member" ? signerOf(actor) : await intakeSigner(app, tx);
  const holders = members.map((memberId) => ({ kind: "person", memberId }) as const);
  const epoch = await addEpoch(app, tx, { spaceId, signer, holders, at });
  for (const appPasswordId of appPasswords)
    await addWrap(app, tx, { epoch, holder: { kind: "sub-identity", appPasswordId }, at });
  await addToInvitations(app, tx, epoch);
}

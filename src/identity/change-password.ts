import { writeAudit } from "#/audit/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type Bytes, Refusal, wipe } from "#/kernel/index.ts";
import { defaultPasswordParameters, encodeIdentity, type Identity, sealUnderKey } from "#/vault/index.ts";
import type { MemberActor } from "./actors.ts";
import type { IdentityApp } from "./app.ts";
import type { DeliverNotice } from "./known-browsers.ts";
import { identityLabel, type MemberRow, passwordOf } from "./member-rows.ts";
import { type PreparedUnlock, prepareUnlock } from "./new-member-keys.ts";
import { assertOwnPassword } from "./own-password.ts";
import { checkNewPassword } from "./password-rules.ts";

type PasswordApp = Pick<IdentityApp, "clock" | "database" | "secrets">;

/** Seals the identity anew under another password; half-open log-ins by the old one find no row any more. */
export async function rewrapPassword(
  tx: Transaction,
  member: Pick<MemberRow, "memberId">,
  identity: Identity,
  unlock: PreparedUnlock,
): Promise<void> {
  const { memberId } = member;
  if (!(await passwordOf(tx, memberId, { forUpdate: true })))
    throw new Refusal("unauthenticated", "identity.session_over");
  await tx.query
    .updateTable("keys.identity_unlock")
    .set({
      unlock_id: unlock.unlockId,
      salt: unlock.salt,
      parameters: JSON.stringify(defaultPasswordParameters),
      verifier: unlock.verifier,
      sealed_identity: sealUnderKey(unlock.key, identityLabel(memberId), encodeIdentity(identity)),
    })
    .where("member_id", "=", memberId)
    .where("kind", "=", "password")
    .execute();
}

/** All of a member's sessions but this one; how many there were. */
export async function endSessionsBut(tx: Transaction, actor: MemberActor, kept: Bytes): Promise<number> {
  const ended = await tx.query
    .deleteFrom("identity_session")
    .where("subject_id", "=", actor.memberId)
    .where("kind", "in", ["member", "pending"])
    .where("session_id", "!=", kept)
    .executeTakeFirst();
  return Number(ended.numDeletedRows);
}

export interface ChangePassword {
  readonly current: string;
  readonly password: string;
  readonly deliver?: DeliverNotice;
}

/**
 * Another password for the same keys: nothing has to be sealed anew, app passwords and recovery code go on. Other
 * sessions end. @throws Refusal `identity.password_wrong`, the new password's, `identity.too_many_attempts`.
 */
export async function changePassword(
  app: PasswordApp,
  actor: MemberActor,
  { current, password, deliver }: ChangePassword,
): Promise<void> {
  await assertOwnPassword(app, actor, current, { evenFresh: true });
  checkNewPassword(password, [actor.email, actor.name]);
  const unlock = await prepareUnlock(app, password);
  await app.database.inOrganisation(actor.organisationId, async (tx) => {
    await rewrapPassword(tx, actor, actor.identity, unlock);
    await endSessionsBut(tx, actor, actor.sessionId);
    await writeAudit(tx, {
      at: app.clock.now(),
      actor: { kind: "member", id: actor.memberId },
      act: "identity.password-changed",
      subject: { kind: "member", id: actor.memberId },
    });
    await deliver?.(tx, { kind: "password_changed", to: actor, details: {} });
  });
  wipe(unlock.key);
}

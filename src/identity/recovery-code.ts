import { randomBytes } from "node:crypto";
import { writeAudit } from "#/audit/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type Bytes, concat, equalBytes, type Id, idBytes, newId, Refusal } from "#/kernel/index.ts";
import {
  deriveKey,
  encodeIdentity,
  linkCode,
  parseLinkCode,
  personalRecoveryKeys,
  sealUnderKey,
} from "#/vault/index.ts";
import type { MemberActor } from "./actors.ts";
import type { IdentityApp } from "./app.ts";
import { identityLabel, type UnlockRow, unlockRowOf } from "./member-rows.ts";
import { assertOwnPassword } from "./own-password.ts";

type RecoveryApp = Pick<IdentityApp, "clock" | "database" | "secrets">;

/** A code that a person types: what the checksum does not fit is a slip of the pen, told from a wrong code. */
export function recoveryKeysOf(typed: string): { verifier: Bytes; key: Bytes } | undefined {
  const secret = parseLinkCode(typed);
  return secret && personalRecoveryKeys(linkCode(secret));
}

/** The row that the recovery code opens; undefined when the member has none. */
export async function recoveryOf(
  tx: Transaction,
  memberId: Id,
): Promise<(UnlockRow & { readonly createdAt: Date }) | undefined> {
  const found = await tx.query
    .selectFrom("keys.identity_unlock")
    .selectAll()
    .where("member_id", "=", memberId)
    .where("kind", "=", "recovery")
    .executeTakeFirst();
  return found && { ...unlockRowOf(found), createdAt: found.created_at };
}

/**
 * The code that this session offers: it follows from what only the session holds and from the code it replaces, so that
 * nothing is kept before the person has shown to have written it down.
 */
function offeredCode(actor: MemberActor, replaced: Id | undefined): string {
  const { x25519Secret } = actor.identity;
  const bound = concat(x25519Secret, actor.sessionId, replaced ? idBytes(replaced) : new Uint8Array(16));
  return linkCode(deriveKey(bound, "zegel/v1/offered-recovery-code", 16));
}

/** A new personal recovery code, 128 bits and a checksum. It counts from `confirmRecoveryCode` on. */
export async function offerRecoveryCode(
  app: RecoveryApp,
  actor: MemberActor,
  { password }: { readonly password?: string | undefined } = {},
): Promise<{ readonly code: string }> {
  await assertOwnPassword(app, actor, password);
  const current = await app.database.inOrganisation(actor.organisationId, (tx) => recoveryOf(tx, actor.memberId));
  return { code: offeredCode(actor, current?.unlockId) };
}

const lastSymbols = 8;
const tidy = (text: string): string => text.toLowerCase().replaceAll(/[^0-9a-z]/g, "");

/**
 * Keeps the code that was offered in this session, once the last two groups of it were typed; the one before is worth
 * nothing then. @throws Refusal `identity.recovery_part_wrong`.
 */
export async function confirmRecoveryCode(
  app: RecoveryApp,
  actor: MemberActor,
  { typed }: { readonly typed: string },
): Promise<void> {
  const at = app.clock.now();
  await app.database.inOrganisation(actor.organisationId, async (tx) => {
    const current = await recoveryOf(tx, actor.memberId);
    const code = offeredCode(actor, current?.unlockId);
    const given = tidy(typed).replaceAll("o", "0").replaceAll(/[il]/g, "1");
    const part = tidy(code).slice(-lastSymbols);
    const fits = given.length === part.length && equalBytes(Buffer.from(given), Buffer.from(part));
    if (!fits) throw new Refusal("invalid", "identity.recovery_part_wrong");
    await storeRecoveryCode(tx, actor, code, at);
    await writeAudit(tx, {
      at,
      actor: { kind: "member", id: actor.memberId },
      act: current ? "identity.recovery-code-renewed" : "identity.recovery-code-set",
      subject: { kind: "member", id: actor.memberId },
    });
  });
}

async function storeRecoveryCode(tx: Transaction, actor: MemberActor, code: string, at: Date): Promise<void> {
  const { memberId, identity } = actor;
  const { verifier, key } = personalRecoveryKeys(code);
  await forgetRecoveryCode(tx, memberId);
  await tx.query
    .insertInto("keys.identity_unlock")
    .values({
      organisation_id: tx.organisationId,
      unlock_id: newId(),
      member_id: memberId,
      kind: "recovery",
      salt: randomBytes(16),
      parameters: JSON.stringify({}),
      verifier,
      sealed_identity: sealUnderKey(key, identityLabel(memberId), encodeIdentity(identity)),
      created_at: at,
    })
    .execute();
}

export async function forgetRecoveryCode(tx: Transaction, memberId: Id): Promise<void> {
  await tx.query
    .deleteFrom("keys.identity_unlock")
    .where("member_id", "=", memberId)
    .where("kind", "=", "recovery")
    .execute();
}

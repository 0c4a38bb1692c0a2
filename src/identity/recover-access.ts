import { createHash, randomBytes } from "node:crypto";
import { writeAudit } from "#/audit/index.ts";
import type { Transaction } from "#/db/index.ts";
import { base64url, type Bytes, equalBytes, fromBase64url, hourMs, type Id, Refusal, wipe } from "#/kernel/index.ts";
import type { Identity } from "#/vault/index.ts";
import type { IdentityApp } from "./app.ts";
import { codeRule, countAttempt } from "./attempts.ts";
import { forgetBackupCodes } from "./backup-codes.ts";
import { rewrapPassword } from "./change-password.ts";
import type { Browser, DeliverNotice } from "./known-browsers.ts";
import { beginPending, type LoggedIn, organisationFor } from "./log-in.ts";
import { countLogIn, forgetLogIn, logInSubjects } from "./log-in-limits.ts";
import { memberByEmail, type MemberRow, openIdentity, passwordOf } from "./member-rows.ts";
import { prepareUnlock } from "./new-member-keys.ts";
import { checkNewPassword } from "./password-rules.ts";
import { forgetRecoveryCode, recoveryKeysOf, recoveryOf } from "./recovery-code.ts";
import { type Entered, startMember, takeCode } from "./second-factor.ts";
import { endSessionsOf } from "./session-store.ts";

type RecoverApp = Pick<IdentityApp, "clock" | "config" | "database" | "secrets">;

/** Who says to be whom, from where. */
export interface RecoveryClaim {
  readonly email: string;
  readonly recoveryCode: string;
  readonly address: string;
}

export interface RecoverAccess extends RecoveryClaim {
  readonly password: string;
  /** Beside the recovery code: a code of the authenticator, a back-up code, or the token of a mailed link. */
  readonly proof: { readonly code: string } | { readonly mailToken: string };
  readonly userAgent: string;
  readonly browser: Browser;
}

/** The link that stands in for a lost second factor works this long. */
export const recoveryMailMs = hourMs;

const wrong = (): Refusal => new Refusal("unauthenticated", "identity.recovery_wrong");
const hashOf = (token: Bytes): Bytes => createHash("sha256").update(token).digest();

interface Proven {
  readonly organisationId: Id;
  readonly member: MemberRow;
  readonly key: Bytes;
}

/** Address and recovery code belong together. An address nobody has, a code nobody has: all alike. */
async function proveCode(app: RecoverApp, { email: typed, recoveryCode, address }: RecoveryClaim): Promise<Proven> {
  const keys = recoveryKeysOf(recoveryCode);
  if (!keys) throw new Refusal("invalid", "identity.recovery_mistyped");
  const email = typed.toLowerCase();
  const organisationId = await organisationFor(app, email);
  if (!organisationId) throw wrong();
  const now = app.clock.now();
  const subjects = logInSubjects(app, `recover\0${email}`, address);
  await app.database.inOrganisation(organisationId, (tx) => countLogIn(tx, now, subjects));
  const member = await app.database.inOrganisation(organisationId, async (tx) => {
    const found = await memberByEmail(tx, email);
    const row = found && (await recoveryOf(tx, found.memberId));
    if (!row || !equalBytes(keys.verifier, row.verifier)) return undefined;
    await forgetLogIn(tx, now, subjects);
    return found;
  });
  if (!member) throw wrong();
  if (member.state !== "active") throw new Refusal("forbidden", "identity.member_locked");
  return { organisationId, member, key: keys.key };
}

/**
 * For who lost the password and every second factor: mails a link that, with the recovery code typed once more, stands in
 * for the second factor. @throws Refusal `identity.recovery_wrong`, `identity.recovery_mistyped`,
 *   `identity.member_locked`, `identity.too_many_attempts`.
 */
export async function mailRecoveryLink(
  app: RecoverApp,
  { deliver, ...claim }: RecoveryClaim & { readonly deliver: DeliverNotice },
): Promise<void> {
  const { organisationId, member } = await proveCode(app, claim);
  const token = randomBytes(32);
  const at = app.clock.now();
  const expiresAt = new Date(at.getTime() + recoveryMailMs);
  await app.database.inOrganisation(organisationId, async (tx) => {
    const values = { token_hash: hashOf(token), expires_at: expiresAt };
    await tx.query
      .insertInto("identity_recovery_mail")
      .values({ organisation_id: organisationId, member_id: member.memberId, ...values })
      .onConflict((conflict) => conflict.columns(["organisation_id", "member_id"]).doUpdateSet(values))
      .execute();
    await writeAudit(tx, {
      at,
      actor: { kind: "system" },
      act: "identity.recovery-link-mailed",
      subject: { kind: "member", id: member.memberId },
    });
    const url = `${app.config.publicUrl}/recover#${base64url(token)}`;
    await deliver(tx, { kind: "recovery_link", to: member, details: {}, url });
  });
}

async function isMailed(tx: Transaction, memberId: Id, token: string, now: Date): Promise<boolean> {
  const bytes = fromBase64url(token);
  const row = await tx.query
    .selectFrom("identity_recovery_mail")
    .select(["token_hash", "expires_at"])
    .where("member_id", "=", memberId)
    .executeTakeFirst();
  return bytes !== undefined && row !== undefined && now < row.expires_at && equalBytes(hashOf(bytes), row.token_hash);
}

const forgetMailed = (tx: Transaction, memberId: Id) =>
  tx.query.deleteFrom("identity_recovery_mail").where("member_id", "=", memberId).execute();

async function passProof(
  app: RecoverApp,
  tx: Transaction,
  member: MemberRow,
  identity: Identity,
  proof: RecoverAccess["proof"],
): Promise<"kept" | "mailed"> {
  if ("mailToken" in proof) {
    if (!(await isMailed(tx, member.memberId, proof.mailToken, app.clock.now())))
      throw new Refusal("gone", "identity.recovery_link_over");
    return "mailed";
  }
  const unlock = await passwordOf(tx, member.memberId, { forUpdate: true });
  if (!unlock || !(await takeCode(app, tx, unlock, identity, proof.code)))
    throw new Refusal("unauthenticated", "identity.code_wrong");
  return "kept";
}

/**
 * A forgotten password: the recovery code opens the keys, so that everything sealed before stays readable, and a new
 * password takes them in. The code is used up, all sessions end. By a mailed link the second factor is set up anew.
 * @throws Refusal as `mailRecoveryLink`, `identity.code_wrong`, `identity.recovery_link_over`, the new password's.
 */
export async function recoverAccess(app: RecoverApp, input: RecoverAccess): Promise<LoggedIn | Entered> {
  const { organisationId, member, key } = await proveCode(app, input);
  checkNewPassword(input.password, [member.email, member.name]);
  const { memberId } = member;
  await app.database.inOrganisation(organisationId, (tx) =>
    countAttempt(tx, app.clock.now(), [{ subject: `totp:${memberId}`, rule: codeRule }]),
  );
  const unlock = await prepareUnlock(app, input.password);
  const done = await app.database.inOrganisation(organisationId, async (tx) => {
    const row = await recoveryOf(tx, memberId);
    if (!row) throw wrong();
    const opened = await openIdentity(app, tx, row, key);
    const factor = await passProof(app, tx, member, opened.identity, input.proof);
    await rewrapPassword(tx, member, opened.identity, unlock);
    await forgetRecoveryCode(tx, memberId);
    await forgetMailed(tx, memberId);
    if (factor === "mailed") await forgetSecondFactor(tx, memberId);
    await endSessionsOf(tx, memberId);
    await writeAudit(tx, {
      at: app.clock.now(),
      actor: { kind: "member", id: memberId },
      act: "identity.password-recovered",
      subject: { kind: "member", id: memberId },
      details: { secondFactor: factor },
    });
    await input.browser.deliver(tx, { kind: "password_recovered", to: member, details: {} });
    if (factor === "kept") return startMember(app, tx, memberId, opened, input);
    return beginPending(
      app,
      tx,
      { unlockId: unlock.unlockId, memberId, sealedTotp: null },
      unlock.key,
      input.userAgent,
    );
  });
  wipe(key);
  return done;
}

/** The next log-in sets the second factor up anew. */
export async function forgetSecondFactor(tx: Transaction, memberId: Id): Promise<void> {
  await tx.query
    .updateTable("keys.identity_unlock")
    .set({ sealed_totp: null, totp_last_step: 0 })
    .where("member_id", "=", memberId)
    .execute();
  await forgetBackupCodes(tx, memberId);
}

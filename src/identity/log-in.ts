import { writeAudit } from "#/audit/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type Bytes, concat, equalBytes, type Id, idBytes, Refusal } from "#/kernel/index.ts";
import { defaultPasswordParameters, type PasswordParameters, unlockPassword } from "#/vault/index.ts";
import type { MemberActor, OperatorActor } from "./actors.ts";
import type { IdentityApp } from "./app.ts";
import { countFailure } from "./attempts.ts";
import { countLogIn, forgetLogIn, logInSubjects } from "./log-in-limits.ts";
import { browserSubjectOf } from "./known-browsers.ts";
import { actorOf, memberByEmail, type MemberRow, openIdentity, passwordOf, type UnlockRow } from "./member-rows.ts";
import { endSessionsOf, type SessionTokens, startSession } from "./session-store.ts";

type LogInApp = Pick<IdentityApp, "clock" | "database" | "secrets">;

export interface LogInInput {
  readonly email: string;
  readonly password: string;
  readonly userAgent: string;
  /** Where the request comes from, as the door knows it. */
  readonly address: string;
  /** What the browser was given when the member logged in there before. */
  readonly browserToken?: string | undefined;
}

/** The next step, and the session in which it is taken. */
export interface LoggedIn extends SessionTokens {
  readonly next: "code" | "enrol" | "done";
}

const wrongLogIn = (): Refusal => new Refusal("unauthenticated", "identity.login_wrong");

/**
 * Where a log-in is counted: the organisation of the member, else one that is always the same for the address, so that
 * an address which nobody has behaves as one that somebody has. All is asked in both cases, for the same time.
 */
export async function organisationFor(app: LogInApp, email: string): Promise<Id | undefined> {
  const [byMember, byDomain, all] = await Promise.all([
    app.database.organisationOf.member(email),
    app.database.organisationOf.domain(email.slice(email.lastIndexOf("@") + 1)),
    app.database.organisations(),
  ]);
  return byMember ?? byDomain ?? all[0];
}

interface Candidate {
  readonly member: MemberRow;
  readonly unlock: UnlockRow;
}

async function findCandidate(tx: Transaction, email: string): Promise<Candidate | undefined> {
  const member = await memberByEmail(tx, email);
  const unlock = await passwordOf(tx, member?.memberId ?? tx.organisationId);
  return member && unlock && { member, unlock };
}

const nobody = {
  salt: Buffer.alloc(16, 1),
  parameters: defaultPasswordParameters,
  verifier: Buffer.alloc(32),
};

/** The unlock key when the password is right. Costs the same when there is nobody to compare with. */
export async function checkPassword(
  app: Pick<IdentityApp, "secrets">,
  unlock: UnlockRow | undefined,
  password: string,
): Promise<Bytes | undefined> {
  const { salt, parameters, verifier } = unlock ?? nobody;
  const unlocked = await unlockPassword(password, salt, app.secrets.pepper, parameters as PasswordParameters);
  return equalBytes(unlocked.verifier, verifier) && unlock ? unlocked.key : undefined;
}

/** What a session between password and code holds. */
export const pendingContent = (unlockId: Id, unlockKey: Bytes): Bytes => concat(idBytes(unlockId), unlockKey);

/**
 * Checks e-mail address and password, and opens a session in which only the second factor can be given or set up.
 * @throws Refusal `identity.login_wrong` (unknown, invited, or a wrong password: all alike), `identity.member_locked`
 *   (only after the right password), `identity.too_many_attempts`.
 */
export async function logIn(app: LogInApp, input: LogInInput): Promise<LoggedIn> {
  const email = input.email.toLowerCase();
  const now = app.clock.now();
  const organisationId = await organisationFor(app, email);
  const subjects = logInSubjects(app, email, input.address, browserSubjectOf(app, email, input.browserToken));
  let candidate: Candidate | undefined;
  if (organisationId) {
    candidate = await app.database.inOrganisation(organisationId, async (tx) => {
      await countLogIn(tx, now, subjects);
      return findCandidate(tx, email);
    });
  }
  const unlockKey = await checkPassword(app, candidate?.unlock, input.password);
  if (!organisationId) throw wrongLogIn();
  const result = await app.database.inOrganisation(organisationId, async (tx) => {
    if (!candidate || !unlockKey) return recordFailure(tx, now, candidate?.member);
    await forgetLogIn(tx, now, subjects);
    if (candidate.member.state !== "active") return "locked";
    return beginPending(app, tx, candidate.unlock, unlockKey, input.userAgent);
  });
  if (result === "wrong") throw wrongLogIn();
  if (result === "locked") throw new Refusal("forbidden", "identity.member_locked");
  return result;
}

async function recordFailure(tx: Transaction, at: Date, member: MemberRow | undefined): Promise<"wrong"> {
  const times = await countFailure(tx, at, member?.memberId ?? "nobody");
  // Whoever hammers at a door must not fill the audit log: the first, the second, the fourth, the eighth.
  if (Number.isInteger(Math.log2(times)))
    await writeAudit(tx, {
      at,
      actor: { kind: "system" },
      act: "identity.login-failed",
      ...(member ? { subject: { kind: "member", id: member.memberId } } : {}),
      details: { times },
    });
  return "wrong";
}

/** The session between password and code. */
export async function beginPending(
  app: Pick<IdentityApp, "clock" | "secrets">,
  tx: Transaction,
  unlock: Pick<UnlockRow, "unlockId" | "memberId" | "sealedTotp">,
  unlockKey: Bytes,
  userAgent: string,
): Promise<LoggedIn> {
  const { sessionToken, csrfToken, expiresAt } = await startSession(app, tx, {
    kind: "pending",
    subjectId: unlock.memberId,
    content: pendingContent(unlock.unlockId, unlockKey),
    userAgent,
  });
  return { next: unlock.sealedTotp ? "code" : "enrol", sessionToken, csrfToken, expiresAt };
}

/**
 * A member at the command line: the operator in person stands in for the second factor. Each use is an audit entry.
 * @throws Refusal `identity.login_wrong` or `identity.member_locked`.
 */
export async function openMember(
  app: LogInApp,
  _operator: OperatorActor,
  input: { readonly email: string; readonly password: string },
): Promise<MemberActor> {
  const organisationId = await app.database.organisationOf.member(input.email);
  if (!organisationId) throw wrongLogIn();
  const candidate = await app.database.inOrganisation(organisationId, (tx) => findCandidate(tx, input.email));
  const unlockKey = await checkPassword(app, candidate?.unlock, input.password);
  if (!candidate || !unlockKey) throw wrongLogIn();
  const { member, unlock } = candidate;
  return app.database.inOrganisation(organisationId, async (tx) => {
    const opened = await openIdentity(app, tx, unlock, unlockKey);
    const actor = actorOf(organisationId, member, opened, { sessionId: new Uint8Array(0) });
    if (!actor) throw new Refusal("forbidden", "identity.member_locked");
    await writeAudit(tx, {
      at: app.clock.now(),
      actor: { kind: "operator" },
      act: "identity.opened-at-command-line",
      subject: { kind: "member", id: member.memberId },
    });
    return actor;
  });
}

/**
 * Makes a member set the second factor up anew at the next log-in, for when the authenticator is lost: takes the member's
 * own password and the operator in person. All sessions end.
 * @throws Refusal `identity.login_wrong` or `identity.member_locked`.
 */
export async function resetSecondFactor(
  app: LogInApp,
  operator: OperatorActor,
  input: { readonly email: string; readonly password: string },
): Promise<void> {
  const { organisationId, memberId } = await openMember(app, operator, input);
  await app.database.inOrganisation(organisationId, async (tx) => {
    await tx.query
      .updateTable("keys.identity_unlock")
      .set({ sealed_totp: null, totp_last_step: 0 })
      .where("member_id", "=", memberId)
      .execute();
    await tx.query.deleteFrom("keys.identity_backup_code").where("member_id", "=", memberId).execute();
    await endSessionsOf(tx, memberId);
    await writeAudit(tx, {
      at: app.clock.now(),
      actor: { kind: "operator" },
      act: "identity.second-factor-reset",
      subject: { kind: "member", id: memberId },
    });
  });
}

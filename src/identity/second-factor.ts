import { generateURI, ScureBase32Plugin, verify } from "otplib";
import { toString as qrToString } from "qrcode";
import { writeAudit } from "#/audit/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type Bytes, concat, Refusal, secondMs } from "#/kernel/index.ts";
import { deriveKey, openUnderKey, sealUnderKey } from "#/vault/index.ts";
import type { MemberActor, PendingActor } from "./actors.ts";
import type { IdentityApp } from "./app.ts";
import { codeRule, countAttempt, forgetAttempts } from "./attempts.ts";
import type { LoggedIn } from "./log-in.ts";
import { actorOf, memberById, openIdentity, passwordOf, totpLabel, type UnlockRow } from "./member-rows.ts";
import { memberContent } from "./member-session.ts";
import { endSession, startSession } from "./session-store.ts";

type SecondFactorApp = Pick<IdentityApp, "clock" | "database" | "secrets">;

/** RFC 6238 with what every authenticator knows: SHA-1, 6 digits, 30 seconds, one step of tolerance either way. */
const stepSeconds = 30;
const seedBytes = 20;

export interface EnrolmentStarted {
  /** Base32, to type where the picture can't be scanned. */
  readonly secret: string;
  readonly uri: string;
  readonly qrSvg: string;
}

/** The step of a right code, or undefined. */
async function stepOfCode(seed: Bytes, code: string, now: Date): Promise<number | undefined> {
  if (!/^\d{6}$/.test(code)) return undefined;
  const epoch = Math.floor(now.getTime() / secondMs);
  const result = await verify({ secret: seed, token: code, epoch, epochTolerance: stepSeconds });
  return result.valid && "timeStep" in result ? result.timeStep : undefined;
}

/**
 * The seed that this pending session offers: it follows from what only the session holds, so that nothing has to be kept
 * before the first code proves that the authenticator has it.
 */
const offeredSeed = (actor: PendingActor): Bytes =>
  deriveKey(concat(actor.unlockKey, actor.sessionId), "zegel/v1/totp-seed", seedBytes);

const alreadyEnrolled = (): Refusal => new Refusal("conflict", "identity.second_factor_set");
const wrongCode = (): Refusal => new Refusal("unauthenticated", "identity.code_wrong");

async function unlockOf(tx: Transaction, actor: PendingActor): Promise<UnlockRow> {
  const unlock = await passwordOf(tx, actor.memberId, { forUpdate: true });
  if (unlock?.unlockId !== actor.unlockId) throw new Refusal("unauthenticated", "identity.session_over");
  return unlock;
}

/** What the authenticator needs. Asked again in the same session, it is the same. */
export async function enrolSecondFactor(app: SecondFactorApp, actor: PendingActor): Promise<EnrolmentStarted> {
  const { label, issuer } = await app.database.inOrganisation(actor.organisationId, async (tx) => {
    if ((await unlockOf(tx, actor)).sealedTotp) throw alreadyEnrolled();
    const member = await memberById(tx, actor.memberId);
    const { name } = await tx.query.selectFrom("identity_organisation").select("name").executeTakeFirstOrThrow();
    return { label: member!.email, issuer: `Zegel ${name}`.replaceAll(":", " ") };
  });
  const secret = new ScureBase32Plugin().encode(Uint8Array.from(offeredSeed(actor)), { padding: false });
  const uri = generateURI({ issuer, label, secret });
  return { secret, uri, qrSvg: await qrToString(uri, { type: "svg", margin: 1 }) };
}

async function countCode(app: SecondFactorApp, actor: PendingActor): Promise<void> {
  const subject = `totp:${actor.memberId}`;
  await app.database.inOrganisation(actor.organisationId, (tx) =>
    countAttempt(tx, app.clock.now(), [{ subject, rule: codeRule }]),
  );
}

async function recordWrongCode(app: SecondFactorApp, actor: PendingActor): Promise<never> {
  await app.database.inOrganisation(actor.organisationId, (tx) =>
    writeAudit(tx, {
      at: app.clock.now(),
      actor: { kind: "system" },
      act: "identity.code-failed",
      subject: { kind: "member", id: actor.memberId },
    }),
  );
  throw wrongCode();
}

export interface CodeInput {
  readonly code: string;
  readonly userAgent: string;
}

/** The session of a member who passed everything; the pending one ends, so that its cookie is worth nothing. */
async function enter(
  app: SecondFactorApp,
  tx: Transaction,
  actor: PendingActor,
  unlock: UnlockRow,
  userAgent: string,
): Promise<LoggedIn & { readonly actor: MemberActor }> {
  const member = await memberById(tx, actor.memberId);
  const opened = await openIdentity(app, tx, unlock, actor.unlockKey);
  await forgetAttempts(tx, [`totp:${actor.memberId}`]);
  await endSession(tx, actor.sessionId);
  const { sessionId, tokenHash, ...tokens } = await startSession(app, tx, {
    kind: "member",
    subjectId: actor.memberId,
    content: memberContent(opened),
    userAgent,
  });
  const entered = member && actorOf(tx.organisationId, member, opened, { sessionId, tokenHash });
  if (!entered) throw new Refusal("forbidden", "identity.member_locked");
  await writeAudit(tx, {
    at: app.clock.now(),
    actor: { kind: "member", id: actor.memberId },
    act: "identity.logged-in",
    subject: { kind: "member", id: actor.memberId },
  });
  return { next: "done", ...tokens, actor: entered };
}

/**
 * Sets the second factor up with its first code, and finishes the log-in.
 * @throws Refusal `identity.code_wrong`, `identity.second_factor_set`, `identity.too_many_attempts`.
 */
export async function confirmSecondFactor(
  app: SecondFactorApp,
  actor: PendingActor,
  { code, userAgent }: CodeInput,
): Promise<LoggedIn & { readonly actor: MemberActor }> {
  await countCode(app, actor);
  const seed = offeredSeed(actor);
  const step = await stepOfCode(seed, code, app.clock.now());
  if (step === undefined) return recordWrongCode(app, actor);
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const unlock = await unlockOf(tx, actor);
    if (unlock.sealedTotp) throw alreadyEnrolled();
    const sealed = sealUnderKey(actor.unlockKey, totpLabel(actor.memberId), seed);
    await tx.query
      .updateTable("keys.identity_unlock")
      .set({ sealed_totp: sealed, totp_last_step: step })
      .where("unlock_id", "=", actor.unlockId)
      .execute();
    await writeAudit(tx, {
      at: app.clock.now(),
      actor: { kind: "member", id: actor.memberId },
      act: "identity.second-factor-set",
      subject: { kind: "member", id: actor.memberId },
    });
    return enter(app, tx, actor, unlock, userAgent);
  });
}

/**
 * Finishes a log-in with a code; each code works once.
 * @throws Refusal `identity.code_wrong` (also for one that was used), `identity.too_many_attempts`.
 */
export async function passSecondFactor(
  app: SecondFactorApp,
  actor: PendingActor,
  { code, userAgent }: CodeInput,
): Promise<LoggedIn & { readonly actor: MemberActor }> {
  await countCode(app, actor);
  const entered = await app.database.inOrganisation(actor.organisationId, async (tx) => {
    const unlock = await unlockOf(tx, actor);
    const seed = unlock.sealedTotp && openUnderKey(actor.unlockKey, totpLabel(actor.memberId), unlock.sealedTotp);
    const step = seed ? await stepOfCode(seed, code, app.clock.now()) : undefined;
    if (step === undefined || step <= unlock.totpLastStep) return undefined;
    await tx.query
      .updateTable("keys.identity_unlock")
      .set({ totp_last_step: step })
      .where("unlock_id", "=", unlock.unlockId)
      .execute();
    return enter(app, tx, actor, unlock, userAgent);
  });
  return entered ?? recordWrongCode(app, actor);
}

import { generateURI, ScureBase32Plugin, verify } from "otplib";
import { toString as qrToString } from "qrcode";
import { writeAudit } from "#/audit/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type Bytes, concat, type Id, Refusal, secondMs } from "#/kernel/index.ts";
import { deriveKey, type Identity, openUnderKey, sealUnderKey } from "#/vault/index.ts";
import type { MemberActor, PendingActor } from "./actors.ts";
import type { IdentityApp } from "./app.ts";
import { codeRule, countAttempt, forgetAttempts } from "./attempts.ts";
import type { LoggedIn } from "./log-in.ts";
import { backupCodesLeft, useBackupCode } from "./backup-codes.ts";
import { type Browser, noticeNewBrowser } from "./known-browsers.ts";
import { actorOf, memberById, openIdentity, passwordOf, totpKeyOf, totpLabel, type UnlockRow } from "./member-rows.ts";
import { memberContent } from "./member-session.ts";
import { endSession, startSession } from "./session-store.ts";

type SecondFactorApp = Pick<IdentityApp, "clock" | "database" | "secrets">;

/** RFC 6238 with what every authenticator knows: SHA-1, 6 digits, 30 seconds, one step of tolerance either way. */
const stepSeconds = 30;
const seedBytes = 20;

interface OpenedIdentity {
  readonly identity: Identity;
  readonly keyId: Id;
}

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
  /** Of the authenticator, or a back-up code. */
  readonly code: string;
  readonly userAgent: string;
  /** As the door knows the browser; without it nobody is told of the log-in. */
  readonly browser?: Browser;
}

export interface Entered extends LoggedIn {
  readonly actor: MemberActor;
  /** To be kept in the browser, which is known from now on. */
  readonly browserToken?: string;
}

/** The session of a member who passed everything; the pending one ends, so that its cookie is worth nothing. */
async function enter(
  app: SecondFactorApp,
  tx: Transaction,
  actor: PendingActor,
  opened: OpenedIdentity,
  input: CodeInput,
): Promise<Entered> {
  await endSession(tx, actor.sessionId);
  return startMember(app, tx, actor.memberId, opened, input);
}

/** The session of somebody who passed everything. */
export async function startMember(
  app: SecondFactorApp,
  tx: Transaction,
  memberId: Id,
  opened: OpenedIdentity,
  { userAgent, browser }: Pick<CodeInput, "userAgent" | "browser">,
): Promise<Entered> {
  const member = await memberById(tx, memberId);
  await forgetAttempts(tx, [`totp:${memberId}`]);
  const { sessionId, tokenHash, ...tokens } = await startSession(app, tx, {
    kind: "member",
    subjectId: memberId,
    content: memberContent(opened),
    userAgent,
  });
  const entered = member && actorOf(tx.organisationId, member, opened, { sessionId, tokenHash });
  if (!entered) throw new Refusal("forbidden", "identity.member_locked");
  await writeAudit(tx, {
    at: app.clock.now(),
    actor: { kind: "member", id: memberId },
    act: "identity.logged-in",
    subject: { kind: "member", id: memberId },
  });
  const browserToken = browser && (await noticeNewBrowser(app, tx, entered, browser, userAgent));
  return { next: "done", ...tokens, actor: entered, ...(browserToken ? { browserToken } : {}) };
}

/**
 * Sets the second factor up with its first code, and finishes the log-in.
 * @throws Refusal `identity.code_wrong`, `identity.second_factor_set`, `identity.too_many_attempts`.
 */
export async function confirmSecondFactor(
  app: SecondFactorApp,
  actor: PendingActor,
  input: CodeInput,
): Promise<Entered> {
  await countCode(app, actor);
  const seed = offeredSeed(actor);
  const step = await stepOfCode(seed, input.code, app.clock.now());
  if (step === undefined) return recordWrongCode(app, actor);
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const unlock = await unlockOf(tx, actor);
    if (unlock.sealedTotp) throw alreadyEnrolled();
    const opened = await openIdentity(app, tx, unlock, actor.unlockKey);
    await tx.query
      .updateTable("keys.identity_unlock")
      .set({
        sealed_totp: sealUnderKey(totpKeyOf(opened.identity), totpLabel(actor.memberId), seed),
        totp_last_step: step,
      })
      .where("unlock_id", "=", actor.unlockId)
      .execute();
    await writeAudit(tx, {
      at: app.clock.now(),
      actor: { kind: "member", id: actor.memberId },
      act: "identity.second-factor-set",
      subject: { kind: "member", id: actor.memberId },
    });
    return enter(app, tx, actor, opened, input);
  });
}

/** Whether a code of the authenticator, or a back-up code, is right; it is used up then. */
export async function takeCode(
  app: SecondFactorApp,
  tx: Transaction,
  unlock: UnlockRow,
  identity: Identity,
  code: string,
): Promise<"code" | "backup-code" | undefined> {
  const label = totpLabel(unlock.memberId);
  const seed = unlock.sealedTotp && openUnderKey(totpKeyOf(identity), label, unlock.sealedTotp);
  const step = seed ? await stepOfCode(seed, code.replaceAll(/\s/g, ""), app.clock.now()) : undefined;
  if (step === undefined) return (await useBackupCode(app, tx, unlock.memberId, code)) ? "backup-code" : undefined;
  if (step <= unlock.totpLastStep) return undefined;
  await tx.query
    .updateTable("keys.identity_unlock")
    .set({ totp_last_step: step })
    .where("unlock_id", "=", unlock.unlockId)
    .execute();
  return "code";
}

/**
 * Finishes a log-in with a code of the authenticator or a back-up code; each works once.
 * @throws Refusal `identity.code_wrong` (also for one that was used), `identity.too_many_attempts`.
 */
export async function passSecondFactor(app: SecondFactorApp, actor: PendingActor, input: CodeInput): Promise<Entered> {
  await countCode(app, actor);
  const entered = await app.database.inOrganisation(actor.organisationId, async (tx) => {
    const unlock = await unlockOf(tx, actor);
    if (!unlock.sealedTotp) return undefined;
    const opened = await openIdentity(app, tx, unlock, actor.unlockKey);
    const taken = await takeCode(app, tx, unlock, opened.identity, input.code);
    if (taken === undefined) return undefined;
    const done = await enter(app, tx, actor, opened, input);
    if (taken === "backup-code") await tellBackupCode(tx, done.actor, input.browser);
    return done;
  });
  return entered ?? recordWrongCode(app, actor);
}

async function tellBackupCode(tx: Transaction, member: MemberActor, browser: Browser | undefined): Promise<void> {
  const left = await backupCodesLeft(tx, member.memberId);
  await browser?.deliver(tx, { kind: "backup_used", to: member, details: { left } });
}

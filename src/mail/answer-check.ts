import { sql } from "kysely";
import { writeAudit } from "#/audit/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type Bytes, equalBytes, type Id, isRefusal, Refusal, secondMs } from "#/kernel/index.ts";
import { agreedPasswordKey, smsCodeMac } from "#/vault/index.ts";
import { languageOf, type LinkRow, linkOf, openLink, organisationOfLink } from "./guest-link.ts";
import {
  assertNotLocked,
  endOf,
  enter,
  numberMac,
  opensWith,
  passwordTriesLeft,
  phoneOf,
  senderOf,
} from "./guest-state.ts";
import { trustDevice } from "./guests/trusted-device.ts";
import type { Knock } from "./knock.ts";
import { limits } from "./rules.ts";
import type { KnockResult, MailApp } from "./types.ts";

export interface CheckAnswer extends Omit<Knock, "language"> {
  readonly code?: string | undefined;
  readonly password?: string | undefined;
  /** The guest asks that this browser be trusted; done where the firm allows it. */
  readonly trustDevice?: boolean | undefined;
}

/** A try that was counted, and has yet to be judged. */
interface Try {
  readonly link: LinkRow;
  readonly x25519Secret: Bytes;
  readonly triesLeft: number;
  /** What the code must give. */
  readonly codeMac?: Bytes;
}

async function countCode(tx: Transaction, link: LinkRow, now: Date): Promise<Pick<Try, "triesLeft" | "codeMac">> {
  const row = await tx.query
    .updateTable("mail_code")
    .set((code) => ({ tries: code("tries", "+", 1) }))
    .where("organisation_id", "=", tx.organisationId)
    .where("link_id", "=", link.link_id)
    .where("code_mac", "is not", null)
    .where("tries", "<", limits.codeTries)
    .where("expires_at", ">", now)
    .returning(["code_mac", "tries"])
    .executeTakeFirst();
  if (!row?.code_mac) throw new Refusal("gone", "mail.code_used_up");
  return { codeMac: row.code_mac, triesLeft: limits.codeTries - row.tries };
}

async function countPassword(tx: Transaction, link: LinkRow, now: Date): Promise<Pick<Try, "triesLeft">> {
  const left = passwordTriesLeft(link, now);
  const since = link.recent_wrong_since;
  if (left === 0 && since) {
    const untilMs = since.getTime() + limits.passwordWindowMs - now.getTime();
    throw new Refusal("limited", "mail.passwords_too_many", { retryAfterSeconds: Math.ceil(untilMs / secondMs) });
  }
  const isFirst = left === limits.passwordTries;
  await tx.query
    .updateTable("mail_link")
    .set({ recent_wrong: limits.passwordTries - left + 1, ...(isFirst ? { recent_wrong_since: now } : {}) })
    .where("organisation_id", "=", tx.organisationId)
    .where("link_id", "=", link.link_id)
    .execute();
  return { triesLeft: left - 1 };
}

const setWrongAnswers = (tx: Transaction, linkId: Id, change: 1 | -1) =>
  tx.query
    .updateTable("mail_link")
    .set({
      wrong_answers: sql<number>`greatest(0, wrong_answers + ${change})`,
      ...(change < 0 ? { recent_wrong: 0 } : {}),
    })
    .where("organisation_id", "=", tx.organisationId)
    .where("link_id", "=", linkId)
    .execute();

/** Counts before judging, and is committed before: tries at the same moment don't slip through together. */
async function countTry(
  app: Pick<MailApp, "secrets">,
  tx: Transaction,
  input: CheckAnswer,
  now: Date,
): Promise<Try | KnockResult> {
  const link = await linkOf(tx, input.linkId, { forUpdate: true });
  const { x25519Secret } = openLink(link, input.secret);
  const end = await endOf(tx, link, now);
  if (end) return { state: end, ...(await senderOf(app, tx, link)) };
  assertNotLocked(link);
  const answersSms = link.verification === "sms" && input.code !== undefined;
  const answersPassword = link.verification === "password" && input.password !== undefined;
  if (!answersSms && !answersPassword) throw new Refusal("conflict", "mail.check_other");
  const counted = answersSms ? await countCode(tx, link, now) : await countPassword(tx, link, now);
  await setWrongAnswers(tx, link.link_id, 1);
  return { link, x25519Secret, ...counted };
}

const tidyCode = (code: string): string => code.replaceAll(/[\s\p{Dash_Punctuation}]/gu, "");

async function passwordSecretOf(app: MailApp, link: LinkRow, password: string): Promise<Bytes | undefined> {
  if (!link.password_salt) return undefined;
  try {
    return (await agreedPasswordKey(password, link.password_salt, app.secrets.pepper)).x25519Secret;
  } catch (error) {
    if (isRefusal(error) && error.code === "vault.password_empty") return undefined;
    throw error;
  }
}

/** A code works once: of two at the same moment one finds it gone. */
async function spendCode(tx: Transaction, { link, codeMac }: Try): Promise<void> {
  const spent = await tx.query
    .deleteFrom("mail_code")
    .where("organisation_id", "=", tx.organisationId)
    .where("link_id", "=", link.link_id)
    .where("code_mac", "=", codeMac!)
    .executeTakeFirst();
  if (spent.numDeletedRows === 0n) throw new Refusal("gone", "mail.code_used_up");
}

async function refuse(app: MailApp, organisationId: Id, { link, triesLeft }: Try): Promise<never> {
  const what = link.verification === "sms" ? "code" : "password";
  await app.database.inOrganisation(organisationId, (tx) =>
    writeAudit(tx, {
      at: app.clock.now(),
      actor: { kind: "guest", id: link.link_id },
      act: `mail.${what}-wrong`,
      subject: { kind: "conversation", id: link.conversation_id },
      details: { triesLeft },
    }),
  );
  throw new Refusal("unauthenticated", what === "code" ? "mail.code_wrong" : "mail.password_wrong", { triesLeft });
}

/**
 * Answers the check with the SMS code or the agreed password; a right answer opens a session.
 * @throws Refusal `mail.code_wrong`, `mail.code_used_up`, `mail.password_wrong`, `mail.passwords_too_many`,
 *   `mail.check_other`, and those of `knock`.
 */
export async function answerCheck(app: MailApp, input: CheckAnswer): Promise<KnockResult> {
  const organisationId = await organisationOfLink(app, input.linkId);
  const now = app.clock.now();
  const counted = await app.database.inOrganisation(organisationId, (tx) => countTry(app, tx, input, now));
  if ("state" in counted) return counted;
  const { link, x25519Secret, codeMac } = counted;
  const isRightCode =
    codeMac !== undefined && equalBytes(smsCodeMac(app.secrets.pepper, link.link_id, tidyCode(input.code!)), codeMac);
  const passwordSecret = codeMac ? undefined : await passwordSecretOf(app, link, input.password!);
  if (!isRightCode && !passwordSecret) return refuse(app, organisationId, counted);
  const entered = await app.database.inOrganisation(organisationId, async (tx) => {
    if (codeMac) await spendCode(tx, counted);
    else if (!(await opensWith(app, tx, link, x25519Secret, passwordSecret!))) return undefined;
    await setWrongAnswers(tx, link.link_id, -1);
    const visitor = { x25519Secret, language: languageOf(link), userAgent: input.userAgent ?? "" };
    const proof = passwordSecret ?? numberMac(app, phoneOf(link, x25519Secret) ?? "");
    const { deviceToken, userAgent = "" } = input;
    const device = input.trustDevice ? await trustDevice(app, tx, link, { deviceToken, proof, userAgent }) : undefined;
    const result = await enter(app, tx, link, { ...visitor, ...(passwordSecret ? { passwordSecret } : {}) });
    return device ? { ...result, device } : result;
  });
  return entered ?? refuse(app, organisationId, counted);
}

import { randomBytes } from "node:crypto";
import type { Language } from "#/contract/index.ts";
import type { Transaction } from "#/db/index.ts";
import { base64url, fromBase64url } from "#/kernel/index.ts";
import type { MemberActor } from "./actors.ts";
import type { IdentityApp } from "./app.ts";
import { isRemembered, rememberSuccess } from "./attempts.ts";
import { browserSubject } from "./log-in-limits.ts";

/** What a member is told by mail of their own access. */
export interface AccountNotice {
  readonly kind:
    | "new_login"
    | "backup_used"
    | "password_changed"
    | "password_recovered"
    | "recovery_link"
    | "second_factor_reset"
    | "given_back"
    | "given_back_admin";
  readonly to: { readonly email: string; readonly name: string; readonly language: Language };
  readonly details: Readonly<Record<string, string | number>>;
  /** May hold a secret: then it belongs in this one mail and nowhere else. */
  readonly url?: string;
}

/** Queues the mail in the same transaction. */
export type DeliverNotice = (tx: Transaction, notice: AccountNotice) => Promise<void>;

export interface Browser {
  /** What the browser was given when this member logged in there before. */
  readonly token: string | undefined;
  readonly deliver: DeliverNotice;
}

const isToken = (text: string): boolean => text.length === 43 && fromBase64url(text)?.byteLength === 32;

/** The name under which a browser is known for an address; undefined for what can't be a token. */
export const browserSubjectOf = (
  app: Pick<IdentityApp, "secrets">,
  email: string,
  token: string | undefined,
): string | undefined => (token !== undefined && isToken(token) ? browserSubject(app, email, token) : undefined);

/** From "Mozilla/5.0 (…)" to what a person would say. */
export function browserName(userAgent: string): string {
  const families = [
    [/Edg\//, "Edge"],
    [/Firefox\//, "Firefox"],
    [/OPR\//, "Opera"],
    [/Chrom(e|ium)\//, "Chrome"],
    [/Safari\//, "Safari"],
  ] as const;
  const systems = [
    [/iPhone/, "iPhone"],
    [/iPad/, "iPad"],
    [/Android/, "Android"],
    [/Windows/, "Windows"],
    [/Mac OS X/, "Mac"],
    [/Linux/, "Linux"],
  ] as const;
  const of = (list: readonly (readonly [RegExp, string])[]): string | undefined =>
    list.find(([pattern]) => pattern.test(userAgent))?.[1];
  return [of(families), of(systems)].filter((each) => each !== undefined).join(", ");
}

/** A log-in from a browser that is not known is told by mail, once; then it is known. */
export async function noticeNewBrowser(
  app: Pick<IdentityApp, "clock" | "secrets">,
  tx: Transaction,
  member: MemberActor,
  { token, deliver }: Browser,
  userAgent: string,
): Promise<string> {
  const now = app.clock.now();
  const known = browserSubjectOf(app, member.email, token);
  const isKnown = known !== undefined && (await isRemembered(tx, now, known));
  const kept = isKnown ? token! : base64url(randomBytes(32));
  await rememberSuccess(tx, now, browserSubject(app, member.email, kept));
  if (!isKnown) {
    const details = { browser: browserName(userAgent) || "?", at: now.toISOString() };
    await deliver(tx, { kind: "new_login", to: member, details });
  }
  return kept;
}

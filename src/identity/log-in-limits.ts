import { createHash } from "node:crypto";
import type { Transaction } from "#/db/index.ts";
import { concat, hex, utf8 } from "#/kernel/index.ts";
import { deriveKey } from "#/vault/index.ts";
import type { IdentityApp } from "./app.ts";
import {
  accountRule,
  addressRule,
  type Attempt,
  countAttempt,
  forgetAttempts,
  isRemembered,
  pairRule,
  rememberSuccess,
  takeBackAttempt,
} from "./attempts.ts";

/** Under which subjects one log-in is counted. */
export interface LogInSubjects {
  readonly pair: string;
  readonly address: string;
  readonly account: string;
  readonly known: string;
  /** Of a browser in which the member logged in before. */
  readonly browser: string | undefined;
}

/** An IPv6 customer has a whole /64: its first four groups count as one address. */
export function networkOf(address: string): string {
  const mapped = address.replace(/^::ffff:(?=\d+\.)/i, "");
  if (!mapped.includes(":")) return mapped;
  const [front = "", back] = mapped.toLowerCase().split("%")[0]!.split("::");
  const groups = front === "" ? [] : front.split(":");
  const missing = back === undefined ? 0 : 8 - groups.length - (back === "" ? 0 : back.split(":").length);
  const all = [...groups, ...Array.from({ length: Math.max(0, missing) }, () => "0"), ...(back ?? "").split(":")];
  return `${all
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":")}::/64`;
}

/** Whoever reads the table learns no addresses that people tried. */
const hashedUnder =
  (app: Pick<IdentityApp, "secrets">) =>
  (...parts: string[]): string =>
    hex(
      createHash("sha256")
        .update(concat(deriveKey(app.secrets.pepper, "zegel/v1/attempt"), utf8(parts.join("\0"))))
        .digest(),
    );

/** Where it is remembered that a member logged in in a browser. */
export const browserSubject = (app: Pick<IdentityApp, "secrets">, email: string, token: string): string =>
  `known:browser:${hashedUnder(app)(email, token)}`;

export function logInSubjects(
  app: Pick<IdentityApp, "secrets">,
  email: string,
  address: string,
  browser?: string,
): LogInSubjects {
  const hashed = hashedUnder(app);
  const network = networkOf(address);
  return {
    pair: `login:${hashed(email, network)}`,
    address: `address:${hashed(network)}`,
    account: `account:${hashed(email)}`,
    known: `known:${hashed(email, network)}`,
    browser,
  };
}

/**
 * A browser in which the member logged in before is counted by itself: whatever strangers try, from wherever, its owner
 * gets through. @throws Refusal `identity.too_many_attempts`.
 */
export async function countLogIn(tx: Transaction, now: Date, subjects: LogInSubjects): Promise<void> {
  if (subjects.browser !== undefined && (await isRemembered(tx, now, subjects.browser)))
    return countAttempt(tx, now, [{ subject: `login:${subjects.browser}`, rule: pairRule }]);
  const attempts: Attempt[] = [
    { subject: subjects.pair, rule: pairRule },
    { subject: subjects.address, rule: addressRule },
  ];
  if (!(await isRemembered(tx, now, subjects.known))) attempts.push({ subject: subjects.account, rule: accountRule });
  await countAttempt(tx, now, attempts);
}

/** The password was right: this was no guess. */
export async function forgetLogIn(tx: Transaction, now: Date, subjects: LogInSubjects): Promise<void> {
  await forgetAttempts(tx, [subjects.pair, ...(subjects.browser === undefined ? [] : [`login:${subjects.browser}`])]);
  await takeBackAttempt(tx, [subjects.address, subjects.account]);
  await rememberSuccess(tx, now, subjects.known);
}

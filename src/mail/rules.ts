import { strongerCheck } from "#/agreements/rules/index.ts";
import type { Verification } from "#/contract/index.ts";
import { dayMs, hourMs, minuteMs } from "#/kernel/index.ts";
import type { RecipientState } from "./types.ts";

/** How often and how long a guest may try, and how often a phone is rung. */
export const limits = {
  codeTries: 5,
  codeValidMs: 10 * minuteMs,
  /** At least this long between two codes of one link. */
  codePauseMs: 30_000,
  codesPerLink: 5,
  codesPerLinkWindowMs: hourMs,
  codesPerNumber: 10,
  codesPerNumberWindowMs: dayMs,
  passwordTries: 5,
  passwordWindowMs: 15 * minuteMs,
  /** Wrong answers in the whole life of a link, after which only sending again helps. */
  wrongAnswersPerLink: 30,
  dispatchAttempts: 20,
  repeatWindowMs: dayMs,
} as const;

export type PhoneWrong = "mail.phone_invalid" | "mail.phone_not_mobile";

/** What is known of a contact and what the sender gave, as far as the choice of the check goes. */
export interface VerificationInput {
  readonly chosen?: Verification | undefined;
  /** What the agreements ask for at least. */
  readonly least?: Verification | undefined;
  readonly remembered?: Verification | undefined;
  readonly phoneGiven: boolean;
  /** A number was given that can't be used: it does not give way to one that is remembered. */
  readonly phoneWrong?: PhoneWrong | undefined;
  readonly passwordGiven: boolean;
  readonly phoneKnown: boolean;
  readonly passwordKnown: boolean;
}

export interface VerificationDecision {
  readonly verification: Verification;
  /** Why the recipient has to wait; undefined when all is there. */
  readonly missing: "mail.phone_missing" | "mail.password_missing" | PhoneWrong | undefined;
}

/** First the sender's choice, then what was given without a choice, then what is remembered, then none; at least `least`. */
export function decideVerification(input: VerificationInput): VerificationDecision {
  const given: Verification | undefined = input.passwordGiven
    ? "password"
    : input.phoneGiven || input.phoneWrong
      ? "sms"
      : undefined;
  const verification = strongerCheck(input.chosen ?? given ?? input.remembered ?? "none", input.least ?? "none");
  if (verification === "sms" && input.phoneWrong) return { verification, missing: input.phoneWrong };
  if (verification === "sms" && !input.phoneGiven && !input.phoneKnown)
    return { verification, missing: "mail.phone_missing" };
  if (verification === "password" && !input.passwordGiven && !input.passwordKnown)
    return { verification, missing: "mail.password_missing" };
  return { verification, missing: undefined };
}

/** A fresh link opens an earlier message only where it asks for the same, or where nothing was asked for then. */
export const mayOpenEarlier = (fresh: Verification, earlier: Verification | null): boolean =>
  earlier === null || earlier === "none" || earlier === fresh;

const rank: Readonly<Record<RecipientState, number>> = {
  waiting: 0,
  queued: 1,
  bounced: 2,
  "handed-over": 3,
  delivered: 3,
  opened: 4,
  downloaded: 5,
  replied: 6,
  recalled: 7,
};

/** True when `next` comes after `current`. A mail that bounces after it was opened was opened all the same. */
export function isForward(current: RecipientState, next: RecipientState): boolean {
  if (next === "bounced") return current === "queued" || current === "handed-over";
  return rank[next] > rank[current];
}

/** The states from which `next` may be reached: for a condition in SQL. */
export const statesBefore = (next: RecipientState): RecipientState[] =>
  (Object.keys(rank) as RecipientState[]).filter((state) => isForward(state, next));

/** The state that says least: what a list shows for all recipients together. Recalled ones count only among themselves. */
export function leastAdvanced(states: readonly RecipientState[]): RecipientState | null {
  const alive = states.filter((state) => state !== "recalled");
  const counted = alive.length > 0 ? alive : states;
  // A bounce asks for attention, whatever the others did.
  if (counted.includes("bounced") && !counted.includes("waiting")) return "bounced";
  return counted.toSorted((a, b) => rank[a] - rank[b])[0] ?? null;
}

import { dayMs, hourMs, secondMs } from "#/kernel/index.ts";

/** From the first try on: after this the sender is told that it did not work. */
export const giveUpMs = 2 * dayMs;
/** After this the sender is told, once, that it takes longer. */
export const delayToldMs = 4 * hourMs;
/** So many tries whose end nobody answered: the recipient may have it so many times, and at least it is not lost. */
export const unansweredTries = 3;

/** A code is valid for minutes: its tries do not wait for hours. */
const smsPausesMs = [5, 10, 20, 40, 60].map((seconds) => seconds * secondMs);

export interface Tried {
  readonly kind: string;
  /** How often, this time included. */
  readonly attempts: number;
  readonly firstTryAt: Date;
}

/** When to try again; undefined: not any more. */
export function nextTryAt(tried: Tried, pausesMs: readonly number[], now: Date): Date | undefined {
  const pauses = tried.kind === "sms" ? smsPausesMs : pausesMs;
  const pauseMs = pauses[Math.min(tried.attempts, pauses.length) - 1] ?? pauses[0]!;
  if (now.getTime() - tried.firstTryAt.getTime() >= giveUpMs) return undefined;
  return new Date(now.getTime() + pauseMs);
}

export const isLate = ({ kind, firstTryAt }: Tried, now: Date): boolean =>
  kind !== "sms" && now.getTime() - firstTryAt.getTime() >= delayToldMs;

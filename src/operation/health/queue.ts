import type { JobCount, MailCount } from "#/db/index.ts";
import { minuteMs, secondMs } from "#/kernel/index.ts";
import { type Finding, good } from "./findings.ts";

const longMs = 30 * minuteMs;
const tooLongMs = 4 * 60 * minuteMs;

export const secondsSince = (at: Date, now: Date): number =>
  Math.max(0, Math.round((now.getTime() - at.getTime()) / secondMs));

/** How long the oldest mail and the oldest job have been waiting. Pure. */
export function judgeQueue(jobs: readonly JobCount[], mail: readonly MailCount[], now: Date): Finding {
  const queued = mail.filter(({ outcome }) => outcome === "queued");
  const mailSeconds = Math.max(0, ...queued.map(({ oldestAt }) => secondsSince(oldestAt, now)));
  const jobSeconds = Math.max(0, ...jobs.map(({ oldestSeconds }) => oldestSeconds));
  const details = {
    mails: queued.reduce((sum, { mails }) => sum + mails, 0),
    jobs: jobs.reduce((sum, { waiting }) => sum + waiting, 0),
    oldestSeconds: Math.max(mailSeconds, jobSeconds),
  };
  const oldestMs = details.oldestSeconds * secondMs;
  if (oldestMs <= longMs) return good("queue", details, details.mails + details.jobs === 0 ? "empty" : "moving");
  const finding = jobSeconds * secondMs > longMs ? "standing" : "mail_waiting";
  const isBad = oldestMs > tooLongMs;
  return { subject: "queue", state: isBad ? "bad" : "attention", finding, details, step: isBad ? 0 : 1 };
}

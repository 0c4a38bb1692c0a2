import type { BackupStamp } from "#/db/index.ts";
import { dayMs, hourMs } from "#/kernel/index.ts";
import { type Finding, good } from "./findings.ts";
import { secondsSince } from "./queue.ts";

/** A daily backup, with room for one that takes long. */
const oldMs = 26 * hourMs;
const tooOldMs = 3 * dayMs;

/** Pure. A new installation, and one for trying out, may be without for a day. */
export function judgeBackup(
  last: BackupStamp | undefined,
  { now, since, isLocal }: { readonly now: Date; readonly since: Date; readonly isLocal: boolean },
): Finding {
  if (!last) {
    const isNew = now.getTime() - since.getTime() < oldMs;
    if (isLocal || isNew) return { subject: "backup", state: "attention", finding: "none", details: {} };
    return { subject: "backup", state: "bad", finding: "none", details: {}, step: 0 };
  }
  const ageSeconds = secondsSince(last.finishedAt, now);
  const details = { finishedAt: last.finishedAt.toISOString(), sizeBytes: last.sizeBytes, ageSeconds };
  if (ageSeconds * 1000 > tooOldMs) return { subject: "backup", state: "bad", finding: "old", details, step: 0 };
  if (ageSeconds * 1000 > oldMs) return { subject: "backup", state: "attention", finding: "old", details, step: 1 };
  return good("backup", details);
}

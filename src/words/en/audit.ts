import type { Sentence } from "../sentence.ts";

/** The audit log: refusals, and the mail with its checkpoint. */
export const audit = {
  "audit.entry_absent": "There is no such entry in the audit log.",
  "audit.not_placed_yet":
    "This entry was written a moment ago and is not covered by a checkpoint yet. Try again in a minute.",
  "audit.no_checkpoint_yet":
    "The audit log has no signed checkpoint yet. It gets one within a minute after the server's worker has started.",
  "audit.size_unknown": "The audit log has {size} entries: ask for sizes from 1 up to that.",
  "audit.verify_failed": {
    count: "count",
    one: "The audit log is not as it was written: one thing was found.",
    other: "The audit log is not as it was written: {count} things were found.",
  },
  "checkpoint.subject": "Keep this: checkpoint of the audit log, {size} entries",
  "checkpoint.text":
    "This is the signed checkpoint of the audit log on {at:date}, with {size} entries. Keep this mail where people who manage the server can't reach it. With it you can show later that nobody changed, removed or inserted entries before this moment. You don't have to do anything now.",
  "checkpoint.note": "Checkpoint:",
  "checkpoint.key": "Verified with this public key:",
  "checkpoint.look": "The audit log, and how you verify it:",
} satisfies Record<string, Sentence>;

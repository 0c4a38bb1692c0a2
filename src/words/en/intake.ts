import type { Sentence } from "../sentence.ts";

/** Refusals of what comes in as mail. */
export const intake = {
  "intake.mail_too_large":
    "This mail is too large: at most {limitBytes:size} fits. Send less at a time, or use the web app for large files.",
  "intake.too_many_parts": "This mail has more than {limit} parts. Put the attachments together in one zip file.",
  "intake.too_deep":
    "In this mail, mails are packed into each other more than {limit} deep. Forward only the last one.",
  "intake.header_too_large":
    "The header of this mail is larger than {limitBytes:size}. Write a new mail instead of forwarding this one.",
  "intake.header_too_long":
    "The header of this mail has more than {limit} lines. Write a new mail instead of forwarding this one.",
} as const satisfies Record<string, Sentence>;

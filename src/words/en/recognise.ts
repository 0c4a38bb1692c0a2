import type { Sentence } from "../sentence.ts";

/** Refusals of recognising personal data in files. */
export const recognise = {
  "recognise.file_unreadable": "{file} can't be read ({reason}).",
  "recognise.not_text": "{file} is no text. For now only text files and mails (.eml) are read; save it as text first.",
  "recognise.attachment_too_large":
    "In {file} the attachment {name} is larger than is looked into. Save it as a text file, and name that.",
} as const satisfies Record<string, Sentence>;

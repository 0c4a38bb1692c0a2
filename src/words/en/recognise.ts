import type { Sentence } from "../sentence.ts";

/** Refusals of recognising personal data in files. */
export const recognise = {
  "recognise.file_unreadable": "{file} can't be read ({reason}).",
  "recognise.not_text": "{file} is of a kind that is not read. Save it as docx, xlsx, pdf or text.",
  "recognise.file_encrypted": "{file} is encrypted with a password. Take the password off and try again.",
  "recognise.file_damaged": "{file} is damaged and can't be read.",
  "recognise.file_needs_ocr":
    "{file} holds pictures of pages only, and text in pictures can't be read here (tesseract-ocr and poppler-utils are missing).",
  "recognise.file_too_large": "{file} is too large, or holds too much. Split it and try the parts.",
  "recognise.file_too_slow": "Reading {file} took too long and was stopped.",
  "recognise.extraction_off":
    "On this machine Zegel can't read other people's files safely: unshare and prlimit (package util-linux) are needed. Only text and mail are read.",
  "recognise.attachment_too_large":
    "In {file} the attachment {name} is larger than is looked into. Save it as a text file, and name that.",
} as const satisfies Record<string, Sentence>;

import { extname } from "node:path/posix";
import type { FileKind } from "./types.ts";

const startsWith = (bytes: Buffer, ...values: readonly number[]): boolean =>
  values.every((value, index) => bytes[index] === value);

const byName: Readonly<Record<string, FileKind>> = {
  ".csv": "csv",
  ".tsv": "csv",
  ".txt": "text",
  ".md": "text",
  ".log": "text",
  ".eml": "eml",
  ".html": "html",
  ".htm": "html",
  ".rtf": "rtf",
};
const byMediaType: Readonly<Record<string, FileKind>> = {
  "text/csv": "csv",
  "text/html": "html",
  "message/rfc822": "eml",
  "text/rtf": "rtf",
};

const headerLine =
  /^(?:received|return-path|delivered-to|from|to|subject|date|message-id|mime-version|x-[\w-]+|dkim-signature):/i;

/** Text has no zero bytes but in UTF-16, and few controls. */
function isText(bytes: Buffer): boolean {
  const head = bytes.subarray(0, 4096);
  if (startsWith(head, 0xff, 0xfe) || startsWith(head, 0xfe, 0xff)) return true;
  const odd = head.filter((byte) => byte === 0 || (byte < 32 && ![9, 10, 12, 13, 27].includes(byte))).length;
  return head.length > 0 && odd === 0;
}

/** By its first bytes; the name decides only between kinds of text. A ZIP is looked into later. */
export function detectKind(bytes: Buffer, name: string, mediaType = ""): FileKind {
  if (startsWith(bytes, 0x50, 0x4b, 3, 4) || startsWith(bytes, 0x50, 0x4b, 5, 6)) return "zip";
  if (bytes.subarray(0, 1024).includes("%PDF-")) return "pdf";
  if (startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1)) return "legacy-office";
  if (startsWith(bytes, 0x78, 0x9f, 0x3e, 0x22)) return "tnef";
  if (bytes.subarray(0, 6).toString("latin1").trimStart().startsWith("{\\rtf")) return "rtf";
  const isPicture =
    startsWith(bytes, 0x89, 0x50, 0x4e, 0x47) ||
    startsWith(bytes, 0xff, 0xd8, 0xff) ||
    startsWith(bytes, 0x49, 0x49, 0x2a, 0) ||
    startsWith(bytes, 0x4d, 0x4d, 0, 0x2a) ||
    startsWith(bytes, 0x47, 0x49, 0x46, 0x38) ||
    (startsWith(bytes, 0x52, 0x49, 0x46, 0x46) && bytes.subarray(8, 12).toString("latin1") === "WEBP");
  if (isPicture) return "image";
  if (!isText(bytes)) return "unknown";
  const head = bytes.subarray(0, 2048).toString("latin1");
  if (/^\s*(?:<!doctype html|<html|<head|<body)/i.test(head)) return "html";
  const named = byMediaType[mediaType] ?? byName[extname(name).toLowerCase()];
  if (named !== undefined) return named;
  const lines = head.split(/\r?\n/, 6);
  return lines.filter((line) => headerLine.test(line)).length >= 3 ? "eml" : "text";
}

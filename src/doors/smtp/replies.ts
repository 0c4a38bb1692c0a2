import type { Language } from "#/contract/index.ts";
import type { Refusal, RefusalDetails, RefusalKind } from "#/kernel/index.ts";
import { say } from "#/words/index.ts";

/** What a refusal is in SMTP: reply code (RFC 5321) and enhanced status code (RFC 3463). */
const codeOfKind: Readonly<Record<RefusalKind, readonly [reply: number, enhanced: string]>> = {
  invalid: [554, "5.6.0"],
  unauthenticated: [535, "5.7.8"],
  forbidden: [550, "5.7.1"],
  absent: [550, "5.1.1"],
  conflict: [554, "5.5.0"],
  gone: [550, "5.7.1"],
  "too-large": [552, "5.3.4"],
  limited: [451, "4.7.0"],
  unavailable: [451, "4.3.0"],
};

/** Where the code says more than the kind does. */
const codeOfRefusal: Readonly<Record<string, readonly [reply: number, enhanced: string]>> = {
  "smtp.bare_line_end": [550, "5.5.2"],
  "smtp.address_needs_utf8": [553, "5.6.7"],
  "smtp.recipients_too_many": [452, "4.5.3"],
  "smtp.connections_too_many": [421, "4.7.0"],
  "smtp.attempts_too_many": [421, "4.7.0"],
  "smtp.encryption_needed": [530, "5.7.0"],
  "smtp.sign_in_first": [530, "5.7.0"],
  "mail.address_invalid": [553, "5.1.3"],
  "mail.recipients_too_many": [452, "4.5.3"],
  "blobs.disk_full": [452, "4.3.1"],
  "database.disk_full": [452, "4.3.1"],
  "intake.header_too_large": [552, "5.3.4"],
  "intake.header_too_long": [552, "5.3.4"],
};

export interface ReplyError extends Error {
  readonly responseCode: number;
}

const longestLine = 400;

/** SMTP replies are ASCII: letters lose their marks, typographic signs become plain ones. */
const ascii = (text: string): string =>
  text
    .normalize("NFKD")
    .replaceAll(/[‘’]/g, "'")
    .replaceAll(/[“”„«»]/g, '"')
    .replaceAll(/[–—]/g, "-")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/[^\x20-\x7E]+/g, " ")
    .replaceAll(/ {2,}/g, " ")
    .trim();

const germanLetters: Readonly<Record<string, string>> = {
  ä: "ae",
  ö: "oe",
  ü: "ue",
  Ä: "Ae",
  Ö: "Oe",
  Ü: "Ue",
  ß: "ss",
};

/** German writes two letters where a mark can't stand; without its mark a letter would be another one. */
const spelledOut = (text: string, language: Language): string =>
  language === "de" ? text.replaceAll(/[äöüÄÖÜß]/g, (letter) => germanLetters[letter]!) : text;

/** Words in lines that stay within the 512 octets of a reply line. */
function inLines(text: string): string[] {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines.at(-1)!;
    if (line !== "" && line.length + word.length >= longestLine) lines.push(word.slice(0, longestLine));
    else lines[lines.length - 1] = line === "" ? word.slice(0, longestLine) : `${line} ${word}`;
  }
  return lines;
}

export interface SpokenRefusal {
  readonly kind: RefusalKind;
  readonly code: string;
  readonly details: RefusalDetails;
}

/** The reply to a refusal: code, a sentence in the member's language, and where to read on. */
export function replyTo(refusal: SpokenRefusal | Refusal, language: Language, publicUrl: string): ReplyError {
  const [responseCode, enhanced] = codeOfRefusal[refusal.code] ?? codeOfKind[refusal.kind];
  const sentence = ascii(spelledOut(say(language, refusal.code, refusal.details), language));
  const lines = [...inLines(sentence), `${publicUrl}/help/mail-program`];
  return Object.assign(new Error(`${enhanced} ${lines.join("\n")}`), { responseCode });
}

import { parseAddresses } from "./addresses.ts";
import { decodeWords } from "./encoded-words.ts";
import { firstField, oneLine, withoutDirectionMarks } from "./header-fields.ts";
import type { HeaderField } from "./header-fields.ts";
import type { MailAddress, MailHead } from "./types.ts";

const maximumReferences = 100;

/** What the header of a mail says. A field that may occur once counts by its first occurrence, but every From counts. */
export function mailHead(fields: readonly HeaderField[], note: (anomaly: string) => void): MailHead {
  const headers = new Map<string, string>();
  for (const field of fields) {
    if (!headers.has(field.name)) headers.set(field.name, oneLine(decodeWords(field.value, note)));
  }
  const addresses = (name: string): MailAddress[] =>
    fields.filter((field) => field.name === name).flatMap((field) => parseAddresses(field.value, note));
  for (const name of ["from", "subject", "sender", "message-id", "date"]) {
    if (fields.filter((field) => field.name === name).length > 1) note(`header-repeated:${name}`);
  }
  const fromAll = addresses("from");
  const sender = addresses("sender")[0];
  const date = parseDate(headers.get("date"));
  const messageId = messageIds(firstField(fields, "message-id"))[0];
  const inReplyTo = messageIds(firstField(fields, "in-reply-to"))[0];
  return {
    from: fromAll[0],
    fromAll,
    ...(sender === undefined ? {} : { sender }),
    to: addresses("to"),
    cc: addresses("cc"),
    bcc: addresses("bcc"),
    replyTo: addresses("reply-to"),
    subject: withoutDirectionMarks(headers.get("subject") ?? "").slice(0, 900),
    ...(date === undefined ? {} : { date }),
    ...(messageId === undefined ? {} : { messageId }),
    ...(inReplyTo === undefined ? {} : { inReplyTo }),
    references: messageIds(firstField(fields, "references")).slice(-maximumReferences),
    headers,
  };
}

/** Message ids (RFC 5322, section 3.6.4) without what can't be in them; a bare one gets its brackets. */
function messageIds(value: string | undefined): string[] {
  if (value === undefined) return [];
  const bracketed = value.match(/<[^<>\s\p{Cc}]{1,900}>/gu);
  if (bracketed !== null) return bracketed;
  const bare = value.trim();
  return /^[^<>\s\p{Cc}]{3,900}$/u.test(bare) ? [`<${bare}>`] : [];
}

function parseDate(value: string | undefined): Date | undefined {
  if (value === undefined || value.length > 100) return undefined;
  const date = new Date(value.replaceAll(/\([^()]*\)/g, " ").trim());
  const year = date.getUTCFullYear();
  return year >= 1970 && year < 2200 ? date : undefined;
}

import { z } from "zod";
import { findingKinds, type Language } from "#/contract/index.ts";
import { type Bytes, fromUtf8, Refusal, utf8 } from "#/kernel/index.ts";

const personSchema = z.object({ email: z.string(), name: z.string().optional() });
export type Person = z.infer<typeof personSchema>;

const partSchema = z.object({
  attachmentId: z.string(),
  name: z.string(),
  type: z.string(),
  sizeBytes: z.number(),
  contentId: z.string().optional(),
});
export type AttachmentPart = z.infer<typeof partSchema>;

/** What was found in a message when it was sealed: kinds and counts, no values. */
const foundSchema = z.object({
  counts: z.array(z.object({ kind: z.enum(findingKinds), count: z.number(), confidence: z.number() })),
  /** Attachments that could not be read. */
  unread: z.number(),
});
export type Found = z.infer<typeof foundSchema>;

/** What the object of kind `message` holds (docs/spec/mail-flow.md, section 1). `bcc` names the reader of a Bcc copy alone. */
const messageSchema = z.object({
  version: z.literal(1),
  from: personSchema,
  to: z.array(personSchema),
  cc: z.array(personSchema),
  bcc: z.array(personSchema).optional(),
  subject: z.string(),
  date: z.string(),
  text: z.string(),
  html: z.string(),
  attachments: z.array(partSchema),
  /** True when pictures that lay elsewhere were left out, so that nobody learns who reads. */
  picturesLeftOut: z.boolean().optional(),
  found: foundSchema.optional(),
});
export type MessageBody = z.infer<typeof messageSchema>;

/** What the object of kind `summary` holds: all that a list shows, and what was found in the message (no values). */
const summarySchema = z.object({
  version: z.literal(1),
  from: personSchema,
  to: z.array(personSchema),
  subject: z.string(),
  preview: z.string(),
  attachmentCount: z.number(),
  found: foundSchema.optional(),
});
export type MessageSummary = z.infer<typeof summarySchema>;

const previewLength = 140;
const peopleInSummary = 20;

function decode<Schema extends z.ZodType>(schema: Schema, bytes: Bytes): z.output<Schema> {
  try {
    return schema.parse(JSON.parse(fromUtf8(bytes)));
  } catch {
    throw new Refusal("invalid", "vault.context_wrong");
  }
}

export const encodeMessage = (body: MessageBody): Bytes => utf8(JSON.stringify(body));
export const decodeMessage = (bytes: Bytes): MessageBody => decode(messageSchema, bytes);
export const encodeSummary = (summary: MessageSummary): Bytes => utf8(JSON.stringify(summary));
export const decodeSummary = (bytes: Bytes): MessageSummary => decode(summarySchema, bytes);

/** The first words of a text on one line. */
export function previewOf(text: string): string {
  const line = text.slice(0, previewLength * 10).replaceAll(/[\s\p{Cc}]+/gu, " ");
  const points = [...line.trim()];
  return points.length <= previewLength ? points.join("") : `${points.slice(0, previewLength - 1).join("")}…`;
}

export const summaryOf = (body: MessageBody): MessageSummary => ({
  version: 1,
  from: body.from,
  to: [...body.to, ...body.cc, ...(body.bcc ?? [])].slice(0, peopleInSummary),
  subject: body.subject,
  preview: previewOf(body.text),
  attachmentCount: body.attachments.length,
  ...(body.found && { found: body.found }),
});

/** One line without control and direction characters, so that it can neither break a header nor hide anything. */
export const oneLine = (text: string, longest: number): string =>
  [...text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\u200E\u200F\u202A-\u202E\u2066-\u2069]+/gu, " ").trim()]
    .slice(0, longest)
    .join("");

/** A person as named in a message: the name cleaned, and left out when nothing is left or it is the address again. */
export function person(email: string, name: string | undefined): Person {
  const clean = name === undefined ? "" : oneLine(name, 200);
  return clean === "" || clean.toLowerCase() === email ? { email } : { email, name: clean };
}

const replyPrefix = /^\s*(?:(?:re|antw|aw|sv|fw|fwd|doorst|wg|tr)\s*(?:\[\d+\])?\s*:\s*)+/i;

const prefixes = {
  reply: { nl: "Re", en: "Re", fr: "Re", de: "AW" },
  forward: { nl: "Fw", en: "Fw", fr: "TR", de: "WG" },
} as const satisfies Record<string, Readonly<Record<Language, string>>>;

/** "Re: " or "Fw: " once, as the language has it, whatever stood before the subject. */
export const subjectOf = (kind: keyof typeof prefixes, subject: string, language: Language): string =>
  `${prefixes[kind][language]}: ${subject.replace(replyPrefix, "")}`;

export const replySubject = (subject: string): string => subjectOf("reply", subject, "en");

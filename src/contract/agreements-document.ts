import { z } from "zod";
import { emailSchema, languageSchema, nameSchema, verificationSchema } from "./common.ts";
import { findingKinds } from "./findings.ts";

/** The working agreements as data (docs/spec/agreements.md). Bounds keep every decision short. */
export const agreementBounds = { triggers: 200, exceptions: 200, groups: 50, members: 500, words: 200 } as const;

export const attachmentKinds = [
  "document",
  "spreadsheet",
  "presentation",
  "pdf",
  "image",
  "archive",
  "locked-archive",
  "text",
  "mail",
  "calendar",
  "sound-or-film",
  "database",
  "program",
  "other",
] as const;
export type AttachmentKind = (typeof attachmentKinds)[number];

/** What a mail may belong to, as the sender or an application says; a firm adds its own under `processes`. */
export const knownProcesses = [
  "personnel-file",
  "patient-record",
  "quote",
  "contract",
  "invoice",
  "payroll",
  "application",
  "case-file",
  "complaint",
] as const;

/** What may be wrong with a recipient (`agreements/misaddressing`). */
export const misaddressingSignals = [
  "first-time",
  "typo",
  "look-alike",
  "same-name",
  "outsider",
  "many-strangers",
  "reply-all",
  "usual-recipient",
  "salutation",
] as const;
export type MisaddressingSignal = (typeof misaddressingSignals)[number];

/** From mild to strict. */
export const agreementActions = ["advise", "secure", "hold", "refuse"] as const;
export type AgreementAction = (typeof agreementActions)[number];

/** Ways straight to the recipient's domain, each verified by its own standard (RFC 7672, RFC 8461). */
export const directWays = ["dane", "mta-sts"] as const;
export type DirectWay = (typeof directWays)[number];

const slug = z
  .string()
  .max(60)
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
const plain = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .regex(/^[^\p{Cc}\p{Bidi_Control}]*$/u);
const label = String.raw`[^\s@*/:?#[\]\\.\p{C}]+`;
/** `firm.nl`, `*.firm.nl` for all that is below it, `*.nl` for a whole country. */
const domainPattern = z
  .string()
  .max(255)
  .regex(new RegExp(String.raw`^(?:\*\.${label}(?:\.${label})*|${label}(?:\.${label})+)$`, "u"))
  .transform((text) => text.toLowerCase());
/** Where something is let through, a whole country is too much. */
const narrowDomain = domainPattern.refine((domain) => !/^\*\.[^.]+$/.test(domain));
const dayPattern = z.iso.date();
const words = (most: number) => z.array(plain(100)).min(1).max(most);
const scopeSchema = z.enum(["outsiders", "everyone"]);

const conditionSchema = z
  .strictObject({
    findings: z
      .array(
        z.strictObject({
          kinds: z.array(z.enum(findingKinds)).min(1),
          atLeast: z.number().int().min(1).max(1_000_000).default(1),
          confidence: z.number().min(0).max(1).default(0.7),
        }),
      )
      .min(1)
      .max(30),
    labels: words(agreementBounds.words),
    keywords: words(agreementBounds.words),
    senders: z.array(slug).min(1).max(agreementBounds.groups),
    recipients: z.strictObject({
      domains: z.array(domainPattern).min(1).max(agreementBounds.members).optional(),
      otherThan: z.array(domainPattern).min(1).max(agreementBounds.members).optional(),
    }),
    attachments: z.strictObject({
      kinds: z.array(z.enum(attachmentKinds)).min(1).optional(),
      largerThanMb: z.number().min(0).max(100_000).optional(),
    }),
    process: z.array(slug).min(1).max(30),
  })
  .partial();

const whySchema = z.union([plain(500), z.partialRecord(languageSchema, plain(500))]);

const triggerSchema = z.strictObject({
  name: slug,
  when: conditionSchema,
  action: z.enum(agreementActions),
  /** With `secure` and `hold`: at least this check of the recipient. */
  verification: verificationSchema.optional(),
  /** Where it differs from the document's own. */
  scope: scopeSchema.optional(),
  why: whySchema.optional(),
});

const exceptionSchema = z.strictObject({
  name: slug,
  /** Names of triggers; `default` is what holds without any. */
  triggers: z.array(slug).min(1).max(agreementBounds.triggers),
  domains: z.array(narrowDomain).min(1).max(100).optional(),
  addresses: z.array(emailSchema).min(1).max(agreementBounds.members).optional(),
  senders: z.array(slug).min(1).max(agreementBounds.groups).optional(),
  /** The last day on which it holds. */
  until: dayPattern,
  reason: plain(500),
});

const days = z.number().int().min(1).max(36_525);
const people = z.array(emailSchema).max(50);

export const agreementsSchema = z.strictObject({
  version: z.literal(1),
  name: nameSchema,
  scope: scopeSchema.default("outsiders"),
  defaults: z
    .strictObject({
      /** What happens to mail in scope that no trigger speaks of. */
      action: z.enum(["none", "advise", "secure"]).default("none"),
      /** At least this check for whatever goes sealed. */
      verification: verificationSchema.default("none"),
    })
    .prefault({}),
  triggers: z.array(triggerSchema).max(agreementBounds.triggers).default([]),
  misaddressing: z.partialRecord(z.enum(misaddressingSignals), z.enum(["off", "advise", "hold"])).default({}),
  groups: z.record(slug, z.array(emailSchema).max(agreementBounds.members)).default({}),
  processes: z.record(slug, plain(100)).default({}),
  approval: z
    .strictObject({
      approvers: people.default([]),
      standIns: people.default([]),
      deadlineHours: z.number().int().min(1).max(720).default(24),
      /** Approvers see the content of what is held; else reasons and findings only. */
      mayRead: z.boolean().default(false),
    })
    .prefault({}),
  support: z
    .array(
      z.strictObject({
        name: nameSchema,
        email: emailSchema.optional(),
        phone: plain(40).optional(),
        hours: plain(100).optional(),
      }),
    )
    .max(20)
    .default([]),
  retention: z
    .strictObject({
      messageDays: days.default(365),
      heldDays: days.default(30),
      findingDays: days.default(90),
    })
    .prefault({}),
  relay: z
    .strictObject({
      /** How a mail server must be verified for mail to go there without being sealed (docs/spec/relay.md). */
      direct: z.array(z.enum(directWays)).max(directWays.length).default([]),
      /** Triggers whose `secure` is met by that; `default` is what holds without any. */
      for: z.array(slug).max(agreementBounds.triggers).default([]),
    })
    .prefault({}),
  exceptions: z.array(exceptionSchema).max(agreementBounds.exceptions).default([]),
});

export type Agreements = z.output<typeof agreementsSchema>;
export type AgreementTrigger = Agreements["triggers"][number];
export type AgreementCondition = AgreementTrigger["when"];
export type AgreementException = Agreements["exceptions"][number];

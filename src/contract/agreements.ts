import { z } from "zod";
import { agreementsSchema } from "./agreements-document.ts";
import { emailSchema, idSchema, instantSchema, languageSchema, nameSchema, verificationSchema } from "./common.ts";
import { defineRoutes } from "./route.ts";

/** Bytes of a document, as the reader bounds it. */
const textSchema = z.string().max(65_536);
const versionSchema = z.number().int().min(0).max(1_000_000);
const versionQuery = z.coerce.number().int().min(1).max(1_000_000);

/** The agreements as people read them; generated from the document, so that they can't say anything else. */
export const readableSection = z.object({ heading: z.string(), lines: z.array(z.string()) });
export type ReadableSection = z.infer<typeof readableSection>;

export const agreementProblem = z.object({
  line: z.number().int(),
  column: z.number().int(),
  path: z.string(),
  code: z.string(),
  /** A sentence in the reader's language. */
  message: z.string(),
});

export const trades = ["general", "care", "legal", "accountancy", "staffing", "municipality"] as const;
export type Trade = (typeof trades)[number];

const routeCounts = z.object({
  plain: z.number().int(),
  secure: z.number().int(),
  hold: z.number().int(),
  refuse: z.number().int(),
});

/** Working agreements on mail (docs/spec/agreements.md). */
export const agreementRoutes = defineRoutes({
  agreements: {
    method: "GET",
    path: "/api/agreements",
    summary: "The working agreements in force, and whether one has agreed to them; version 0 while there are none",
    access: "member",
    answer: z.object({
      version: versionSchema,
      text: z.string(),
      agreements: agreementsSchema,
      at: instantSchema.nullable(),
      byName: z.string().nullable(),
      agreedAt: instantSchema.nullable(),
    }),
  },
  checkAgreements: {
    method: "POST",
    path: "/api/agreements/check",
    summary: "What is wrong with a document, what it would change, and how it reads; nothing is kept (admins)",
    access: "member",
    body: z.object({ text: textSchema }),
    answer: z.object({
      problems: z.array(agreementProblem),
      changes: z.array(z.string()),
      readable: z.array(readableSection),
    }),
  },
  replayAgreements: {
    method: "POST",
    path: "/api/agreements/replay",
    summary: "What a document would have done with the mail of the last 30 days; nothing is kept (admins)",
    access: "member",
    body: z.object({ text: textSchema }),
    answer: z.object({
      since: instantSchema,
      /** Mails in those days, and those of them, the newest, that were decided about again. */
      mails: z.number().int(),
      replayed: z.number().int(),
      /** How many left in which way, and how many would by the document. */
      happened: routeCounts,
      proposed: routeCounts,
      /** Mails to which a trigger of the document applies; the most frequent first. */
      triggers: z.array(z.object({ name: z.string(), mails: z.number().int(), action: z.string() })),
      /** Triggers that ask for words or labels, which no record tells. */
      untold: z.array(z.string()),
    }),
  },
  putAgreementsInForce: {
    method: "PUT",
    path: "/api/agreements",
    summary: "Put a document in force as the next version after the one that was seen (admins)",
    access: "member",
    body: z.object({ text: textSchema, after: versionSchema }),
    answer: z.object({ version: versionSchema }),
  },
  agreementVersions: {
    method: "GET",
    path: "/api/agreements/versions",
    summary: "Every version that was in force, the newest first",
    access: "member",
    answer: z.object({
      versions: z.array(z.object({ version: versionSchema, at: instantSchema, byName: z.string() })),
    }),
  },
  readableAgreements: {
    method: "GET",
    path: "/api/agreements/readable",
    summary: "A version as people read it, what it changed, and the document; the one in force without a number",
    access: "member",
    query: z.object({ version: versionQuery.optional(), language: languageSchema.optional() }),
    answer: z.object({
      version: versionSchema,
      text: z.string(),
      sections: z.array(readableSection),
      /** Against the version before. */
      changes: z.array(z.string()),
    }),
  },
  agreementsPdf: {
    method: "GET",
    path: "/api/agreements/pdf",
    summary: "A version as people read it, as PDF; the one in force without a number",
    access: "member",
    query: z.object({ version: versionQuery.optional(), language: languageSchema.optional() }),
    binary: true,
  },
  agreementChanges: {
    method: "GET",
    path: "/api/agreements/changes",
    summary: "What changed between two versions, in plain words",
    access: "member",
    query: z.object({ from: versionQuery, to: versionQuery, language: languageSchema.optional() }),
    answer: z.object({ changes: z.array(z.string()) }),
  },
  agreeToAgreements: {
    method: "POST",
    path: "/api/agreements/agree",
    summary: "Say that one has read the version in force and agrees; signed, once for each version",
    access: "member",
    body: z.object({ version: versionSchema }),
    status: 204,
  },
  agreementReaders: {
    method: "GET",
    path: "/api/agreements/readers",
    summary: "Who has agreed to which version, those behind first (admins, officers)",
    access: "member",
    answer: z.object({
      version: versionSchema,
      members: z.array(
        z.object({
          memberId: idSchema,
          name: z.string(),
          email: z.string(),
          version: versionSchema.nullable(),
          at: instantSchema.nullable(),
        }),
      ),
    }),
  },
  composeAgreements: {
    method: "POST",
    path: "/api/agreements/compose",
    summary: "A document from the answers to four questions, on top of what a trade begins with; nothing is kept",
    access: "member",
    body: z.object({
      trade: z.enum(trades),
      name: nameSchema,
      scope: z.enum(["outsiders", "everyone"]),
      action: z.enum(["none", "secure"]),
      verification: verificationSchema,
      approvers: z.array(emailSchema).max(20),
      support: z
        .array(
          z.object({
            name: nameSchema,
            email: emailSchema.optional(),
            phone: z.string().max(40).optional(),
            hours: z.string().max(100).optional(),
          }),
        )
        .max(10),
    }),
    answer: z.object({ text: z.string() }),
  },
  agreementPresets: {
    method: "GET",
    path: "/api/agreements/presets",
    summary: "Documents to begin with, by trade",
    access: "member",
    answer: z.object({ presets: z.array(z.object({ trade: z.enum(trades), title: z.string(), text: z.string() })) }),
  },
});

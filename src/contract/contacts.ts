import { z } from "zod";
import { emailSchema, idSchema, instantSchema, languageSchema, nameSchema, verificationSchema } from "./common.ts";
import { defineRoutes } from "./route.ts";

/** Whose memory: everybody's in the firm, or only that of the mailbox that one is in. */
export const bookSchema = z.enum(["firm", "mine"]);

export const contactAnswer = z.object({
  contactId: idSchema,
  email: z.string(),
  name: z.string().optional(),
  language: languageSchema.nullable(),
  /** Where the details stand that count here. */
  book: bookSchema,
  verification: verificationSchema.nullable(),
  /** Last digits of the phone number; null: none, or none that one can open. */
  phoneHint: z.string().nullable(),
  passwordKnown: z.boolean(),
});
/** Absent keeps what is there, null forgets it. */
export const contactChange = z.object({
  name: nameSchema.nullable().optional(),
  language: languageSchema.nullable().optional(),
  verification: verificationSchema.nullable().optional(),
  phone: z.string().max(40).nullable().optional(),
  password: z.string().min(6).max(256).nullable().optional(),
  book: bookSchema.default("firm"),
});
/** What a column of a CSV file holds. */
export const csvColumn = z.enum([
  "email",
  "name",
  "first-name",
  "last-name",
  "phone",
  "password",
  "language",
  "verification",
  "ignore",
]);
export const importRequest = z.object({
  /** One for each column, in order; absent: guessed from the first line. */
  columns: z.array(csvColumn).max(100).optional(),
  book: bookSchema.default("firm"),
});
export const importRow = z.object({
  /** In the file, from 1 on. */
  line: z.number().int(),
  email: z.string(),
  name: z.string(),
  what: z.enum(["new", "changed", "same", "problem"]),
  /** Why not, for `problem`: a code whose sentence the reader's language has. */
  problem: z.string().optional(),
  explanation: z.string().optional(),
});
const importCounts = z.object({
  new: z.number(),
  changed: z.number(),
  same: z.number(),
  problem: z.number(),
});
const contactParams = z.object({ contactId: idSchema });

export const contactRoutes = defineRoutes({
  listContacts: {
    // Whom somebody looks for goes in the body, as addresses end up in the logs of proxies.
    method: "POST",
    path: "/api/contacts/list",
    summary: "People outside the firm: by name and address, with how they are checked",
    access: "member",
    body: z.strictObject({
      text: z.string().max(200).optional(),
      cursor: z.string().max(400).optional(),
      limit: z.number().int().min(1).max(100).default(50),
    }),
    answer: z.object({ contacts: z.array(contactAnswer), next: z.string().nullable(), total: z.number() }),
  },
  createContact: {
    method: "POST",
    path: "/api/contacts",
    summary: "Write down a contact; 409 when the address is there already",
    access: "member",
    body: contactChange.extend({ email: emailSchema }),
    answer: contactAnswer,
    status: 201,
  },
  changeContact: {
    method: "PATCH",
    path: "/api/contacts/:contactId",
    summary: "Change what is remembered of a contact",
    access: "member",
    params: contactParams,
    body: contactChange,
    answer: contactAnswer,
  },
  forgetContact: {
    method: "DELETE",
    path: "/api/contacts/:contactId",
    summary: "Forget what is remembered, in one's own book or the firm's; messages stay",
    access: "member",
    params: contactParams,
    query: z.object({ book: bookSchema.default("firm") }),
    status: 204,
  },
  previewImport: {
    method: "POST",
    path: "/api/contacts/import/preview",
    summary: "What importing a CSV file would do, row by row; writes nothing",
    access: "member",
    encoding: "multipart",
    body: importRequest,
    answer: z.object({
      columns: z.array(z.object({ title: z.string(), holds: csvColumn, sample: z.string() })),
      counts: importCounts,
      /** The first rows, those with problems before others. */
      rows: z.array(importRow),
    }),
  },
  importContacts: {
    method: "POST",
    path: "/api/contacts/import",
    summary: "Import a CSV file; a row with a problem holds back no other",
    access: "member",
    encoding: "multipart",
    body: importRequest,
    answer: z.object({ importId: idSchema.nullable(), counts: importCounts, rows: z.array(importRow) }),
    status: 201,
  },
  listImports: {
    method: "GET",
    path: "/api/contacts/imports",
    summary: "One's imports of the last thirty days, newest first",
    access: "member",
    answer: z.object({
      imports: z.array(
        z.object({
          importId: idSchema,
          at: instantSchema,
          book: bookSchema,
          created: z.number(),
          changed: z.number(),
          undoneAt: instantSchema.nullable(),
        }),
      ),
    }),
  },
  undoImport: {
    method: "POST",
    path: "/api/contacts/imports/:importId/undo",
    summary: "Undo an import; what was changed since is left alone",
    access: "member",
    params: z.object({ importId: idSchema }),
    answer: z.object({ undone: z.number(), kept: z.number() }),
  },
});

import { z } from "zod";
import { emailSchema, idSchema, instantSchema, nameSchema, verificationSchema } from "./common.ts";
import { ownHoldSchema } from "./holds.ts";
import { recipientAnswer } from "./mail.ts";
import { defineRoutes } from "./route.ts";

const draftParams = z.object({ draftId: idSchema });
const line = z
  .string()
  .max(900)
  .regex(/^[^\p{Cc}]*$/u);

/** A recipient as far as it is written; what is missing may still come. */
export const draftRecipient = z.object({
  email: emailSchema,
  name: nameSchema.optional(),
  role: z.enum(["to", "cc", "bcc"]),
  verification: verificationSchema.optional(),
  phone: z.string().max(40).optional(),
  password: z.string().max(256).optional(),
});
/** Either an upload of one's own (`/api/uploads`), or an attachment of a message that one may read (forwarding). */
export const draftAttachment = z.object({
  uploadId: idSchema.optional(),
  attachmentId: idSchema.optional(),
  name: z.string().min(1).max(255),
  type: z.string().max(255),
  sizeBytes: z.number().int().min(0),
  /** Where the HTML shows it by `cid:`; without angle brackets. */
  contentId: z.string().max(200).optional(),
});
/** What was said before, as it goes below what is written: made by the server, safe HTML with pictures as `cid:`. */
export const draftQuote = z.object({
  /** Says in one line whose words follow. */
  intro: z.string().max(2000),
  text: z.string().max(3_000_000),
  html: z.string().max(3_000_000),
});
export type DraftQuote = z.output<typeof draftQuote>;
/** Everything of a message that is being written. Sealed as one object, which the next save replaces. */
export const draftContent = z.object({
  /** Where it is a reply: the conversation that it goes on with. Absent for new and forwarded messages. */
  conversationId: idSchema.optional(),
  recipients: z.array(draftRecipient).max(200),
  /** Typed into a field and not a recipient yet. */
  typed: z.object({ to: line.optional(), cc: line.optional(), bcc: line.optional() }).default({}),
  subject: line,
  text: z.string().max(2_000_000),
  /** From the editor; empty for a message in plain text. */
  html: z.string().max(4_000_000).default(""),
  attachments: z.array(draftAttachment).max(1000).default([]),
  /** Goes below the text, in both forms. */
  quote: draftQuote.optional(),
});
export type DraftContent = z.output<typeof draftContent>;

export const draftAnswer = z.object({
  draftId: idSchema,
  /** Goes up by one with each save; give it with the next. */
  version: z.number().int(),
  updatedAt: instantSchema,
  content: draftContent,
});
export const templateContent = z.object({
  name: nameSchema,
  subject: line,
  html: z.string().max(500_000),
  text: z.string().max(200_000),
  /** `mine`: only for oneself; `firm`: for everybody (superusers and admins write these). */
  scope: z.enum(["mine", "firm"]),
});
export const writingSettings = z.object({
  /** How long a message can be taken back before it leaves. */
  undoSeconds: z.number().int().min(0).max(120),
  signatureHtml: z.string().max(100_000),
  signatureText: z.string().max(50_000),
  signatureInReplies: z.boolean(),
});

/** Writing: drafts, sending them now or later, templates, signature. */
export const draftRoutes = defineRoutes({
  listDrafts: {
    method: "GET",
    path: "/api/mail/drafts",
    summary: "One's drafts, newest first",
    access: "member",
    answer: z.object({
      drafts: z.array(
        z.object({
          draftId: idSchema,
          conversationId: idSchema.nullable(),
          updatedAt: instantSchema,
          to: z.array(z.object({ email: z.string(), name: z.string().optional() })),
          subject: z.string(),
          preview: z.string(),
          attachmentCount: z.number(),
        }),
      ),
    }),
  },
  readDraft: {
    method: "GET",
    path: "/api/mail/drafts/:draftId",
    summary: "A draft",
    access: "member",
    params: draftParams,
    answer: draftAnswer,
  },
  saveDraft: {
    method: "PUT",
    path: "/api/mail/drafts/:draftId",
    summary: "Save a draft, whose id the writer makes; 409 when it was saved elsewhere since `version` (0: new)",
    access: "member",
    params: draftParams,
    body: z.object({ version: z.number().int().min(0), content: draftContent }),
    bodyBytes: 24 * 1024 * 1024,
    answer: z.object({ version: z.number().int(), updatedAt: instantSchema }),
  },
  removeDraft: {
    method: "DELETE",
    path: "/api/mail/drafts/:draftId",
    summary: "Throw a draft away, with its uploads",
    access: "member",
    params: draftParams,
    status: 204,
  },
  startDraft: {
    method: "POST",
    path: "/api/mail/messages/:messageId/drafts",
    summary: "Begin a reply, a reply to all, or a message that forwards this one",
    access: "member",
    params: z.object({ messageId: idSchema }),
    body: z.object({ kind: z.enum(["reply", "reply-all", "forward"]) }),
    answer: draftAnswer,
    status: 201,
  },
  quoteMessage: {
    method: "GET",
    path: "/api/mail/messages/:messageId/quote",
    summary: "What goes below an answer to this message, with the pictures that it shows",
    access: "member",
    params: z.object({ messageId: idSchema }),
    answer: z.object({
      quote: draftQuote,
      attachments: z.array(draftAttachment),
      /** To look at while writing: small pictures, as `data:` addresses. */
      pictures: z.array(z.object({ contentId: z.string(), address: z.string() })),
    }),
  },
  draftPicture: {
    method: "GET",
    path: "/api/mail/drafts/:draftId/picture",
    summary: "A picture in the text of a draft, by its content id",
    access: "member",
    params: draftParams,
    query: z.object({ contentId: z.string().max(200).default("") }),
    binary: true,
  },
  sendDraft: {
    method: "POST",
    path: "/api/mail/drafts/:draftId/send",
    summary:
      "Send a saved draft: at once, after the time for undoing, or at a chosen time; it can be cancelled till then",
    access: "member",
    params: draftParams,
    body: z.object({
      version: z.number().int().min(1),
      /** Absent: after `undoSeconds` of one's settings. At most a year ahead. */
      sendAt: instantSchema.optional(),
    }),
    answer: z.object({
      messageId: idSchema,
      conversationId: idSchema,
      recipients: z.array(recipientAnswer),
      /** Null when it has left already. */
      releaseAt: instantSchema.nullable(),
      /** An approver lets it go, or does not. */
      held: z.boolean(),
    }),
    status: 201,
  },
  listScheduled: {
    method: "GET",
    path: "/api/mail/scheduled",
    summary: "Messages that wait for their time, soonest first",
    access: "member",
    answer: z.object({
      entries: z.array(
        z.object({
          messageId: idSchema,
          conversationId: idSchema,
          /** The draft that it was: what it says can be read there until it leaves. */
          draftId: idSchema.nullable(),
          releaseAt: instantSchema,
          /** It does not leave: its sender was blocked. It can be sent again, or cancelled. */
          stopped: z.boolean(),
          /** What the agreements keep until an approver lets it go. */
          hold: ownHoldSchema.nullable(),
          to: z.array(z.object({ email: z.string(), name: z.string().optional() })),
          subject: z.string(),
          preview: z.string(),
          attachmentCount: z.number(),
        }),
      ),
    }),
  },
  cancelSending: {
    method: "POST",
    path: "/api/mail/messages/:messageId/cancel",
    summary: "Take back a message that has not left: it is a draft again; 409 when it has left",
    access: "member",
    params: z.object({ messageId: idSchema }),
    /** Null for what a mail program submitted: nothing is left of it. */
    answer: z.object({ draftId: idSchema.nullable() }),
  },
  reschedule: {
    method: "POST",
    path: "/api/mail/messages/:messageId/reschedule",
    summary: "Another time for a message that waits; without a time it leaves now",
    access: "member",
    params: z.object({ messageId: idSchema }),
    body: z.object({ sendAt: instantSchema.optional() }),
    answer: z.object({ releaseAt: instantSchema.nullable() }),
  },
  shareConversation: {
    method: "POST",
    path: "/api/mail/conversations/:conversationId/share",
    summary: "Let colleagues read a conversation, instead of forwarding it; they are told",
    access: "member",
    params: z.object({ conversationId: idSchema }),
    body: z.object({ memberIds: z.array(idSchema).min(1).max(50), note: z.string().max(2000).optional() }),
    answer: z.object({ messages: z.number(), colleagues: z.array(z.object({ memberId: idSchema, name: z.string() })) }),
  },
  listTemplates: {
    method: "GET",
    path: "/api/mail/templates",
    summary: "Texts to begin with: one's own and the firm's",
    access: "member",
    answer: z.object({ templates: z.array(templateContent.extend({ templateId: idSchema, mayChange: z.boolean() })) }),
  },
  saveTemplate: {
    method: "PUT",
    path: "/api/mail/templates/:templateId",
    summary: "Save a template, whose id the writer makes",
    access: "member",
    params: z.object({ templateId: idSchema }),
    body: templateContent,
    bodyBytes: 4 * 1024 * 1024,
    status: 204,
  },
  removeTemplate: {
    method: "DELETE",
    path: "/api/mail/templates/:templateId",
    summary: "Remove a template",
    access: "member",
    params: z.object({ templateId: idSchema }),
    status: 204,
  },
  writingSettings: {
    method: "GET",
    path: "/api/mail/writing",
    summary: "One's signature and time for undoing",
    access: "member",
    answer: writingSettings,
  },
  saveWritingSettings: {
    method: "PUT",
    path: "/api/mail/writing",
    summary: "Change one's signature and time for undoing",
    access: "member",
    body: writingSettings,
    status: 204,
  },
  completeAddress: {
    // What is typed is somebody's name: it goes in the body, as addresses end up in the logs of proxies.
    method: "POST",
    path: "/api/mail/addresses",
    summary:
      "Addresses that begin with, or whose name contains, what was typed: colleagues, contacts, earlier recipients",
    access: "member",
    body: z.object({ text: z.string().min(1).max(200), limit: z.number().int().min(1).max(20).default(8) }),
    answer: z.object({
      addresses: z.array(
        z.object({ email: z.string(), name: z.string().optional(), kind: z.enum(["member", "mailbox", "contact"]) }),
      ),
    }),
  },
});

import { z } from "zod";
import { directWays } from "./agreements-document.ts";
import { findingKinds } from "./findings.ts";
import { emailSchema, idSchema, instantSchema, nameSchema, verificationSchema } from "./common.ts";
import { defineRoutes } from "./route.ts";

/** A recipient as somebody writes it. `phone` and `password` are given once and remembered with the contact. */
export const recipientRequest = z.object({
  email: emailSchema,
  name: nameSchema.optional(),
  role: z.enum(["to", "cc", "bcc"]).default("to"),
  verification: verificationSchema.optional(),
  phone: z.string().max(40).optional(),
  password: z.string().min(6).max(256).optional(),
});
export const messageRequest = z.object({
  conversationId: idSchema.optional(),
  recipients: z.array(recipientRequest).min(1).max(200),
  subject: z
    .string()
    .max(900)
    .regex(/^[^\p{Cc}]*$/u),
  /** Plain text as written, or HTML from the editor (made safe again on arrival). */
  text: z.string().max(2_000_000).optional(),
  html: z.string().max(4_000_000).optional(),
});
export type MessageRequest = z.infer<typeof messageRequest>;

export const recipientState = z.enum([
  "waiting",
  "queued",
  "handed-over",
  "delivered",
  "bounced",
  "opened",
  "downloaded",
  "replied",
  "recalled",
]);
export const recipientAnswer = z.object({
  recipientId: idSchema,
  email: z.string(),
  name: z.string().optional(),
  role: z.enum(["to", "cc", "bcc"]),
  route: z.enum(["member", "guest", "relay"]),
  verification: verificationSchema.nullable(),
  state: recipientState,
  reason: z.string().nullable(),
  times: z.object({
    queued: instantSchema.nullable(),
    handedOver: instantSchema.nullable(),
    bounced: instantSchema.nullable(),
    opened: instantSchema.nullable(),
    downloaded: instantSchema.nullable(),
    replied: instantSchema.nullable(),
    recalled: instantSchema.nullable(),
  }),
});
export const attachmentAnswer = z.object({
  attachmentId: idSchema,
  name: z.string(),
  type: z.string(),
  sizeBytes: z.number(),
});

export const findingCount = z.object({ kind: z.enum(findingKinds), count: z.number(), confidence: z.number() });

export const messageAnswer = z.object({
  messageId: idSchema,
  conversationId: idSchema,
  direction: z.enum(["in", "out"]),
  from: z.object({ email: z.string(), name: z.string().optional() }),
  /** The member who wrote it, where it was sent from another address than theirs: a shared mailbox, or as a stand-in. */
  by: z.object({ email: z.string(), name: z.string() }).nullable(),
  subject: z.string(),
  /** Safe HTML for a sandboxed frame; remote images are never in it. */
  html: z.string(),
  text: z.string(),
  sentAt: instantSchema,
  expiresAt: instantSchema.nullable(),
  recalledAt: instantSchema.nullable(),
  hasOriginal: z.boolean(),
  mayRecall: z.boolean(),
  recipients: z.array(recipientAnswer),
  attachments: z.array(attachmentAnswer),
  /** Which personal data was found in it, with how many different values, and how many attachments could not be read. */
  found: z.object({ counts: z.array(findingCount), unread: z.number() }).nullable(),
});
export const listEntry = z.object({
  messageId: idSchema,
  conversationId: idSchema,
  from: z.object({ email: z.string(), name: z.string().optional() }),
  to: z.array(z.object({ email: z.string(), name: z.string().optional() })),
  subject: z.string(),
  preview: z.string(),
  at: instantSchema,
  unread: z.boolean(),
  attachmentCount: z.number(),
  recalled: z.boolean(),
  /** The least advanced state over all recipients; null for received messages. */
  state: recipientState.nullable(),
  /** `folder`: where it came in or was sent; else put away or thrown away. */
  place: z.enum(["folder", "archive", "trash"]),
  labelIds: z.array(idSchema),
});
const messageParams = z.object({ messageId: idSchema });

export const mailRoutes = defineRoutes({
  listMessages: {
    method: "GET",
    path: "/api/mail",
    summary: "Messages of a folder, newest first",
    access: "member",
    query: z.object({
      folder: z.enum(["inbox", "sent", "archive", "trash", "all"]).default("inbox"),
      /** Only what has this label. */
      labelId: idSchema.optional(),
      /** Only what was not read. */
      unread: z.literal("true").optional(),
      cursor: z.string().max(200).optional(),
      limit: z.coerce.number().int().min(1).max(100).default(50),
    }),
    answer: z.object({ entries: z.array(listEntry), next: z.string().nullable(), unread: z.number() }),
  },
  sendMessage: {
    method: "POST",
    path: "/api/mail",
    summary: "Send a secure message",
    access: "member-or-app",
    encoding: "multipart",
    body: messageRequest,
    answer: z.object({ messageId: idSchema, conversationId: idSchema, recipients: z.array(recipientAnswer) }),
    status: 201,
  },
  previewRecipient: {
    method: "POST",
    path: "/api/mail/recipients",
    summary: "How an address would be reached: member, guest, and what is known for the check",
    access: "member",
    body: z.object({ email: emailSchema }),
    answer: z.object({
      email: z.string(),
      name: z.string().optional(),
      route: z.enum(["member", "guest"]),
      verification: verificationSchema.nullable(),
      phoneKnown: z.boolean(),
      passwordKnown: z.boolean(),
    }),
  },
  previewNotice: {
    method: "POST",
    path: "/api/mail/recipients/preview",
    summary: "The ordinary mail that a recipient would get because of a message; nothing is sent or kept",
    access: "member",
    body: z.object({ email: emailSchema, verification: verificationSchema }),
    answer: z.object({ from: z.string(), subject: z.string(), html: z.string(), text: z.string() }),
  },
  listRelayed: {
    method: "GET",
    path: "/api/mail/relayed",
    summary: "Ordinary mail of one's mail programs, newest first: which way it went, and what the other side said",
    access: "member",
    answer: z.object({
      mails: z.array(
        z.object({
          id: idSchema,
          at: instantSchema,
          recipients: z.array(z.string()),
          /** Verified ways straight to the recipients' domain, of which it took one; empty: by the firm's mail server. */
          direct: z.array(z.enum(directWays)),
          state: z.enum(["queued", "handed-over", "failed"]),
          answer: z.string().nullable(),
          handedOverAt: instantSchema.nullable(),
        }),
      ),
    }),
  },
  readConversation: {
    method: "GET",
    path: "/api/mail/conversations/:conversationId",
    summary: "All messages of a conversation that one may read; marks them as read",
    access: "member",
    params: z.object({ conversationId: idSchema }),
    answer: z.object({ conversationId: idSchema, subject: z.string(), messages: z.array(messageAnswer) }),
  },
  readMessage: {
    method: "GET",
    path: "/api/mail/messages/:messageId",
    summary: "One message",
    access: "member",
    params: messageParams,
    answer: messageAnswer,
  },
  original: {
    method: "GET",
    path: "/api/mail/messages/:messageId/original",
    summary: "The message as it was submitted, byte for byte (sender)",
    access: "member",
    params: messageParams,
    binary: true,
  },
  copy: {
    method: "GET",
    path: "/api/mail/messages/:messageId/copy",
    summary: "The message with attachments as .eml",
    access: "member",
    params: messageParams,
    binary: true,
  },
  attachment: {
    method: "GET",
    path: "/api/mail/attachments/:attachmentId",
    summary: "An attachment; Range and ETag",
    access: "member",
    params: z.object({ attachmentId: idSchema }),
    binary: true,
  },
  recall: {
    method: "POST",
    path: "/api/mail/messages/:messageId/recall",
    summary: "Take back a message, from everybody or one recipient; tells what had been handed out",
    access: "member",
    params: messageParams,
    body: z.object({ recipientId: idSchema.optional() }),
    answer: z.object({ recipients: z.array(recipientAnswer) }),
  },
  completeRecipient: {
    method: "POST",
    path: "/api/mail/recipients/:recipientId/complete",
    summary: "Give the phone number or password that a waiting recipient lacks, and send",
    access: "member",
    params: z.object({ recipientId: idSchema }),
    body: z.object({
      verification: verificationSchema,
      phone: z.string().max(40).optional(),
      password: z.string().min(6).max(256).optional(),
    }),
    answer: recipientAnswer,
  },
  resend: {
    method: "POST",
    path: "/api/mail/recipients/:recipientId/resend",
    summary: "Send the notification again",
    access: "member",
    params: z.object({ recipientId: idSchema }),
    answer: recipientAnswer,
  },
});

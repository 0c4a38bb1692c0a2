import { z } from "zod";
import { idSchema, instantSchema, languageSchema } from "./common.ts";
import { attachmentAnswer } from "./mail.ts";
import { coloursSchema } from "./look.ts";
import { defineRoutes } from "./route.ts";

const linkParams = z.object({ linkId: idSchema });

/** What the page may show before the secret was given: nothing that a stranger with the address may not know. */
export const guestDoorAnswer = z.object({
  organisation: z.object({
    name: z.string(),
    domain: z.string(),
    phone: z.string(),
    website: z.string(),
    /** The firm's own, readable on light and on dark pages; null: ours. */
    colours: coloursSchema.nullable(),
    ownText: z.string(),
    /** A name for the logo as it is now, for `guestLogo`; empty: none. */
    logo: z.string(),
  }),
  language: languageSchema,
});
/** After the secret: who writes, and what check comes. `gone` says truthfully that it was taken back or ran out. */
export const guestKnockAnswer = z.object({
  state: z.enum(["open", "code", "password", "recalled", "expired"]),
  sender: z.object({ name: z.string(), email: z.string() }),
  sentAt: instantSchema,
  /** Last digits of the phone number, for state `code`. */
  phoneHint: z.string().optional(),
  triesLeft: z.number().optional(),
  /** For how many days this browser may be trusted after the check, where the firm allows it. */
  trustDays: z.number().optional(),
  /** Present when the session is open. */
  token: z.string().optional(),
});
export const guestMessageAnswer = z.object({
  messageId: idSchema,
  direction: z.enum(["in", "out"]),
  from: z.object({ name: z.string(), email: z.string() }),
  to: z.array(z.object({ name: z.string().optional(), email: z.string() })),
  subject: z.string(),
  html: z.string(),
  text: z.string(),
  sentAt: instantSchema,
  expiresAt: instantSchema.nullable(),
  attachments: z.array(attachmentAnswer),
  /** Pictures that lay elsewhere were left out, so that nobody learns who reads. */
  picturesLeftOut: z.boolean(),
});
/** A device that need not pass the check for a while. */
export const trustedDeviceAnswer = z.object({
  deviceId: idSchema,
  userAgent: z.string(),
  createdAt: instantSchema,
  lastUsedAt: instantSchema,
  expiresAt: instantSchema,
  isThis: z.boolean(),
});
/** What stands in a notification anyway; `known: false` for every code that is none, or not any more. */
export const notificationAnswer = z.discriminatedUnion("known", [
  z.object({ known: z.literal(false) }),
  z.object({
    known: z.literal(true),
    organisation: guestDoorAnswer.shape.organisation,
    senderName: z.string(),
    sentAt: instantSchema,
    /** First letters only: "j…@v…". */
    address: z.string(),
    language: languageSchema,
  }),
]);
const secretBody = z.object({ secret: z.string().max(200), language: languageSchema.optional() });

export const guestRoutes = defineRoutes({
  guestDoor: {
    method: "GET",
    path: "/api/guest/:linkId",
    summary: "Whose page this is",
    access: "anyone",
    params: linkParams,
    answer: guestDoorAnswer,
  },
  guestKnock: {
    method: "POST",
    path: "/api/guest/:linkId/knock",
    summary: "Present the link's secret after a human action; opens a session where no further check is set",
    access: "anyone",
    params: linkParams,
    body: secretBody,
    answer: guestKnockAnswer,
  },
  guestRequestCode: {
    method: "POST",
    path: "/api/guest/:linkId/code",
    summary: "Have a code sent by SMS",
    access: "anyone",
    params: linkParams,
    body: secretBody,
    answer: z.object({ phoneHint: z.string(), waitSeconds: z.number() }),
    status: 202,
  },
  guestCheck: {
    method: "POST",
    path: "/api/guest/:linkId/check",
    summary: "Answer the check with code or agreed password",
    access: "anyone",
    params: linkParams,
    body: z.object({
      secret: z.string().max(200),
      code: z.string().max(12).optional(),
      password: z.string().max(256).optional(),
      /** Not to ask again in this browser for a while; a cookie is set where the firm allows it. */
      trustDevice: z.boolean().optional(),
    }),
    answer: guestKnockAnswer,
  },
  guestAsk: {
    method: "POST",
    path: "/api/guest/:linkId/ask",
    summary: "Ask the sender for more time or another check; told at most once a day, and never whether it was",
    access: "anyone",
    params: linkParams,
    body: z.object({ secret: z.string().max(200), what: z.enum(["more-time", "other-way"]) }),
    answer: z.object({ asked: z.literal(true) }),
    status: 202,
  },
  guestConversation: {
    method: "GET",
    path: "/api/guest/:linkId/conversation",
    summary: "The messages of this link; says that a person opened them",
    access: "guest",
    params: linkParams,
    answer: z.object({
      organisation: guestDoorAnswer.shape.organisation,
      subject: z.string(),
      expiresAt: instantSchema,
      messages: z.array(guestMessageAnswer),
      token: z.string(),
    }),
  },
  guestLogo: {
    method: "GET",
    path: "/api/guest/:linkId/logo",
    summary: "The firm's logo (PNG)",
    access: "anyone",
    params: linkParams,
    query: z.object({ v: z.string().max(32).optional() }),
    binary: true,
  },
  guestAttachment: {
    method: "GET",
    path: "/api/guest/:linkId/attachments/:attachmentId",
    summary: "An attachment; Range and ETag",
    access: "guest",
    params: z.object({ linkId: idSchema, attachmentId: idSchema }),
    binary: true,
  },
  guestCopy: {
    method: "GET",
    path: "/api/guest/:linkId/messages/:messageId/copy",
    summary: "A copy to keep, as .eml with the attachments",
    access: "guest",
    params: z.object({ linkId: idSchema, messageId: idSchema }),
    binary: true,
  },
  guestPicture: {
    method: "GET",
    path: "/api/guest/:linkId/attachments/:attachmentId/picture",
    summary: "An attachment that is a picture (JPEG, PNG, GIF, WebP), to be shown in the page",
    access: "guest",
    params: z.object({ linkId: idSchema, attachmentId: idSchema }),
    binary: true,
  },
  guestZip: {
    method: "GET",
    path: "/api/guest/:linkId/messages/:messageId/zip",
    summary: "All attachments of a message as one zip file",
    access: "guest",
    params: z.object({ linkId: idSchema, messageId: idSchema }),
    binary: true,
  },
  guestLanguage: {
    method: "PUT",
    path: "/api/guest/:linkId/language",
    summary: "In which language the guest reads, here and in later mails",
    access: "guest",
    params: linkParams,
    body: z.object({ language: languageSchema }),
    status: 204,
  },
  guestDevices: {
    method: "GET",
    path: "/api/guest/:linkId/devices",
    summary: "Devices that need not pass the check for a while",
    access: "guest",
    params: linkParams,
    answer: z.object({ devices: z.array(trustedDeviceAnswer) }),
  },
  guestForgetDevice: {
    method: "DELETE",
    path: "/api/guest/:linkId/devices/:deviceId",
    summary: "Have the check asked again on a device",
    access: "guest",
    params: z.object({ linkId: idSchema, deviceId: idSchema }),
    status: 204,
  },
  notificationDoor: {
    method: "GET",
    path: "/api/check",
    summary: "Whose server this is, where one firm has it to itself",
    access: "anyone",
    answer: z.object({ organisation: guestDoorAnswer.shape.organisation.nullable() }),
  },
  checkLogo: {
    method: "GET",
    path: "/api/check/logo",
    summary: "The logo of the firm that has the server to itself (PNG)",
    access: "anyone",
    query: z.object({ v: z.string().max(32).optional() }),
    binary: true,
  },
  askNotification: {
    method: "POST",
    path: "/api/check",
    summary: "Whether a notification with this code was sent from here, and by whom",
    access: "anyone",
    body: z.object({ code: z.string().max(60) }),
    answer: notificationAnswer,
  },
  guestReply: {
    method: "POST",
    path: "/api/guest/:linkId/reply",
    summary: "Reply, with attachments",
    access: "guest",
    encoding: "multipart",
    params: linkParams,
    body: z.object({ text: z.string().min(1).max(500_000) }),
    answer: z.object({ messageId: idSchema, sentAt: instantSchema }),
    status: 201,
  },
  guestLeave: {
    method: "POST",
    path: "/api/guest/:linkId/leave",
    summary: "End the guest session",
    access: "guest",
    params: linkParams,
    status: 204,
  },
});

import { z } from "zod";
import { idSchema, instantSchema, verificationSchema } from "./common.ts";
import { recipientAnswer } from "./mail.ts";
import { defineRoutes } from "./route.ts";

const messageParams = z.object({ messageId: idSchema });
const recipientParams = z.object({ recipientId: idSchema });
const remindDays = z.number().int().min(0).max(60);

const handedOut = z.object({
  /** Null: a copy of the whole message with its attachments. */
  attachmentId: idSchema.nullable(),
  what: z.enum(["attachment", "copy", "zip"]),
  at: instantSchema,
});
export const followUpSettingsBody = z.object({
  /** Days without opening after which a guest is reminded, once; 0: never. */
  remindAfterDays: remindDays,
  /** Days before a link ends that those who did not open are told; 0: never. */
  expiryNoticeDays: z.number().int().min(0).max(30),
});

export const followUpRoutes = defineRoutes({
  readFollowUp: {
    method: "GET",
    path: "/api/mail/messages/:messageId/follow-up",
    summary:
      "What became of a message: who came in and how they were checked, what was handed out, what was asked (sender)",
    access: "member",
    params: messageParams,
    answer: z.object({
      messageId: idSchema,
      /** Chosen for this message; null: as the firm has it. */
      remindAfterDays: remindDays.nullable(),
      firmRemindAfterDays: remindDays,
      recipients: z.array(
        z.object({
          recipientId: idSchema,
          /** Of the guest's link; null for colleagues and for who waits. */
          expiresAt: instantSchema.nullable(),
          remindedAt: instantSchema.nullable(),
          moreTimeAskedAt: instantSchema.nullable(),
          otherWayAskedAt: instantSchema.nullable(),
          /** Newest first: several people may be behind one address. */
          visits: z.array(
            z.object({
              at: instantSchema,
              verification: verificationSchema,
              /** Last digits of the number that the code went to. */
              phoneHint: z.string().nullable(),
              /** Family of browser and device, as far as it says. */
              browser: z.string(),
            }),
          ),
          handedOut: z.array(handedOut),
        }),
      ),
      recalledAttachments: z.array(z.object({ attachmentId: idSchema, name: z.string(), at: instantSchema })),
    }),
  },
  chooseReminder: {
    method: "PUT",
    path: "/api/mail/messages/:messageId/reminder",
    summary: "When who did not open this message is reminded; null: as the firm has it",
    access: "member",
    params: messageParams,
    body: z.object({ remindAfterDays: remindDays.nullable() }),
  },
  recallAttachment: {
    method: "POST",
    path: "/api/mail/attachments/:attachmentId/recall",
    summary: "Take one attachment back from everybody; tells who had got it",
    access: "member",
    params: z.object({ attachmentId: idSchema }),
    answer: z.object({ handedOut: z.array(handedOut.extend({ recipientId: idSchema, email: z.string() })) }),
  },
  remind: {
    method: "POST",
    path: "/api/mail/recipients/:recipientId/remind",
    summary: "Remind a guest who did not open; the mail has no link and no code",
    access: "member",
    params: recipientParams,
    answer: recipientAnswer,
  },
  extend: {
    method: "POST",
    path: "/api/mail/recipients/:recipientId/extend",
    summary: "Give a guest more time; a link that ran out is replaced by a fresh one, which is sent",
    access: "member",
    params: recipientParams,
    body: z.object({
      /** From now on; null: as long again as the firm has it, after the end. */ days: z
        .number()
        .int()
        .min(1)
        .max(365)
        .nullable(),
    }),
    answer: recipientAnswer,
  },
  readFollowUpSettings: {
    method: "GET",
    path: "/api/mail/follow-up-settings",
    summary: "When guests are reminded, and told that a link ends",
    access: "member",
    answer: followUpSettingsBody,
  },
  saveFollowUpSettings: {
    method: "PUT",
    path: "/api/mail/follow-up-settings",
    summary: "Change when guests are reminded, and told that a link ends (admin)",
    access: "member",
    body: followUpSettingsBody,
    answer: followUpSettingsBody,
  },
});

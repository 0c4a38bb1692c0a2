import { z } from "zod";
import { emailSchema, idSchema, instantSchema } from "./common.ts";
import { loginAnswer, passwordSchema } from "./identity.ts";
import { defineRoutes } from "./route.ts";

/** A recovery code or a code of the second factor, as a person types it. */
const typedCode = z.string().trim().min(1).max(100);
/** Needed when one logged in more than a quarter of an hour ago. */
const own = z.strictObject({ password: z.string().max(256).optional() });
const claim = z.object({ email: emailSchema, recoveryCode: typedCode });
const memberParams = z.object({ memberId: idSchema });

/** One's own account: ways back in, sessions, password; and what an admin does for a colleague who is locked out. */
export const accountRoutes = defineRoutes({
  checkPassword: {
    method: "POST",
    path: "/api/password-check",
    summary: "Whether a new password would be taken; nothing is kept",
    access: "anyone",
    body: z.object({ password: z.string().max(1000), own: z.array(z.string().max(300)).max(10).default([]) }),
    status: 204,
  },
  mailRecoveryLink: {
    method: "POST",
    path: "/api/recover/mail",
    summary: "Mail a link that stands in for a lost second factor, beside the recovery code",
    access: "anyone",
    body: claim,
    status: 204,
  },
  recover: {
    method: "POST",
    path: "/api/recover",
    summary: "Choose a new password with the recovery code and a code of the second factor, or a mailed link",
    access: "anyone",
    body: z.object({
      ...claim.shape,
      password: passwordSchema,
      proof: z.union([z.object({ code: typedCode }), z.object({ mailToken: z.string().max(100) })]),
    }),
    answer: loginAnswer,
  },
  account: {
    method: "GET",
    path: "/api/account",
    summary: "One's own ways back in, and where one is logged in",
    access: "member",
    answer: z.object({
      recoveryCodeMadeAt: instantSchema.nullable(),
      backupCodesLeft: z.number(),
      sessions: z.array(
        z.object({
          sessionId: idSchema,
          browser: z.string(),
          startedAt: instantSchema,
          lastSeenAt: instantSchema,
          isThis: z.boolean(),
        }),
      ),
    }),
  },
  offerRecoveryCode: {
    method: "POST",
    path: "/api/account/recovery-code",
    summary: "A new recovery code, which counts once it is confirmed",
    access: "member",
    body: own,
    answer: z.object({ code: z.string() }),
  },
  confirmRecoveryCode: {
    method: "POST",
    path: "/api/account/recovery-code/confirm",
    summary: "Keep the offered recovery code, by typing its last two groups",
    access: "member",
    body: z.object({ typed: z.string().max(40) }),
    status: 204,
  },
  makeBackupCodes: {
    method: "POST",
    path: "/api/account/backup-codes",
    summary: "Ten new back-up codes, shown once; those before are worth nothing then",
    access: "member",
    body: own,
    answer: z.object({ codes: z.array(z.string()) }),
  },
  changePassword: {
    method: "PUT",
    path: "/api/account/password",
    summary: "Change one's own password; other sessions end",
    access: "member",
    body: z.object({ current: z.string().max(256), password: passwordSchema }),
    status: 204,
  },
  endSession: {
    method: "DELETE",
    path: "/api/account/sessions/:sessionId",
    summary: "End one of one's own sessions",
    access: "member",
    params: z.object({ sessionId: idSchema }),
    status: 204,
  },
  endOtherSessions: {
    method: "POST",
    path: "/api/account/sessions/end-others",
    summary: "End all of one's own sessions but this one",
    access: "member",
    answer: z.object({ ended: z.number() }),
  },
  resetSecondFactor: {
    method: "POST",
    path: "/api/members/:memberId/second-factor/reset",
    summary: "Let a colleague set the second factor up anew (admins)",
    access: "member",
    params: memberParams,
    status: 204,
  },
  giveAccessBack: {
    method: "POST",
    path: "/api/members/:memberId/access-back",
    summary: "Give a member's mailbox back with shares of the recovery kit (admins)",
    access: "member",
    params: memberParams,
    body: z.object({ shares: z.array(z.string().min(1).max(10_000)).min(1).max(16) }),
    answer: z.object({ invitationUrl: z.string(), expiresAt: instantSchema }),
  },
});

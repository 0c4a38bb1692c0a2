import { z } from "zod";
import { emailSchema, idSchema, instantSchema, languageSchema, nameSchema, roleSchema } from "./common.ts";
import { defineRoutes } from "./route.ts";

/** At least 12 characters (NIST SP 800-63B: length over composition); at most 256. */
export const passwordSchema = z.string().min(12).max(256);
export const domainSchema = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/);

export const setupRequest = z.object({
  organisation: nameSchema,
  domain: domainSchema,
  adminName: nameSchema,
  adminEmail: emailSchema,
  password: passwordSchema,
  language: languageSchema,
  shares: z.number().int().min(1).max(9),
  threshold: z.number().int().min(1).max(9),
});
/** The recovery kit is given once, as text files and PDFs (base64), and is kept nowhere. */
export const setupAnswer = z.object({
  organisationId: idSchema,
  kit: z.array(z.object({ name: z.string(), text: z.string(), pdfBase64: z.string() })),
});

export const meAnswer = z.object({
  memberId: idSchema,
  name: z.string(),
  email: z.string(),
  roles: z.array(roleSchema),
  language: languageSchema,
  organisation: z.object({
    organisationId: idSchema,
    name: z.string(),
    domain: z.string(),
    phone: z.string().optional(),
  }),
  /** The session waits for the password. */
  locked: z.boolean(),
  /** After so long without a key or a touch the page locks the session; 0: never. */
  idleMinutes: z.number(),
  /** To be sent as header `x-zegel-token` with everything that changes state. */
  token: z.string(),
});
export const loginAnswer = z.object({
  /** What comes next: a code of the second factor, setting it up, or nothing. */
  next: z.enum(["code", "enrol", "done"]),
  token: z.string(),
});
export const memberAnswer = z.object({
  memberId: idSchema,
  name: z.string(),
  email: z.string(),
  roles: z.array(roleSchema),
  state: z.enum(["invited", "active", "locked", "removed"]),
  createdAt: instantSchema,
});
export const appPasswordAnswer = z.object({
  appPasswordId: idSchema,
  door: z.enum(["smtp", "webdav", "imap", "caldav", "sync", "api"]),
  label: z.string(),
  userName: z.string(),
  anyFrom: z.boolean(),
  createdAt: instantSchema,
  lastUsedAt: instantSchema.nullable(),
});
const memberParams = z.object({ memberId: idSchema });

export const identityRoutes = defineRoutes({
  setupState: {
    method: "GET",
    path: "/api/setup",
    summary: "Whether this installation still has to be set up",
    access: "anyone",
    answer: z.object({ needed: z.boolean() }),
  },
  setup: {
    method: "POST",
    path: "/api/setup",
    summary: "Set up the first organisation",
    access: "anyone",
    body: setupRequest,
    answer: setupAnswer,
    status: 201,
  },
  login: {
    method: "POST",
    path: "/api/login",
    summary: "Log in with e-mail address and password",
    access: "anyone",
    body: z.object({ email: emailSchema, password: z.string().max(256) }),
    answer: loginAnswer,
  },
  enrolStart: {
    method: "POST",
    path: "/api/login/enrol",
    summary: "Start setting up the second factor",
    access: "pending",
    answer: z.object({ secret: z.string(), uri: z.string(), qrSvg: z.string() }),
  },
  enrolFinish: {
    method: "POST",
    path: "/api/login/enrol/confirm",
    summary: "Confirm the second factor with its first code",
    access: "pending",
    body: z.object({ code: z.string().regex(/^\d{6}$/) }),
    answer: loginAnswer,
  },
  loginCode: {
    method: "POST",
    path: "/api/login/code",
    summary: "Finish logging in with a code of the second factor, or a back-up code",
    access: "pending",
    body: z.object({ code: z.string().trim().min(6).max(40) }),
    answer: loginAnswer,
  },
  logout: {
    method: "POST",
    path: "/api/logout",
    summary: "End this session",
    access: "member",
    whileLocked: true,
    status: 204,
  },
  lock: {
    method: "POST",
    path: "/api/lock",
    summary: "Let this session wait for the password",
    access: "member",
    whileLocked: true,
    status: 204,
  },
  unlock: {
    method: "POST",
    path: "/api/unlock",
    summary: "Go on with a session that waits for the password",
    access: "member",
    whileLocked: true,
    body: z.object({ password: z.string().max(256) }),
    status: 204,
  },
  me: {
    method: "GET",
    path: "/api/me",
    summary: "Who is signed in",
    access: "member",
    whileLocked: true,
    answer: meAnswer,
  },
  setLanguage: {
    method: "PATCH",
    path: "/api/me",
    summary: "Change one's own name or language",
    access: "member",
    body: z.object({ language: languageSchema.optional(), name: nameSchema.optional() }),
    status: 204,
  },
  listMembers: {
    method: "GET",
    path: "/api/members",
    summary: "Members of the organisation",
    access: "member",
    answer: z.object({ members: z.array(memberAnswer) }),
  },
  inviteMember: {
    method: "POST",
    path: "/api/members",
    summary: "Invite a member (admins)",
    access: "member",
    body: z.object({ email: emailSchema, name: nameSchema, roles: z.array(roleSchema), language: languageSchema }),
    answer: z.object({ memberId: idSchema, invitationUrl: z.string() }),
    status: 201,
  },
  setMemberState: {
    method: "POST",
    path: "/api/members/:memberId/state",
    summary: "Lock, unlock or remove a member (admins)",
    access: "member",
    params: memberParams,
    body: z.object({ state: z.enum(["active", "locked", "removed"]) }),
    status: 204,
  },
  setMemberRoles: {
    method: "PUT",
    path: "/api/members/:memberId/roles",
    summary: "Change a member's roles (admins)",
    access: "member",
    params: memberParams,
    body: z.object({ roles: z.array(roleSchema) }),
    status: 204,
  },
  invitation: {
    method: "POST",
    path: "/api/invitations/:invitationId",
    summary: "What an invitation is for; the secret comes from the link's fragment",
    access: "anyone",
    params: z.object({ invitationId: idSchema }),
    body: z.object({ secret: z.string().max(200) }),
    answer: z.object({
      organisation: z.string(),
      name: z.string(),
      email: z.string(),
      language: languageSchema,
      /** For a member whose keys were lost. */
      givesBack: z.boolean(),
    }),
  },
  acceptInvitation: {
    method: "POST",
    path: "/api/invitations/:invitationId/accept",
    summary: "Become a member",
    access: "anyone",
    params: z.object({ invitationId: idSchema }),
    body: z.object({ secret: z.string().max(200), name: nameSchema, password: passwordSchema }),
    answer: loginAnswer,
  },
  listAppPasswords: {
    method: "GET",
    path: "/api/app-passwords",
    summary: "One's own app passwords",
    access: "member",
    answer: z.object({
      appPasswords: z.array(appPasswordAnswer),
      smtp: z.object({ host: z.string(), startTlsPort: z.number(), tlsPort: z.number() }),
    }),
  },
  createAppPassword: {
    method: "POST",
    path: "/api/app-passwords",
    summary: "Make an app password; the secret is shown once",
    access: "member",
    body: z.object({ door: z.enum(["smtp", "api"]), label: nameSchema, anyFrom: z.boolean().default(false) }),
    answer: z.object({ appPasswordId: idSchema, userName: z.string(), secret: z.string() }),
    status: 201,
  },
  revokeAppPassword: {
    method: "DELETE",
    path: "/api/app-passwords/:appPasswordId",
    summary: "Revoke an app password at once",
    access: "member",
    params: z.object({ appPasswordId: idSchema }),
    status: 204,
  },
  organisation: {
    method: "GET",
    path: "/api/organisation",
    summary: "Settings of the organisation",
    access: "member",
    answer: z.object({
      name: z.string(),
      domain: z.string(),
      phone: z.string(),
      website: z.string(),
      subjectTag: z.string(),
      linkDays: z.number(),
      trustedDeviceDays: z.number(),
      trustedDevicePassword: z.boolean(),
      idleMinutes: z.number(),
    }),
  },
  saveOrganisation: {
    method: "PUT",
    path: "/api/organisation",
    summary: "Change settings of the organisation (admins)",
    access: "member",
    body: z.object({
      name: nameSchema,
      phone: z.string().max(40),
      website: z.string().max(200),
      subjectTag: z.string().max(40),
      linkDays: z.number().int().min(1).max(365),
      trustedDeviceDays: z.number().int().min(0).max(90).optional(),
      trustedDevicePassword: z.boolean().optional(),
      idleMinutes: z.number().int().min(0).max(480).optional(),
    }),
    status: 204,
  },
});

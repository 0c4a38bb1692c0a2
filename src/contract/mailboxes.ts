import { z } from "zod";
import { emailSchema, idSchema, instantSchema, nameSchema } from "./common.ts";
import { defineRoutes } from "./route.ts";

/** A mailbox that one may act in: routes of mail take its id in the header `x-zegel-mailbox`, downloads as `?mailbox=`. */
export const mailboxAnswer = z.object({
  mailboxId: idSchema,
  kind: z.enum(["own", "shared", "stand-in"]),
  name: z.string(),
  email: z.string(),
  unread: z.number(),
  /** `waiting`: somebody who is in the mailbox has yet to hand on its key, which happens by itself when they sign in. */
  state: z.enum(["open", "waiting"]),
  /** Until when one stands in. */
  until: instantSchema.nullable(),
  /** Since when a shared one is closed: it can be read, nothing new arrives, and nothing is sent from it. */
  closedAt: instantSchema.nullable(),
});
export type MailboxAnswer = z.infer<typeof mailboxAnswer>;

export const sharedMailboxAnswer = z.object({
  mailboxId: idSchema,
  name: z.string(),
  email: z.string(),
  closedAt: instantSchema.nullable(),
  members: z.array(
    z.object({ memberId: idSchema, name: z.string(), email: z.string(), state: z.enum(["open", "waiting"]) }),
  ),
});
export type SharedMailboxAnswer = z.infer<typeof sharedMailboxAnswer>;

const person = z.object({ memberId: idSchema, name: z.string(), email: z.string() });
export const standInAnswer = z.object({
  standInId: idSchema,
  /** Whose mailbox it is. */
  owner: person,
  standIn: person,
  from: instantSchema,
  until: instantSchema,
});
export type StandInAnswer = z.infer<typeof standInAnswer>;

const memberIds = z.array(idSchema).min(1).max(200);

export const mailboxRoutes = defineRoutes({
  listMailboxes: {
    method: "GET",
    path: "/api/mailboxes",
    summary: "The mailboxes that one may act in: one's own, shared ones, and those of colleagues one stands in for",
    access: "member",
    answer: z.object({ mailboxes: z.array(mailboxAnswer) }),
  },
  listSharedMailboxes: {
    method: "GET",
    path: "/api/shared-mailboxes",
    summary: "All shared mailboxes with their members (admins)",
    access: "member",
    answer: z.object({ mailboxes: z.array(sharedMailboxAnswer) }),
  },
  createSharedMailbox: {
    method: "POST",
    path: "/api/shared-mailboxes",
    summary: "Make a shared mailbox at an address in the firm's domain (admins)",
    access: "member",
    body: z.object({ name: nameSchema, email: emailSchema, memberIds }),
    answer: z.object({ mailboxId: idSchema }),
    status: 201,
  },
  changeSharedMailbox: {
    method: "PUT",
    path: "/api/shared-mailboxes/:mailboxId",
    summary: "Name a shared mailbox and say who is in it; who is left out loses it at once (admins)",
    access: "member",
    params: z.object({ mailboxId: idSchema }),
    body: z.object({ name: nameSchema, memberIds }),
    status: 204,
  },
  closeSharedMailbox: {
    method: "POST",
    path: "/api/shared-mailboxes/:mailboxId/close",
    summary: "Close a shared mailbox: nothing new arrives, nothing is sent from it, its members read on (admins)",
    access: "member",
    params: z.object({ mailboxId: idSchema }),
    status: 204,
  },
  reopenSharedMailbox: {
    method: "POST",
    path: "/api/shared-mailboxes/:mailboxId/reopen",
    summary: "Put a closed shared mailbox to use again (admins)",
    access: "member",
    params: z.object({ mailboxId: idSchema }),
    status: 204,
  },
  listStandIns: {
    method: "GET",
    path: "/api/stand-ins",
    summary: "Who stands in for oneself, and for whom one stands in",
    access: "member",
    answer: z.object({ standIns: z.array(standInAnswer) }),
  },
  nameStandIn: {
    method: "POST",
    path: "/api/stand-ins",
    summary: "Let a colleague act in one's own mailbox for a while",
    access: "member",
    body: z.object({ memberId: idSchema, from: instantSchema, until: instantSchema }),
    answer: z.object({ standInId: idSchema }),
    status: 201,
  },
  endStandIn: {
    method: "DELETE",
    path: "/api/stand-ins/:standInId",
    summary: "End standing in at once; for both of the two",
    access: "member",
    params: z.object({ standInId: idSchema }),
    status: 204,
  },
});

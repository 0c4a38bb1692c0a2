import { z } from "zod";
import { idSchema } from "./common.ts";
import { listEntry } from "./mail.ts";
import { defineRoutes } from "./route.ts";

export const labelColours = ["petrol", "green", "amber", "red", "violet", "grey"] as const;
export const labelAnswer = z.object({ labelId: idSchema, name: z.string(), colour: z.enum(labelColours) });
const labelRequest = z.object({
  name: z
    .string()
    .trim()
    .min(1)
    .max(60)
    .regex(/^[^\p{Cc}]*$/u),
  colour: z.enum(labelColours),
});
const labelParams = z.object({ labelId: idSchema });

/** Finding and putting away. All in the mailbox that one works in. */
export const findingRoutes = defineRoutes({
  searchMail: {
    // What is looked for is content: it goes in the body, as addresses end up in the logs of proxies.
    method: "POST",
    path: "/api/mail/search",
    summary: "Messages in which all words occur, newest first; goes on from `next` also when a page is empty",
    access: "member",
    body: z.object({
      q: z.string().trim().min(1).max(200),
      cursor: z.string().max(200).optional(),
      limit: z.number().int().min(1).max(100).default(50),
    }),
    answer: z.object({ entries: z.array(listEntry), next: z.string().nullable() }),
  },
  changeFlags: {
    method: "POST",
    path: "/api/mail/flags",
    summary: "Put conversations away or back, mark them, label them",
    access: "member",
    body: z.object({
      conversationIds: z.array(idSchema).min(1).max(500),
      place: z.enum(["folder", "archive", "trash"]).optional(),
      unread: z.boolean().optional(),
      addLabelId: idSchema.optional(),
      removeLabelId: idSchema.optional(),
    }),
    status: 204,
  },
  emptyTrash: {
    method: "POST",
    path: "/api/mail/trash/empty",
    summary: "Remove for good everything that was thrown away from the mailbox; others keep their copies",
    access: "member",
    answer: z.object({ messages: z.number() }),
  },
  listLabels: {
    method: "GET",
    path: "/api/mail/labels",
    summary: "The mailbox's labels, by name",
    access: "member",
    answer: z.object({ labels: z.array(labelAnswer) }),
  },
  makeLabel: {
    method: "POST",
    path: "/api/mail/labels",
    summary: "Make a label",
    access: "member",
    body: labelRequest,
    answer: z.object({ labelId: idSchema }),
    status: 201,
  },
  changeLabel: {
    method: "PUT",
    path: "/api/mail/labels/:labelId",
    summary: "Another name or colour for a label",
    access: "member",
    params: labelParams,
    body: labelRequest,
    status: 204,
  },
  removeLabel: {
    method: "DELETE",
    path: "/api/mail/labels/:labelId",
    summary: "Take a label away; the messages stay",
    access: "member",
    params: labelParams,
    status: 204,
  },
});

import { z } from "zod";
import { idSchema, instantSchema, nameSchema } from "./common.ts";
import { recipientAnswer } from "./mail.ts";
import { defineRoutes } from "./route.ts";

/** States of a recipient that an application can be told of. */
export const webhookEvent = z.enum([
  "recipient.waiting",
  "recipient.queued",
  "recipient.handed-over",
  "recipient.delivered",
  "recipient.bounced",
  "recipient.opened",
  "recipient.downloaded",
  "recipient.replied",
  "recipient.recalled",
]);
export const webhookRequest = z.object({
  label: nameSchema,
  /** https://; http:// only to addresses that the operator allows by `ZEGEL_WEBHOOK_NETWORKS`. */
  url: z.string().trim().min(1).max(2000),
  events: z.array(webhookEvent).min(1).max(20),
  /** Only of messages that came in by an app password; else of all messages of the organisation. */
  onlyApplications: z.boolean().default(true),
});
export const webhookAnswer = webhookRequest.extend({
  endpointId: idSchema,
  /** `paused`: for a day nothing could be delivered, or somebody stopped it. */
  state: z.enum(["active", "paused"]),
  failingSince: instantSchema.nullable(),
  createdAt: instantSchema,
});
export const webhookDelivery = z.object({
  deliveryId: idSchema,
  event: webhookEvent,
  state: z.enum(["queued", "delivered", "failed"]),
  attempts: z.number().int(),
  /** A status such as `503`, or why there was none. */
  lastAnswer: z.string().nullable(),
  createdAt: instantSchema,
  settledAt: instantSchema.nullable(),
});
const endpointParams = z.object({ endpointId: idSchema });
const secretAnswer = z.object({ endpointId: idSchema, secret: z.string() });

/** What business applications need beside sending: states of what they sent, and being told of them. */
export const applicationRoutes = defineRoutes({
  messageStates: {
    method: "GET",
    path: "/api/mail/messages/:messageId/states",
    summary: "What became of a message that one sent, per recipient; no content",
    access: "member-or-app",
    params: z.object({ messageId: idSchema }),
    answer: z.object({ messageId: idSchema, conversationId: idSchema, recipients: z.array(recipientAnswer) }),
  },
  listWebhooks: {
    method: "GET",
    path: "/api/webhooks",
    summary: "Where applications are told of states (admins)",
    access: "member",
    answer: z.object({ webhooks: z.array(webhookAnswer) }),
  },
  createWebhook: {
    method: "POST",
    path: "/api/webhooks",
    summary: "Tell an application of states (admins); the answer has the secret that signs",
    access: "member",
    body: webhookRequest,
    answer: secretAnswer,
    status: 201,
  },
  changeWebhook: {
    method: "PUT",
    path: "/api/webhooks/:endpointId",
    summary: "Change, pause or resume a webhook (admins)",
    access: "member",
    params: endpointParams,
    body: webhookRequest.extend({ state: z.enum(["active", "paused"]) }),
    status: 204,
  },
  removeWebhook: {
    method: "DELETE",
    path: "/api/webhooks/:endpointId",
    summary: "Remove a webhook, with what waits for it (admins)",
    access: "member",
    params: endpointParams,
    status: 204,
  },
  renewWebhookSecret: {
    method: "POST",
    path: "/api/webhooks/:endpointId/secret",
    summary: "A new secret; the old one signs no more (admins)",
    access: "member",
    params: endpointParams,
    answer: secretAnswer,
    status: 201,
  },
  listWebhookDeliveries: {
    method: "GET",
    path: "/api/webhooks/:endpointId/deliveries",
    summary: "What was told, newest first (admins)",
    access: "member",
    params: endpointParams,
    query: z.object({ before: idSchema.optional(), limit: z.coerce.number().int().min(1).max(100).default(50) }),
    answer: z.object({ deliveries: z.array(webhookDelivery), next: idSchema.nullable() }),
  },
  repeatWebhookDelivery: {
    method: "POST",
    path: "/api/webhooks/:endpointId/deliveries/:deliveryId/repeat",
    summary: "Tell it again (admins)",
    access: "member",
    params: z.object({ endpointId: idSchema, deliveryId: idSchema }),
    status: 204,
  },
});

export { clearDeliveries, listDeliveries, repeatDelivery } from "./deliveries.ts";
export { webhookJobs } from "./deliver.ts";
export { changeWebhook, createWebhook, listWebhooks, removeWebhook, renewWebhookSecret } from "./endpoints.ts";
export { isReachable } from "./networks.ts";
export { queueEvents } from "./queue-events.ts";
export type { RecipientEvent, WebhookEvent, WebhooksApp } from "./types.ts";

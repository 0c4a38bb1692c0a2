import { queryOptions } from "@tanstack/react-query";
import type { Answer, MemberRoutes } from "../../parts/call.ts";
import { call } from "../session.ts";

export type Webhook = Answer<MemberRoutes, "listWebhooks">["webhooks"][number];
export type WebhookEvent = Webhook["events"][number];

/** In the order in which a message goes through them. */
export const webhookEvents: readonly WebhookEvent[] = [
  "recipient.waiting",
  "recipient.queued",
  "recipient.handed-over",
  "recipient.delivered",
  "recipient.bounced",
  "recipient.opened",
  "recipient.downloaded",
  "recipient.replied",
  "recipient.recalled",
];

export const webhooksQuery = queryOptions({ queryKey: ["webhooks"], queryFn: () => call("listWebhooks") });

export const deliveriesQuery = (endpointId: string) =>
  queryOptions({
    queryKey: ["webhooks", endpointId, "deliveries"],
    queryFn: () => call("listWebhookDeliveries", { params: { endpointId } }),
    refetchInterval: 5000,
  });

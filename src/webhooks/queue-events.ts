import type { Transaction } from "#/db/index.ts";
import { addJob } from "#/jobs/index.ts";
import { type Id, newId } from "#/kernel/index.ts";
import type { RecipientEvent } from "./types.ts";

export const deliveryJob = "webhooks.deliver";

/** What an application gets: ids, a state and times. Neither addresses nor content. */
const bodyOf = ({ event, at, messageId, conversationId, recipientId }: RecipientEvent): string =>
  JSON.stringify({
    type: event,
    timestamp: at.toISOString(),
    data: { messageId, conversationId, recipientId, state: event.slice("recipient.".length) },
  });

/** In the transaction of what happened: one delivery for each endpoint that wants to know. Nothing where there is none. */
export async function queueEvents(tx: Transaction, events: readonly RecipientEvent[]): Promise<void> {
  if (events.length === 0) return;
  const endpoints = await tx.query
    .selectFrom("webhooks_endpoint")
    .select(["endpoint_id", "events", "only_applications"])
    .where("organisation_id", "=", tx.organisationId)
    .where("state", "=", "active")
    .execute();
  const deliveries = endpoints.flatMap((endpoint) =>
    events
      .filter(({ event, door }) => endpoint.events.includes(event) && (!endpoint.only_applications || door === "api"))
      .map((event) => ({ deliveryId: newId(), endpointId: endpoint.endpoint_id, event })),
  );
  if (deliveries.length === 0) return;
  await tx.query
    .insertInto("webhooks_delivery")
    .values(
      deliveries.map(({ deliveryId, endpointId, event }) => ({
        organisation_id: tx.organisationId,
        delivery_id: deliveryId,
        endpoint_id: endpointId,
        event: event.event,
        body: bodyOf(event),
        state: "queued" as const,
        created_at: event.at,
      })),
    )
    .execute();
  for (const { deliveryId } of deliveries) await queueDelivery(tx, deliveryId);
}

export const queueDelivery = (tx: Transaction, deliveryId: Id, runAt?: Date): Promise<void> =>
  addJob(
    tx,
    deliveryJob,
    { organisationId: tx.organisationId, deliveryId },
    { key: deliveryId, ...(runAt ? { runAt } : {}) },
  );

import type { z } from "zod";
import type { webhookDelivery } from "#/contract/index.ts";
import type { Transaction } from "#/db/index.ts";
import { assertRole, type MemberActor } from "#/identity/index.ts";
import { dayMs, type Id, Refusal } from "#/kernel/index.ts";
import { queueDelivery } from "./queue-events.ts";
import type { WebhookEvent, WebhooksApp } from "./types.ts";

type Delivery = z.output<typeof webhookDelivery>;

const keptMs = 30 * dayMs;

/** What an endpoint was told, newest first. Admins only. */
export function listDeliveries(
  app: WebhooksApp,
  actor: MemberActor,
  { endpointId, before, limit }: { readonly endpointId: Id; readonly before?: Id | undefined; readonly limit: number },
): Promise<{ deliveries: Delivery[]; next: Id | null }> {
  assertRole(actor, "admin");
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    await assertEndpoint(tx, endpointId);
    const rows = await tx.query
      .selectFrom("webhooks_delivery")
      .selectAll()
      .where("organisation_id", "=", tx.organisationId)
      .where("endpoint_id", "=", endpointId)
      .$if(before !== undefined, (query) => query.where("delivery_id", "<", before!))
      .orderBy("delivery_id", "desc")
      .limit(limit + 1)
      .execute();
    const deliveries = rows.slice(0, limit).map((row) => ({
      deliveryId: row.delivery_id,
      event: row.event as WebhookEvent,
      state: row.state,
      attempts: row.attempts,
      lastAnswer: row.last_answer,
      createdAt: row.created_at.toISOString(),
      settledAt: row.settled_at?.toISOString() ?? null,
    }));
    return { deliveries, next: rows.length > limit ? deliveries.at(-1)!.deliveryId : null };
  });
}

async function assertEndpoint(tx: Transaction, endpointId: Id): Promise<void> {
  const row = await tx.query
    .selectFrom("webhooks_endpoint")
    .select("endpoint_id")
    .where("organisation_id", "=", tx.organisationId)
    .where("endpoint_id", "=", endpointId)
    .executeTakeFirst();
  if (!row) throw new Refusal("absent", "webhooks.endpoint_absent");
}

/** Tells it again, with the same id: who has seen it knows it. @throws Refusal `webhooks.delivery_absent`. */
export function repeatDelivery(
  app: WebhooksApp,
  actor: MemberActor,
  { endpointId, deliveryId }: { readonly endpointId: Id; readonly deliveryId: Id },
): Promise<void> {
  assertRole(actor, "admin");
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const rows = await tx.query
      .updateTable("webhooks_delivery")
      .set({ state: "queued", attempts: 0, settled_at: null })
      .where("organisation_id", "=", tx.organisationId)
      .where("endpoint_id", "=", endpointId)
      .where("delivery_id", "=", deliveryId)
      .returning("delivery_id")
      .execute();
    if (rows.length === 0) throw new Refusal("absent", "webhooks.delivery_absent");
    await queueDelivery(tx, deliveryId);
  });
}

/** What was settled long ago goes. */
export async function clearDeliveries(tx: Transaction, now: Date): Promise<void> {
  await tx.query
    .deleteFrom("webhooks_delivery")
    .where("organisation_id", "=", tx.organisationId)
    .where("settled_at", "<", new Date(now.getTime() - keptMs))
    .execute();
}

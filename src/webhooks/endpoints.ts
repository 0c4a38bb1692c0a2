import { writeAudit } from "#/audit/index.ts";
import type { Transaction } from "#/db/index.ts";
import { assertRole, type MemberActor } from "#/identity/index.ts";
import { type Id, newId, Refusal } from "#/kernel/index.ts";
import { checkReach, webhookUrl } from "./networks.ts";
import { queueDelivery } from "./queue-events.ts";
import { secretText, signingSecret } from "./signature.ts";
import type { Webhook, WebhookEvent, WebhookInput, WebhooksApp } from "./types.ts";

const endpointsAtMost = 20;

const absent = (): Refusal => new Refusal("absent", "webhooks.endpoint_absent");

interface Change {
  readonly act: string;
  readonly endpointId: Id;
  readonly url?: URL;
}

function note(app: WebhooksApp, tx: Transaction, actor: MemberActor, { act, endpointId, url }: Change): Promise<void> {
  return writeAudit(tx, {
    at: app.clock.now(),
    actor: { kind: "member", id: actor.memberId },
    act,
    subject: { kind: "webhook", id: endpointId },
    // The path may hold a key of the other side's.
    ...(url ? { details: { host: url.host } } : {}),
  });
}

/** Where this organisation's applications are told of states. Admins only. */
export function listWebhooks(app: WebhooksApp, actor: MemberActor): Promise<Webhook[]> {
  assertRole(actor, "admin");
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const rows = await tx.query
      .selectFrom("webhooks_endpoint")
      .selectAll()
      .where("organisation_id", "=", tx.organisationId)
      .orderBy("created_at")
      .execute();
    return rows.map((row) => ({
      endpointId: row.endpoint_id,
      label: row.label,
      url: row.url,
      events: row.events as WebhookEvent[],
      onlyApplications: row.only_applications,
      state: row.state,
      failingSince: row.failing_since?.toISOString() ?? null,
      createdAt: row.created_at.toISOString(),
    }));
  });
}

/** The secret is in the answer alone. Refuses as `checkReach` does, and `webhooks.too_many`. */
export async function createWebhook(
  app: WebhooksApp,
  actor: MemberActor,
  input: WebhookInput,
): Promise<{ endpointId: Id; secret: string }> {
  assertRole(actor, "admin");
  const url = webhookUrl(input.url);
  await checkReach(url, app.config.webhookNetworks);
  const endpointId = newId();
  await app.database.inOrganisation(actor.organisationId, async (tx) => {
    const { count } = await tx.query
      .selectFrom("webhooks_endpoint")
      .select((row) => row.fn.countAll<number>().as("count"))
      .where("organisation_id", "=", tx.organisationId)
      .executeTakeFirstOrThrow();
    if (count >= endpointsAtMost) throw new Refusal("conflict", "webhooks.too_many", { limit: endpointsAtMost });
    await tx.query
      .insertInto("webhooks_endpoint")
      .values({
        organisation_id: tx.organisationId,
        endpoint_id: endpointId,
        url: url.href,
        label: input.label,
        events: [...new Set(input.events)],
        only_applications: input.onlyApplications,
        secret_number: 1,
        state: "active",
        created_by: actor.memberId,
        created_at: app.clock.now(),
      })
      .execute();
    await note(app, tx, actor, { act: "webhooks.endpoint-created", endpointId, url });
  });
  return { endpointId, secret: secretText(signingSecret(app.secrets.pepper, endpointId, 1)) };
}

export async function changeWebhook(
  app: WebhooksApp,
  actor: MemberActor,
  input: WebhookInput & { readonly endpointId: Id; readonly state: "active" | "paused" },
): Promise<void> {
  assertRole(actor, "admin");
  const url = webhookUrl(input.url);
  await checkReach(url, app.config.webhookNetworks);
  const { endpointId, state, label } = input;
  await app.database.inOrganisation(actor.organisationId, async (tx) => {
    const changed = await tx.query
      .updateTable("webhooks_endpoint")
      .set({
        url: url.href,
        label,
        events: [...new Set(input.events)],
        only_applications: input.onlyApplications,
        state,
        failing_since: null,
      })
      .where("organisation_id", "=", tx.organisationId)
      .where("endpoint_id", "=", endpointId)
      .returning("endpoint_id")
      .execute();
    if (changed.length === 0) throw absent();
    await note(app, tx, actor, { act: "webhooks.endpoint-changed", endpointId, url });
    if (state === "active") await queueWaiting(tx, endpointId);
  });
}

/** What came while it was paused, or was left when the server stopped, is told now. */
async function queueWaiting(tx: Transaction, endpointId: Id): Promise<void> {
  const waiting = await tx.query
    .selectFrom("webhooks_delivery")
    .select("delivery_id")
    .where("organisation_id", "=", tx.organisationId)
    .where("endpoint_id", "=", endpointId)
    .where("state", "=", "queued")
    .execute();
  for (const { delivery_id: deliveryId } of waiting) await queueDelivery(tx, deliveryId);
}

export async function removeWebhook(app: WebhooksApp, actor: MemberActor, endpointId: Id): Promise<void> {
  assertRole(actor, "admin");
  await app.database.inOrganisation(actor.organisationId, async (tx) => {
    const removed = await tx.query
      .deleteFrom("webhooks_endpoint")
      .where("organisation_id", "=", tx.organisationId)
      .where("endpoint_id", "=", endpointId)
      .returning("endpoint_id")
      .execute();
    if (removed.length === 0) throw absent();
    await note(app, tx, actor, { act: "webhooks.endpoint-removed", endpointId });
  });
}

/** From now on deliveries are signed with the new secret, also those that wait. */
export async function renewWebhookSecret(
  app: WebhooksApp,
  actor: MemberActor,
  endpointId: Id,
): Promise<{ endpointId: Id; secret: string }> {
  assertRole(actor, "admin");
  const number = await app.database.inOrganisation(actor.organisationId, async (tx) => {
    const row = await tx.query
      .updateTable("webhooks_endpoint")
      .set((endpoint) => ({ secret_number: endpoint("secret_number", "+", 1) }))
      .where("organisation_id", "=", tx.organisationId)
      .where("endpoint_id", "=", endpointId)
      .returning("secret_number")
      .executeTakeFirst();
    if (!row) throw absent();
    await note(app, tx, actor, { act: "webhooks.secret-renewed", endpointId });
    return row.secret_number;
  });
  return { endpointId, secret: secretText(signingSecret(app.secrets.pepper, endpointId, number)) };
}

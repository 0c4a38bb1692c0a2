import { writeAudit } from "#/audit/index.ts";
import type { Transaction } from "#/db/index.ts";
import type { JobHandler } from "#/jobs/index.ts";
import { dayMs, hourMs, type Id, isId, minuteMs, secondMs } from "#/kernel/index.ts";
import { callEndpoint, type Outcome } from "./call-endpoint.ts";
import { deliveryJob, queueDelivery } from "./queue-events.ts";
import { signedHeaders, signingSecret } from "./signature.ts";
import type { WebhooksApp } from "./types.ts";

/** After these times it is tried again; then it has failed. A little over a day in all. */
const pausesMs = [5 * secondMs, minuteMs, 5 * minuteMs, 30 * minuteMs, 2 * hourMs, 5 * hourMs, 8 * hourMs, 10 * hourMs];
/** An endpoint that took nothing for so long is paused: somebody has to look at it. */
const patienceMs = dayMs;

interface Due {
  readonly deliveryId: Id;
  readonly endpointId: Id;
  readonly url: string;
  readonly secretNumber: number;
  readonly body: string;
  readonly attempts: number;
}

/** The try is written down before it is made. */
function claim(app: WebhooksApp, organisationId: Id, deliveryId: Id): Promise<Due | undefined> {
  return app.database.inOrganisation(organisationId, async (tx) => {
    const row = await tx.query
      .updateTable("webhooks_delivery as delivery")
      .from("webhooks_endpoint as endpoint")
      .set((delivery) => ({ attempts: delivery("delivery.attempts", "+", 1) }))
      .where("delivery.organisation_id", "=", organisationId)
      .where("delivery.delivery_id", "=", deliveryId)
      .where("delivery.state", "=", "queued")
      .whereRef("endpoint.organisation_id", "=", "delivery.organisation_id")
      .whereRef("endpoint.endpoint_id", "=", "delivery.endpoint_id")
      .where("endpoint.state", "=", "active")
      .returning([
        "endpoint.endpoint_id",
        "endpoint.url",
        "endpoint.secret_number",
        "delivery.body",
        "delivery.attempts",
      ])
      .executeTakeFirst();
    if (!row) return undefined;
    const { endpoint_id: endpointId, secret_number: secretNumber, url, body, attempts } = row;
    return { deliveryId, endpointId, url, secretNumber, body, attempts };
  });
}

async function settle(tx: Transaction, due: Due, state: "delivered" | "failed", answer: string, at: Date) {
  await tx.query
    .updateTable("webhooks_delivery")
    .set({ state, last_answer: answer, settled_at: at })
    .where("organisation_id", "=", tx.organisationId)
    .where("delivery_id", "=", due.deliveryId)
    .execute();
}

async function pause(tx: Transaction, due: Due, answer: string, at: Date): Promise<void> {
  const paused = await tx.query
    .updateTable("webhooks_endpoint")
    .set({ state: "paused" })
    .where("organisation_id", "=", tx.organisationId)
    .where("endpoint_id", "=", due.endpointId)
    .where("state", "=", "active")
    .returning("endpoint_id")
    .execute();
  if (paused.length === 0) return;
  await writeAudit(tx, {
    at,
    actor: { kind: "system" },
    act: "webhooks.endpoint-paused",
    subject: { kind: "webhook", id: due.endpointId },
    details: { answer },
  });
}

/** @returns since when it has failed without a break. */
async function noteHealth(tx: Transaction, due: Due, isWell: boolean, at: Date): Promise<Date | null> {
  const row = await tx.query
    .updateTable("webhooks_endpoint")
    .set((endpoint) => ({
      failing_since: isWell ? null : endpoint.fn.coalesce("failing_since", endpoint.val(at)),
    }))
    .where("organisation_id", "=", tx.organisationId)
    .where("endpoint_id", "=", due.endpointId)
    .returning("failing_since")
    .executeTakeFirst();
  return row?.failing_since ?? null;
}

async function note(tx: Transaction, due: Due, { kind, answer }: Outcome, at: Date): Promise<void> {
  const failingSince = await noteHealth(tx, due, kind === "taken", at);
  if (kind === "taken") return settle(tx, due, "delivered", answer, at);
  const pauseMs = pausesMs[due.attempts - 1];
  if (kind === "later" && pauseMs !== undefined) {
    await tx.query
      .updateTable("webhooks_delivery")
      .set({ last_answer: answer })
      .where("organisation_id", "=", tx.organisationId)
      .where("delivery_id", "=", due.deliveryId)
      .execute();
    await queueDelivery(tx, due.deliveryId, new Date(at.getTime() + pauseMs));
  } else await settle(tx, due, "failed", answer, at);
  const isHopeless = failingSince !== null && at.getTime() - failingSince.getTime() >= patienceMs;
  if (kind === "gone" || isHopeless) await pause(tx, due, answer, at);
}

/** What the worker does for this room. */
export function webhookJobs(app: WebhooksApp): Readonly<Record<string, JobHandler>> {
  return {
    [deliveryJob]: async ({ organisationId, deliveryId }) => {
      if (!isId(deliveryId)) return;
      const due = await claim(app, organisationId, deliveryId);
      if (!due) return;
      const secret = signingSecret(app.secrets.pepper, due.endpointId, due.secretNumber);
      const headers = signedHeaders(secret, deliveryId, app.clock.now(), due.body);
      const outcome = await callEndpoint(due.url, app.config.webhookNetworks, headers, due.body);
      await app.database.inOrganisation(organisationId, (tx) => note(tx, due, outcome, app.clock.now()));
    },
  };
}

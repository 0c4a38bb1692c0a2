import type { z } from "zod";
import type { webhookAnswer, webhookEvent, webhookRequest } from "#/contract/index.ts";
import type { Config } from "#/config.ts";
import type { Database } from "#/db/index.ts";
import type { Clock, Id, Log } from "#/kernel/index.ts";
import type { Secrets } from "#/secrets/index.ts";

/** What the verbs of webhooks use of the application. */
export interface WebhooksApp {
  readonly config: Pick<Config, "webhookNetworks">;
  readonly clock: Clock;
  readonly log: Log;
  readonly database: Database;
  readonly secrets: Pick<Secrets, "pepper">;
}

export type WebhookEvent = z.output<typeof webhookEvent>;
export type Webhook = z.output<typeof webhookAnswer>;
export type WebhookInput = z.output<typeof webhookRequest>;

/** A state that a recipient of a message reached. */
export interface RecipientEvent {
  readonly event: WebhookEvent;
  readonly messageId: Id;
  readonly conversationId: Id;
  readonly recipientId: Id;
  /** By which door the message came in. */
  readonly door: string;
  readonly at: Date;
}

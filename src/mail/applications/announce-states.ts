import type { Transaction } from "#/db/index.ts";
import type { Id } from "#/kernel/index.ts";
import { queueEvents, type WebhookEvent } from "#/webhooks/index.ts";
import type { RecipientState } from "../types.ts";

async function isAnybodyListening(tx: Transaction): Promise<boolean> {
  const row = await tx.query
    .selectFrom("webhooks_endpoint")
    .select("endpoint_id")
    .where("organisation_id", "=", tx.organisationId)
    .where("state", "=", "active")
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

type Which = { readonly recipientIds: readonly Id[] } | { readonly messageIds: readonly Id[] };

async function announce(tx: Transaction, which: Which, reached: RecipientState | undefined, at: Date): Promise<void> {
  const [ids] = Object.values(which) as [readonly Id[]];
  if (ids.length === 0 || !(await isAnybodyListening(tx))) return;
  const rows = await tx.query
    .selectFrom("mail_recipient as recipient")
    .innerJoin("mail_message as message", (join) =>
      join
        .onRef("message.organisation_id", "=", "recipient.organisation_id")
        .onRef("message.message_id", "=", "recipient.message_id"),
    )
    .select([
      "recipient.recipient_id",
      "recipient.state",
      "message.conversation_id",
      "message.door",
      // A copy for a Bcc is a part of the message that was sent.
      (row) => row.fn.coalesce("message.copy_of", "message.message_id").as("message_id"),
    ])
    .where("recipient.organisation_id", "=", tx.organisationId)
    .where("recipientIds" in which ? "recipient.recipient_id" : "recipient.message_id", "in", ids)
    .orderBy("recipient.recipient_id")
    .execute();
  await queueEvents(
    tx,
    rows.map((row) => ({
      event: `recipient.${reached ?? row.state}` as WebhookEvent,
      messageId: row.message_id,
      conversationId: row.conversation_id,
      recipientId: row.recipient_id,
      door: row.door,
      at,
    })),
  );
}

/** Tells applications, where any wants to know, that recipients reached a state; in the transaction in which they did. */
export const announceStates = (
  tx: Transaction,
  recipientIds: readonly Id[],
  state: RecipientState,
  at: Date,
): Promise<void> => announce(tx, { recipientIds }, state, at);

/** The same for messages that leave now, with the states in which their recipients begin. */
export const announceMessages = (tx: Transaction, messageIds: readonly Id[], at: Date): Promise<void> =>
  announce(tx, { messageIds }, undefined, at);

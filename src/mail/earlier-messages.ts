import { sql } from "kysely";
import type { Verification } from "#/contract/index.ts";
import type { Transaction } from "#/db/index.ts";
import type { Id } from "#/kernel/index.ts";
import { openEpochSecret, type OpenEpoch, type Reader } from "#/spaces/index.ts";
import { x25519Public } from "#/vault/index.ts";
import { namedIn, openMessages } from "./open-messages.ts";
import { mayOpenEarlier } from "./rules.ts";
import type { MailApp } from "./types.ts";

interface Earlier {
  readonly messageId: Id;
  readonly epoch: number;
  readonly verification: Verification | null;
}

/** Messages of the conversation that were written to the guest or by the guest, and not taken back. */
async function takenPartIn(tx: Transaction, conversationId: Id, contactId: Id): Promise<Earlier[]> {
  const { rows } = await sql<Earlier>`
    select message.message_id as "messageId", message.epoch, recipient.verification
    from mail_message message join mail_recipient recipient
      on recipient.organisation_id = message.organisation_id and recipient.message_id = message.message_id
    where message.organisation_id = ${tx.organisationId} and message.conversation_id = ${conversationId}
      and message.recalled_at is null and message.release_at is null and recipient.contact_id = ${contactId}
      and recipient.recalled_at is null and recipient.link_id is not null
    union
    select message.message_id, message.epoch, link.verification
    from mail_message message join mail_link link
      on link.organisation_id = message.organisation_id and link.link_id = message.sender_id
    where message.organisation_id = ${tx.organisationId} and message.conversation_id = ${conversationId}
      and message.sender_kind = 'guest' and message.recalled_at is null and link.contact_id = ${contactId}
    order by epoch`.execute(tx.query);
  return rows;
}

/** Of these the ones that name the address: a row alone could have been added for somebody. */
async function naming(
  app: Pick<MailApp, "blobs" | "secrets">,
  tx: Transaction,
  reader: Reader,
  messages: readonly Earlier[],
  email: string,
): Promise<Earlier[]> {
  if (messages.length === 0) return [];
  const rows = await tx.query
    .selectFrom("mail_message")
    .selectAll()
    .where("organisation_id", "=", tx.organisationId)
    .where(
      "message_id",
      "in",
      messages.map(({ messageId }) => messageId),
    )
    .execute();
  const opened = await openMessages(app, tx, reader, rows);
  const named = new Set(opened.filter(({ body }) => namedIn(body).includes(email)).map(({ row }) => row.message_id));
  return messages.filter(({ messageId }) => named.has(messageId));
}

/** An earlier message's key, to be handed to a fresh link as well. */
export interface EarlierEpoch extends OpenEpoch {
  readonly messageId: Id;
}

/** The keys of what a fresh link may open besides the new message; only what the reader can open. */
export async function earlierEpochs(
  app: Pick<MailApp, "blobs" | "secrets">,
  tx: Transaction,
  reader: Reader,
  {
    conversationId,
    contactId,
    email,
    verification,
  }: {
    readonly conversationId: Id;
    readonly contactId: Id;
    readonly email: string;
    readonly verification: Verification;
  },
): Promise<EarlierEpoch[]> {
  const found = (await takenPartIn(tx, conversationId, contactId)).filter((each) =>
    mayOpenEarlier(verification, each.verification),
  );
  const messages = await naming(app, tx, reader, found, email);
  const epochs: EarlierEpoch[] = [];
  for (const { messageId, epoch } of messages) {
    const secret = await openEpochSecret(app, tx, reader, conversationId, epoch);
    if (secret) epochs.push({ messageId, spaceId: conversationId, epoch, publicKey: x25519Public(secret), secret });
  }
  return epochs;
}

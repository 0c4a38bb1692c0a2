import { createHmac, timingSafeEqual } from "node:crypto";
import { sql } from "kysely";
import type { Transaction } from "#/db/index.ts";
import type { AppPasswordActor, MemberActor } from "#/identity/index.ts";
import { dayMs, type Id, Refusal } from "#/kernel/index.ts";
import { recipientAnswerOf, recipientsOf } from "../recipient-answer.ts";
import type { SealedAttachment } from "../sealed-parts.ts";
import type { MailApp, MessageContent, SentMessage } from "../types.ts";

const keptMs = 7 * dayMs;

/** What is kept of an `Idempotency-Key` and of the request that came with it: HMACs under the pepper, no more. */
export interface OnceOnly {
  readonly keyMac: Buffer;
  readonly requestMac: Buffer;
}

const macOf = (app: Pick<MailApp, "secrets">, label: string, text: string): Buffer =>
  createHmac("sha256", app.secrets.pepper).update(`zegel/v1/${label}\0`).update(text).digest();

/** Attachments count by name, type and size: their bytes are sealed by now, each time differently. */
export function onceOnlyOf(
  app: Pick<MailApp, "secrets">,
  { idempotencyKey, ...content }: MessageContent,
  attachments: readonly SealedAttachment[],
): OnceOnly | undefined {
  if (idempotencyKey === undefined) return undefined;
  const parts = attachments.map(({ part: { name, type, sizeBytes } }) => [name, type, sizeBytes]);
  return {
    keyMac: macOf(app, "idempotency-key", idempotencyKey),
    requestMac: macOf(app, "idempotent-request", JSON.stringify([content, parts])),
  };
}

/**
 * What was sent under the same key. Holds back others with that key until the transaction ends: of two at the same
 * moment one sends, and the other gets its answer. Refuses `mail.idempotency_mismatch` when something else was sent.
 */
export async function sentUnderKey(
  tx: Transaction,
  { memberId }: Pick<MemberActor | AppPasswordActor, "memberId">,
  { keyMac, requestMac }: OnceOnly,
): Promise<SentMessage | undefined> {
  const lock = `${memberId}:${keyMac.toString("base64")}`;
  await sql`select pg_advisory_xact_lock(hashtextextended(${lock}, 1))`.execute(tx.query);
  const row = await tx.query
    .selectFrom("mail_idempotency as once")
    .innerJoin("mail_message as message", (join) =>
      join
        .onRef("message.organisation_id", "=", "once.organisation_id")
        .onRef("message.message_id", "=", "once.message_id"),
    )
    .select(["once.request_mac", "message.message_id", "message.conversation_id"])
    .where("once.organisation_id", "=", tx.organisationId)
    .where("once.member_id", "=", memberId)
    .where("once.key_mac", "=", keyMac)
    .executeTakeFirst();
  if (!row) return undefined;
  if (!timingSafeEqual(Buffer.from(row.request_mac), requestMac))
    throw new Refusal("invalid", "mail.idempotency_mismatch");
  const { message_id: messageId, conversation_id: conversationId } = row;
  return { messageId, conversationId, recipients: await answersOf(tx, messageId), repeated: true };
}

/** Of a message and its Bcc copies. */
export async function answersOf(tx: Transaction, messageId: Id): Promise<SentMessage["recipients"]> {
  const copies = await tx.query
    .selectFrom("mail_message")
    .select("message_id")
    .where("organisation_id", "=", tx.organisationId)
    .where("copy_of", "=", messageId)
    .execute();
  const rows = await recipientsOf(tx, [messageId, ...copies.map((copy) => copy.message_id)]);
  return rows.map((row) => recipientAnswerOf(row, undefined));
}

/** In the transaction that sends. */
export async function rememberKey(
  tx: Transaction,
  { memberId }: Pick<MemberActor | AppPasswordActor, "memberId">,
  { keyMac, requestMac }: OnceOnly,
  messageId: Id,
  at: Date,
): Promise<void> {
  await tx.query
    .insertInto("mail_idempotency")
    .values({
      organisation_id: tx.organisationId,
      member_id: memberId,
      key_mac: keyMac,
      request_mac: requestMac,
      message_id: messageId,
      at,
    })
    .execute();
}

export async function clearKeys(tx: Transaction, now: Date): Promise<void> {
  await tx.query
    .deleteFrom("mail_idempotency")
    .where("organisation_id", "=", tx.organisationId)
    .where("at", "<", new Date(now.getTime() - keptMs))
    .execute();
}

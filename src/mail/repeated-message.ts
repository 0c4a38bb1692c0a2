import { createHmac } from "node:crypto";
import { sql } from "kysely";
import type { Transaction } from "#/db/index.ts";
import type { AppPasswordActor, MemberActor } from "#/identity/index.ts";
import { recipientAnswerOf, recipientsOf } from "./recipient-answer.ts";
import { limits } from "./rules.ts";
import type { MailApp, SentMessage } from "./types.ts";

/** What is kept of the id that a mail program gave: the id itself is nobody's business, and as long as it likes. */
export const clientIdMac = (app: Pick<MailApp, "secrets">, clientMessageId: string | undefined): string | undefined =>
  clientMessageId === undefined
    ? undefined
    : createHmac("sha256", app.secrets.pepper)
        .update("zegel/v1/client-message-id\0")
        .update(clientMessageId)
        .digest("hex");

/**
 * The message that the same sender submitted under the same id to the same people within a day; or undefined. Holds back
 * others with that id until the transaction ends, so that of two at the same moment one is the repetition.
 */
export async function findRepeated(
  tx: Transaction,
  actor: MemberActor | AppPasswordActor,
  clientId: string,
  recipients: readonly { readonly email: string }[],
  at: Date,
): Promise<SentMessage | undefined> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${actor.memberId}:${clientId}`}, 0))`.execute(tx.query);
  const candidates = await tx.query
    .selectFrom("mail_message")
    .select(["message_id", "conversation_id"])
    .where("organisation_id", "=", tx.organisationId)
    .where("sender_id", "=", actor.memberId)
    .where("client_message_id", "=", clientId)
    .where("sent_at", ">", new Date(at.getTime() - limits.repeatWindowMs))
    .orderBy("sent_at")
    .execute();
  for (const { message_id: messageId, conversation_id: conversationId } of candidates) {
    const copies = await tx.query
      .selectFrom("mail_message")
      .select("message_id")
      .where("organisation_id", "=", tx.organisationId)
      .where("copy_of", "=", messageId)
      .execute();
    const rows = await recipientsOf(tx, [messageId, ...copies.map((copy) => copy.message_id)]);
    const served = new Set(rows.map((row) => row.email));
    if (!recipients.every(({ email }) => served.has(email))) continue;
    return {
      messageId,
      conversationId,
      recipients: rows.map((row) => recipientAnswerOf(row, undefined)),
      repeated: true,
    };
  }
  return undefined;
}

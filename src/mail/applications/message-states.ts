import type { AppPasswordActor, MemberActor } from "#/identity/index.ts";
import { type Id, isId, Refusal } from "#/kernel/index.ts";
import type { MailApp, SentMessage } from "../types.ts";
import { answersOf } from "./idempotency.ts";

/** What became of a message that was sent in the actor's name; opens nothing. @throws Refusal `mail.message_absent`. */
export function messageStates(
  app: Pick<MailApp, "database">,
  actor: MemberActor | AppPasswordActor,
  messageId: Id,
): Promise<Omit<SentMessage, "repeated">> {
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const row = isId(messageId)
      ? await tx.query
          .selectFrom("mail_message")
          .select("conversation_id")
          .where("organisation_id", "=", tx.organisationId)
          .where("message_id", "=", messageId)
          .where("sender_kind", "=", "member")
          .where("sender_id", "=", actor.memberId)
          .where("copy_of", "is", null)
          .executeTakeFirst()
      : undefined;
    if (!row) throw new Refusal("absent", "mail.message_absent");
    return { messageId, conversationId: row.conversation_id, recipients: await answersOf(tx, messageId) };
  });
}

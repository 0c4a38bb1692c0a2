import type { Transaction } from "#/db/index.ts";
import { type AppPasswordActor, type MemberActor, signerOf } from "#/identity/index.ts";
import { type Id, newId, Refusal } from "#/kernel/index.ts";
import { mailboxEpoch, prepareSpace, reserveEpoch } from "#/spaces/index.ts";
import { mailboxOf } from "./actors.ts";
import { SealedParts } from "./sealed-parts.ts";
import { sendPrepared } from "./send-prepared.ts";
import type { MailApp, MessageDoor, MessageInProgress } from "./types.ts";

async function assertInConversation(tx: Transaction, mailboxSpaceId: Id, conversationId: Id): Promise<void> {
  const entry = await tx.query
    .selectFrom("mail_mailbox_entry")
    .select("message_id")
    .where("organisation_id", "=", tx.organisationId)
    .where("mailbox_space_id", "=", mailboxSpaceId)
    .where("conversation_id", "=", conversationId)
    .limit(1)
    .executeTakeFirst();
  if (!entry) throw new Refusal("absent", "mail.conversation_absent");
}

/**
 * Takes the place of a new message, in a new conversation or in one of the actor's. From here on what arrives is sealed
 * as it arrives. Refuses `mail.conversation_absent` and
 * `mail.mailbox_closed`.
 */
export async function beginMessage(
  app: MailApp,
  actor: MemberActor | AppPasswordActor,
  { door, conversationId }: { readonly door: MessageDoor; readonly conversationId?: Id | undefined },
): Promise<MessageInProgress> {
  const { organisationId, mailboxSpaceId } = actor;
  if (actor.acting?.isClosed) throw new Refusal("forbidden", "mail.mailbox_closed", { address: actor.email });
  const epoch = conversationId
    ? await app.database.inOrganisation(organisationId, async (tx) => {
        await assertInConversation(tx, mailboxSpaceId, conversationId);
        return reserveEpoch(tx, conversationId);
      })
    : prepareSpace({ kind: "conversation" }).epoch;
  const parts = new SealedParts(app, organisationId, epoch, signerOf(actor));
  const messageId = newId();
  const place = { messageId, door, isNew: conversationId === undefined };
  return {
    messageId,
    addAttachment: (attachment, source) => parts.addAttachment(attachment, source),
    addOriginal: async (source) => {
      parts.assertOpen();
      const mailbox = await app.database.inOrganisation(organisationId, (tx) =>
        mailboxEpoch(app, tx, mailboxOf(actor)),
      );
      parts.original = await parts.seal("original", source, mailbox);
      return { sizeBytes: parts.original.sizeBytes };
    },
    moveAttachment: (attachment, stored) => parts.moveAttachment(attachment, stored),
    send: (content, leaving = {}) => parts.sendOnce(() => sendPrepared(app, actor, parts, place, content, leaving)),
    discard: () => parts.discard(),
  };
}

import type { AppPasswordActor, MemberActor } from "#/identity/index.ts";
import type { Bytes, Id } from "#/kernel/index.ts";
import { beginMessage } from "./begin-message.ts";
import type { AttachmentInput, MailApp, MessageContent, MessageDoor, SentMessage } from "./types.ts";

export interface SendMessage extends MessageContent {
  readonly door: MessageDoor;
  readonly conversationId?: Id | undefined;
  readonly attachments?: readonly (AttachmentInput & { readonly content: Bytes })[];
}

async function* onePart(bytes: Bytes): AsyncGenerator<Bytes, void> {
  yield bytes;
}

/** Begins and sends a message whose parts are in memory anyway; nothing is left of it when it is refused. */
export async function sendMessage(
  app: MailApp,
  actor: MemberActor | AppPasswordActor,
  { door, conversationId, attachments = [], ...content }: SendMessage,
): Promise<SentMessage> {
  const message = await beginMessage(app, actor, { door, conversationId });
  try {
    for (const { content: bytes, ...attachment } of attachments)
      await message.addAttachment(attachment, onePart(bytes));
    return await message.send(content);
  } catch (error) {
    await message.discard();
    throw error;
  }
}

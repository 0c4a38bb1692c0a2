import type { Transaction } from "#/db/index.ts";
import { type AppPasswordActor, type MemberActor, signerOf } from "#/identity/index.ts";
import { attachmentName, mediaType } from "#/intake/index.ts";
import { type Bytes, type Id, newId, Refusal } from "#/kernel/index.ts";
import {
  mailboxEpoch,
  discardObject,
  type OpenEpoch,
  type PreparedObject,
  prepareObject,
  prepareSpace,
  reserveEpoch,
} from "#/spaces/index.ts";
import type { Signer } from "#/vault/index.ts";
import { mailboxOf } from "./actors.ts";
import type { AttachmentPart } from "./content.ts";
import { sendPrepared } from "./send-prepared.ts";
import type { AttachmentInput, MailApp, MessageDoor, MessageInProgress } from "./types.ts";

/** An attachment as it arrived: sealed to the message's epoch. */
export interface SealedAttachment {
  readonly part: AttachmentPart;
  readonly object: PreparedObject;
}

/** Takes what arrives and seals it at once, for the epoch of one message. */
export class SealedParts {
  readonly attachments: SealedAttachment[] = [];
  original: PreparedObject | undefined;
  readonly #app: Pick<MailApp, "blobs">;
  readonly organisationId: Id;
  readonly epoch: OpenEpoch;
  readonly signer: Signer;
  #state: "open" | "sending" | "sent" | "discarded" = "open";

  constructor(app: Pick<MailApp, "blobs">, organisationId: Id, epoch: OpenEpoch, signer: Signer) {
    this.#app = app;
    this.organisationId = organisationId;
    this.epoch = epoch;
    this.signer = signer;
  }

  assertOpen(): void {
    if (this.#state !== "open") throw new Refusal("conflict", "mail.sent_already");
  }

  seal(kind: string, plain: Bytes | AsyncIterable<Bytes>, epoch: Omit<OpenEpoch, "secret"> = this.epoch) {
    const { organisationId, signer } = this;
    return prepareObject(this.#app, { organisationId, epoch, kind, signer }, plain);
  }

  async addAttachment({ name, type, contentId }: AttachmentInput, source: AsyncIterable<Bytes>) {
    this.assertOpen();
    const object = await this.seal("attachment", source);
    const attachmentId = newId();
    const media = mediaType(type.toLowerCase());
    this.attachments.push({
      part: {
        attachmentId,
        name: attachmentName(name, media, this.attachments.length + 1),
        type: media,
        sizeBytes: object.sizeBytes,
        ...(contentId === undefined ? {} : { contentId }),
      },
      object,
    });
    return { attachmentId, sizeBytes: object.sizeBytes };
  }

  /** Lets one `send` run at a time, and none after one that succeeded. */
  async sendOnce<T>(run: () => Promise<T>): Promise<T> {
    this.assertOpen();
    this.#state = "sending";
    try {
      const result = await run();
      this.#state = "sent";
      return result;
    } catch (error) {
      this.#state = "open";
      throw error;
    }
  }

  async discard(): Promise<void> {
    if (this.#state !== "open") return;
    this.#state = "discarded";
    const objects = [...this.attachments.map(({ object }) => object), ...(this.original ? [this.original] : [])];
    await Promise.all(objects.map((object) => discardObject(this.#app, object)));
  }
}

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
 * as it arrives. Refuses `mail.conversation_absent`.
 */
export async function beginMessage(
  app: MailApp,
  actor: MemberActor | AppPasswordActor,
  { door, conversationId }: { readonly door: MessageDoor; readonly conversationId?: Id | undefined },
): Promise<MessageInProgress> {
  const { organisationId, mailboxSpaceId } = actor;
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
    send: (content) => parts.sendOnce(() => sendPrepared(app, actor, parts, place, content)),
    discard: () => parts.discard(),
  };
}

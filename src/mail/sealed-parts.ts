import { attachmentName, mediaType } from "#/intake/index.ts";
import { type Bytes, type Id, newId, Refusal } from "#/kernel/index.ts";
import {
  discardObject,
  type OpenedObject,
  type OpenEpoch,
  type PreparedObject,
  prepareObject,
} from "#/spaces/index.ts";
import type { Signer } from "#/vault/index.ts";
import type { AttachmentPart } from "./content.ts";
import { readPrepared } from "./read-prepared.ts";
import type { AttachmentInput, MailApp, MessageDoor } from "./types.ts";

/** Where a message that is being put together will stand. */
export interface MessagePlace {
  readonly messageId: Id;
  readonly door: MessageDoor;
  /** The conversation does not exist yet. */
  readonly isNew: boolean;
}

/** An attachment: sealed to the message's epoch as it arrived, or waiting in the mailbox to be moved there. */
export interface SealedAttachment {
  readonly part: AttachmentPart;
  readonly objectId: Id;
  /** Undefined: it is stored already, and moves with the message's transaction. */
  readonly object: PreparedObject | undefined;
  plain(): AsyncIterable<Bytes>;
}

/** The objects among attachments that are in no table yet. */
export const newObjects = (attachments: readonly SealedAttachment[]): PreparedObject[] =>
  attachments.flatMap(({ object }) => object ?? []);

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
    const { objectId, sizeBytes } = object;
    const part = this.#partOf({ name, type, contentId }, sizeBytes);
    const plain = () => readPrepared(this.#app, object, this.epoch.secret, this.signer);
    this.attachments.push({ part, objectId, object, plain });
    return { attachmentId: part.attachmentId, sizeBytes };
  }

  /** Takes what lies sealed in the writer's mailbox; its payload is not sealed again. */
  moveAttachment(attachment: AttachmentInput, stored: OpenedObject): void {
    this.assertOpen();
    const { objectId, sizeBytes } = stored;
    const part = this.#partOf(attachment, sizeBytes);
    this.attachments.push({ part, objectId, object: undefined, plain: () => stored.stream() });
  }

  #partOf(
    { name, type, contentId }: Omit<AttachmentInput, "contentId"> & { readonly contentId?: string | undefined },
    sizeBytes: number,
  ): AttachmentPart {
    const media = mediaType(type.toLowerCase());
    return {
      attachmentId: newId(),
      name: attachmentName(name, media, this.attachments.length + 1),
      type: media,
      sizeBytes,
      ...(contentId === undefined ? {} : { contentId }),
    };
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
    const objects = [...newObjects(this.attachments), ...(this.original ? [this.original] : [])];
    await Promise.all(objects.map((object) => discardObject(this.#app, object)));
  }
}

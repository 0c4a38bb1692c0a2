import { attachmentName, mediaType } from "#/intake/index.ts";
import { type Bytes, type Id, newId, Refusal } from "#/kernel/index.ts";
import { discardObject, type OpenEpoch, type PreparedObject, prepareObject } from "#/spaces/index.ts";
import type { Signer } from "#/vault/index.ts";
import type { AttachmentPart } from "./content.ts";
import type { AttachmentInput, MailApp, MessageDoor } from "./types.ts";

/** Where a message that is being put together will stand. */
export interface MessagePlace {
  readonly messageId: Id;
  readonly door: MessageDoor;
  /** The conversation does not exist yet. */
  readonly isNew: boolean;
}

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

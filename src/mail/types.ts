import type { z } from "zod";
import type { Config } from "#/config.ts";
import type {
  guestDoorAnswer,
  guestRoutes,
  guestKnockAnswer,
  guestMessageAnswer,
  listEntry,
  messageAnswer,
  notificationAnswer,
  recipientAnswer,
  recipientRequest,
} from "#/contract/index.ts";
import type { BlobStore } from "#/blobs/index.ts";
import type { Database, Transaction } from "#/db/index.ts";
import type { Bytes, Clock, Id, Log } from "#/kernel/index.ts";
import type { RelayApp } from "#/relay/index.ts";
import type { Secrets } from "#/secrets/index.ts";
import type { OpenedObject } from "#/spaces/index.ts";

/** What the verbs of mail use of the application. */
export interface MailApp {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
  readonly database: Database;
  readonly blobs: BlobStore;
  readonly secrets: Secrets;
  /** Finds verified ways straight to a domain; without it nothing goes that way. */
  readonly relay?: RelayApp;
}

export type MessageDoor = "web" | "smtp" | "guest" | "cli" | "api";
export type RecipientInput = z.input<typeof recipientRequest>;
export type Recipient = z.output<typeof recipientAnswer>;
export type RecipientState = Recipient["state"];
export type Message = z.output<typeof messageAnswer>;
export type ListEntry = z.output<typeof listEntry>;
export type GuestDoor = z.output<typeof guestDoorAnswer>;
/** Without the page's token, which the door adds. */
export type GuestConversation = Omit<z.output<typeof guestRoutes.guestConversation.answer>, "token">;
export type NotificationAnswer = z.output<typeof notificationAnswer>;
export type GuestMessage = z.output<typeof guestMessageAnswer>;

/** What a browser keeps in its cookie once it is trusted. */
export interface DeviceTrust {
  readonly deviceToken: string;
  readonly expiresAt: Date;
}

/** What the guest page is told after knocking; with an open session also its token for the cookie. */
export type KnockResult = z.output<typeof guestKnockAnswer> & {
  readonly session?: GuestSessionTokens;
  /** What the browser keeps where the guest asked to be trusted. */
  readonly device?: DeviceTrust;
};

/** `sessionToken` belongs in the cookie; `csrfToken` is what the page sends with everything that changes state. */
export interface GuestSessionTokens {
  readonly sessionToken: string;
  readonly csrfToken: string;
  readonly expiresAt: Date;
}

export interface AttachmentInput {
  readonly name: string;
  readonly type: string;
  /** Where the HTML refers to it by `cid:`; without angle brackets. */
  readonly contentId?: string;
}

export interface MessageContent {
  readonly recipients: readonly RecipientInput[];
  readonly subject: string;
  readonly text?: string;
  /** As somebody wrote it: made safe before it is sealed, and again before it is shown. */
  readonly html?: string;
  /** Recognises a repeated submission by the same sender to the same people within a day; any text, kept as an HMAC. */
  readonly clientMessageId?: string;
  /** Of an application that may ask twice: the same key sends once, however long it lies in between (a week). */
  readonly idempotencyKey?: string;
  /** As the mail says; else now. Only shown: order and expiry go by the arrival here. */
  readonly date?: Date;
  /** As the mail says; only where the sender may use any (application passwords made so). */
  readonly from?: { readonly email: string; readonly name?: string };
  /** What it belongs to, as the sender or an application says (docs/spec/agreements.md). */
  readonly process?: string | undefined;
}

/** When and with what a message leaves; else at once. */
export interface Leaving {
  /** Until then nobody but the sender sees it, and it can be taken away. */
  readonly hold?: { readonly releaseAt: Date; readonly draftId: Id } | undefined;
  /** What it was written as: kept while an approver has to let it go. */
  readonly draftId?: Id | undefined;
  /** In the transaction that sends. */
  readonly alongside?: ((tx: Transaction, sent: SentMessage) => Promise<void>) | undefined;
  /** What it was like is written down by who decided about it. */
  readonly isRecorded?: boolean | undefined;
}

export interface SentMessage {
  readonly messageId: Id;
  readonly conversationId: Id;
  readonly recipients: readonly Recipient[];
  /** True when the same had been sent already, and nothing was sent now. */
  readonly repeated: boolean;
  /** The agreements keep it until an approver lets it go. */
  readonly held?: boolean;
}

/** A message that is being put together: what arrives is sealed at once, nothing plain touches a disk. */
export interface MessageInProgress {
  readonly messageId: Id;
  addAttachment(
    attachment: AttachmentInput,
    source: AsyncIterable<Bytes>,
  ): Promise<{ attachmentId: Id; sizeBytes: number }>;
  /** The bytes as they were submitted, sealed for the sender's mailbox alone. */
  addOriginal(source: AsyncIterable<Bytes>): Promise<{ sizeBytes: number }>;
  /** Something that lies sealed in the writer's mailbox, and moves into the message when it is sent. */
  moveAttachment(attachment: AttachmentInput, stored: OpenedObject): void;
  /** Durable when it resolves. After a refusal it can be called again, or `discard` be called. */
  send(content: MessageContent, leaving?: Leaving): Promise<SentMessage>;
  /** Removes what was sealed so far. Without effect after `send`. */
  discard(): Promise<void>;
}

/** A guest's reply: same way in, but to whom it goes is decided here. */
export interface ReplyInProgress {
  readonly messageId: Id;
  addAttachment(
    attachment: AttachmentInput,
    source: AsyncIterable<Bytes>,
  ): Promise<{ attachmentId: Id; sizeBytes: number }>;
  send(content: { readonly text: string }): Promise<{ messageId: Id; sentAt: string }>;
  discard(): Promise<void>;
}

export interface ByteRange {
  readonly start: number;
  /** Not included. */
  readonly end: number;
}

/** Something to download. Nothing of it is read before `content` is; by then the handing out is on record. */
export interface OpenedFile {
  /** A picture that the page shows, as the type says; everything else is saved. */
  readonly shown?: true;
  readonly name: string;
  readonly type: string;
  /** Of the whole, whatever the range. */
  readonly sizeBytes: number;
  readonly range: ByteRange;
  readonly etag: string;
  readonly content: AsyncIterable<Bytes>;
}

import type { Bytes } from "#/kernel/index.ts";

export interface MailAddress {
  readonly email: string;
  readonly name?: string;
}

/** Over a bound is a `Refusal`: kind "too-large" for bytes, "invalid" for structure, code `intake.<what>`. */
export interface MailLimits {
  /** Of the message's own header, and of each part's. */
  readonly headerBytes: number;
  readonly headerLines: number;
  readonly parts: number;
  /** Multiparts and messages within each other. */
  readonly depth: number;
  /** Of text and HTML bodies together, after decoding; what is over becomes an attachment, nothing is lost. */
  readonly textBytes: number;
  readonly totalBytes: number;
}

export interface AttachmentMeta {
  /** As the sender wrote it, without path and control characters; never empty. */
  readonly name: string;
  /** Media type in lower case, without parameters. */
  readonly type: string;
  /** Without the angle brackets. */
  readonly contentId?: string;
  /** True when the HTML may refer to it or the sender wished it shown within the text. */
  readonly inline: boolean;
}

/** What the header of a mail says; encoded words decoded, control characters removed. */
export interface MailHead {
  readonly from: MailAddress | undefined;
  /** Every address of the From header: more than one asks for a Sender. */
  readonly fromAll: readonly MailAddress[];
  readonly sender?: MailAddress;
  readonly to: readonly MailAddress[];
  readonly cc: readonly MailAddress[];
  readonly bcc: readonly MailAddress[];
  readonly replyTo: readonly MailAddress[];
  readonly subject: string;
  readonly date?: Date;
  /** With the angle brackets. */
  readonly messageId?: string;
  readonly inReplyTo?: string;
  readonly references: readonly string[];
  /** Lower-case name to the value of its first occurrence, unfolded and decoded. */
  readonly headers: ReadonlyMap<string, string>;
}

export interface ParsedMail extends MailHead {
  readonly text: string;
  /** As the sender wrote it: NOT safe. `safeHtml` before it is stored or shown. Empty when there was none. */
  readonly html: string;
  readonly attachmentCount: number;
  /** Codes of what was put up with, such as `charset-unknown:x-foo`, `base64-broken`. */
  readonly anomalies: readonly string[];
}

export interface ParseOptions {
  readonly limits?: Partial<MailLimits>;
  /** Called once, when the header is complete and before anything of the body. May refuse. */
  onHeaders?(head: MailHead): void | Promise<void>;
  /** Called for each attachment, one after another. What is left unread of `content` when it returns is skipped. */
  onAttachment(meta: AttachmentMeta, content: AsyncIterable<Bytes>): Promise<void>;
}

export interface SafeHtml {
  readonly html: string;
  /** How many remote pictures, styles or fonts were left out. */
  readonly blockedRemote: number;
}

export interface CopyAttachment {
  readonly name: string;
  readonly type: string;
  readonly sizeBytes?: number;
  readonly contentId?: string;
  content(): AsyncIterable<Bytes>;
}

export interface CopyInput {
  readonly from: MailAddress;
  readonly to: readonly MailAddress[];
  readonly cc: readonly MailAddress[];
  readonly subject: string;
  readonly date: Date;
  /** With or without angle brackets. */
  readonly messageId: string;
  readonly inReplyTo?: string;
  readonly text: string;
  readonly html: string;
  readonly attachments: readonly CopyAttachment[];
}

import type { MisaddressingSignal } from "../../contract/index.ts";

export interface KnownAddress {
  readonly email: string;
  readonly name?: string;
  /** How often the member wrote to it. */
  readonly count: number;
}

/** What is remembered of a member's mail: sealed for the member, opened for this. At most 10,000 addresses count. */
export interface History {
  /** Domains of the firm. */
  readonly ownDomains: readonly string[];
  readonly addresses: readonly KnownAddress[];
  /** To how many different addresses was written; else as many as there are. */
  readonly written?: number;
  /** Data subjects by an opaque key: to which addresses data of them went, and how often. */
  readonly people?: ReadonlyMap<string, readonly { readonly email: string; readonly count: number }[]>;
}

export interface DraftRecipient {
  readonly email: string;
  readonly name?: string | undefined;
  readonly role: "to" | "cc" | "bcc";
  readonly kind: "member" | "guest";
}

/** A mail as far as this looks at it. */
export interface AddressedDraft {
  readonly recipients: readonly DraftRecipient[];
  /** Who took part in the conversation so far, the sender included; absent for a new one. */
  readonly thread?: readonly string[];
  readonly isReplyAll?: boolean;
  /** The first lines. */
  readonly beginning?: string;
  /** Keys of people whose data is in it. */
  readonly people?: readonly string[];
}

export interface Suspicion {
  readonly signal: MisaddressingSignal;
  /** What it was compared with: the address, domain or name that may have been meant. */
  readonly meant?: string;
}

import type {
  AgreementAction,
  AttachmentKind,
  DirectWay,
  FindingKind,
  MisaddressingSignal,
  Verification,
} from "../../contract/index.ts";

/** Somebody a mail goes to. */
export interface EnvelopeRecipient {
  readonly email: string;
  readonly kind: "member" | "guest";
  /** What seems wrong with this recipient. */
  readonly signals?: readonly MisaddressingSignal[];
}

/** What is known of a mail besides what was found in it; no content. */
export interface Envelope {
  /** An instant, ISO 8601: exceptions end. */
  readonly at: string;
  readonly sender: string;
  readonly recipients: readonly EnvelopeRecipient[];
  readonly labels?: readonly string[];
  /** Those keywords of the agreements that occur in it (`matchKeywords`). */
  readonly keywords?: readonly string[];
  readonly attachments?: readonly { readonly kind: AttachmentKind; readonly sizeBytes: number }[];
  readonly process?: string;
  /** What the sender asks for without having to. */
  readonly wish?: { readonly secure: boolean; readonly verification?: Verification };
}

/** What made a trigger apply: data, to be said in the reader's language. */
export type Because =
  | { readonly what: "finding"; readonly kind: FindingKind; readonly count: number }
  | { readonly what: "label" | "keyword" | "sender-group" | "domain" | "process"; readonly value: string }
  | { readonly what: "attachment"; readonly kind: AttachmentKind; readonly sizeBytes: number }
  | { readonly what: "signal"; readonly signal: MisaddressingSignal };

export interface Reason {
  /** The trigger's name; `default`, `wish` or `misaddressing` where there is none. */
  readonly source: string;
  readonly action: AgreementAction;
  readonly verification?: Verification;
  readonly because: readonly Because[];
  /** The exception that keeps it from counting. */
  readonly exception?: string;
}

export type Route = "plain" | "secure" | "hold" | "refuse";

export interface RecipientDecision {
  readonly email: string;
  readonly route: Route;
  /** Whether it has to be sealed, also once an approver releases it. */
  readonly isSecure: boolean;
  /** At least this check; `none` where nothing is sealed. */
  readonly verification: Verification;
  /**
   * Where it has to be sealed: the verified ways straight to the recipient's domain that do as well. Empty means that
   * sealing alone will do.
   */
  readonly direct: readonly DirectWay[];
  /** Something to tell the sender, though it stops nothing. */
  readonly isAdvised: boolean;
  /** The strictest first. */
  readonly reasons: readonly Reason[];
}

export interface Decision {
  readonly recipients: readonly RecipientDecision[];
  /** The strictest route of any recipient; `plain` without recipients. */
  readonly strictest: Route;
}

/** What the smarthost said about one recipient. */
export interface RefusedRecipient {
  readonly email: string;
  readonly answer: string;
  /** False: the same mail may be taken later. */
  readonly permanent: boolean;
}

export type Delivery =
  /** The smarthost has it, for all but those refused. */
  | { readonly kind: "accepted"; readonly answer: string; readonly refused: readonly RefusedRecipient[] }
  /** It does not have it, now. */
  | { readonly kind: "retry"; readonly answer: string }
  /** It was given the whole, and nothing was heard: it may have it or not. */
  | { readonly kind: "unanswered"; readonly answer: string }
  | { readonly kind: "refused"; readonly answer: string };

/** What a try tells of itself while it goes on. */
export interface TryHooks {
  /** Just before the end of the content is sent: from now on the smarthost may have it. Waited for. */
  readonly onWhole?: () => Promise<void>;
  /**
   * Settles when the answer is on record, or can't be. Only then is the next command said: so whatever the smarthost saw
   * us go on after, is on record.
   */
  readonly recorded?: Promise<void>;
}

export interface SmtpError extends Error {
  readonly code?: string;
  readonly response?: string;
  readonly responseCode?: number;
  readonly permanent?: boolean;
  readonly recipient?: string;
  readonly rejectedErrors?: readonly SmtpError[];
}

const longestAnswer = 300;

/** A server's answer on one line, as it may be shown to the sender. */
export const tidyAnswer = (text: string): string =>
  text
    .replaceAll(/[\p{Cc}\s]+/gu, " ")
    .trim()
    .slice(0, longestAnswer);

export const answerOf = (error: SmtpError): string =>
  tidyAnswer(error.response ?? (error.code ? `${error.code} ${error.message}` : error.message));

/**
 * Only what was said of this mail is for good. Wrong credentials, missing encryption and the like are the operator's to
 * repair: they must not make every waiting mail bounce.
 */
export const isPermanent = (error: SmtpError): boolean =>
  (error.code === "EENVELOPE" || error.code === "EMESSAGE") && error.permanent !== false;

export const refusedBy = (errors: readonly SmtpError[] | undefined): RefusedRecipient[] =>
  (errors ?? []).map((error) => ({
    email: (error.recipient ?? "").toLowerCase(),
    answer: answerOf(error),
    permanent: isPermanent(error),
  }));

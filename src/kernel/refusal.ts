/**
 * The one error with which Zegel says "no". Anything else that is thrown is a bug.
 *
 * Each door has one table from `kind` to what its protocol says (HTTP status, SMTP enhanced code, exit code).
 * `code` is stable and is the key of the sentence shown to the person, in every language's catalogue.
 * `details` fill in that sentence and must never hold content, secrets or somebody else's data.
 */
export type RefusalKind =
  | "invalid" // the input is malformed or breaks a rule: HTTP 400/422, SMTP 5.5/5.6, exit 1
  | "unauthenticated" // nobody is signed in, or the proof is wrong: 401
  | "forbidden" // signed in, but may not: 403
  | "absent" // not there, or not yours to know of: 404
  | "conflict" // the state does not allow it (any more): 409
  | "gone" // was there, and was taken back or ran out: 410
  | "too-large" // over a bound: 413
  | "limited" // too many tries; `retryAfterSeconds` in details: 429
  | "unavailable"; // our own trouble, later it will work: 503

export type RefusalDetails = Readonly<Record<string, string | number | boolean>>;

export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly kind: RefusalKind;
  /** `room.reason_in_words`, for example `mail.recipient_blocked`. */
  readonly code: string;
  readonly details: RefusalDetails;

  constructor(kind: RefusalKind, code: string, details: RefusalDetails = {}) {
    super(code);
    this.kind = kind;
    this.code = code;
    this.details = details;
  }
}

/** True for a `Refusal`, also across a structured clone or a worker boundary. */
export function isRefusal(error: unknown): error is Refusal {
  return error instanceof Error && error.name === "Refusal" && "kind" in error && "code" in error;
}

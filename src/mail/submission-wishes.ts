import type { Verification } from "#/contract/index.ts";
import type { MailHead } from "#/intake/index.ts";
import { Refusal } from "#/kernel/index.ts";

/** What the sender of a mail asked for by headers and subject. */
export interface SubmissionWishes {
  readonly secure: boolean;
  readonly verification?: Verification;
  readonly phone?: string;
  /** Without the tag. */
  readonly subject: string;
}

const yes = new Set(["yes", "true", "1", "on", "ja"]);
const no = new Set(["no", "false", "0", "off", "nee", ""]);
const confidential = new Set(["company-confidential", "private", "personal"]);

/**
 * Understands `X-Zegel-Secure`, `X-Zegel-Verify`, `Sensitivity` and the tag in the subject (docs/spec/mail-flow.md). A wish
 * that can't be understood is refused: to guess could send in the open what was meant to be sealed.
 */
export function wishesOf(head: Pick<MailHead, "headers" | "subject">, subjectTag: string): SubmissionWishes {
  const tagged = withoutTag(head.subject, subjectTag);
  const verify = verificationWish(head.headers.get("x-zegel-verify"));
  const secure =
    isWished("x-zegel-secure", head.headers.get("x-zegel-secure")) ||
    confidential.has((head.headers.get("sensitivity") ?? "").toLowerCase()) ||
    tagged !== undefined ||
    verify.verification !== undefined;
  return { secure, subject: tagged ?? head.subject, ...verify };
}

function isWished(name: string, value: string | undefined): boolean {
  const word = (value ?? "").trim().toLowerCase();
  if (yes.has(word)) return true;
  if (no.has(word)) return false;
  throw new Refusal("invalid", "mail.wish_unclear", { header: name });
}

function verificationWish(value: string | undefined): Pick<SubmissionWishes, "verification" | "phone"> {
  if (value === undefined) return {};
  const [, kind = "", rest = ""] = /^\s*([a-z]+)\b\s*:?\s*(.*?)\s*$/i.exec(value) ?? [];
  const verification = kind.toLowerCase();
  if (verification === "sms" && (rest === "" || /^[+\d][\d\s().-]{5,30}$/.test(rest))) {
    return { verification, ...(rest === "" ? {} : { phone: rest }) };
  }
  if ((verification === "password" || verification === "none") && rest === "") return { verification };
  throw new Refusal("invalid", "mail.wish_unclear", { header: "x-zegel-verify" });
}

/** The subject without the tag, or undefined when the tag is not in it. Letters count in either case. */
function withoutTag(subject: string, tag: string): string | undefined {
  const sought = tag.trim().toLowerCase();
  const at = sought === "" ? -1 : subject.toLowerCase().indexOf(sought);
  if (at < 0) return undefined;
  const rest = `${subject.slice(0, at)} ${subject.slice(at + sought.length)}`.replaceAll(/\s+/g, " ").trim();
  return withoutTag(rest, tag) ?? rest;
}

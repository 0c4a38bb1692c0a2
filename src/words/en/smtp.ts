import type { Sentence } from "../sentence.ts";

/** Refusals of the SMTP door, as a mail program shows them. */
export const smtp = {
  "smtp.sign_in_first": "Sign in first: fill in user name and app password in your mail program, and try again.",
  "smtp.encryption_needed":
    "The connection is not secured. Switch on STARTTLS or TLS in your mail program, and try again.",
  "smtp.password_wrong":
    "User name or app password is not right. Make a new app password in Zegel and fill it in in your mail program.",
  "smtp.password_revoked":
    "This app password was revoked. Make a new one in Zegel and fill it in in your mail program.",
  "smtp.attempts_too_many": "There were too many wrong passwords. Wait {retryAfterSeconds:duration} and try again.",
  "smtp.connections_too_many": "Your program keeps too many connections open. Close some and try again.",
  "smtp.recipients_too_many": "A message goes to at most {limit} recipients. Send it in parts.",
  "smtp.bare_line_end":
    "This mail has line ends that mail does not allow, so it was not taken. Update the program that sent it.",
  "smtp.address_needs_utf8":
    "This address has letters for which your program must announce SMTPUTF8. Update the program, or use an address without them.",
} as const satisfies Record<string, Sentence>;

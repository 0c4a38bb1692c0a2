import { createTransport } from "nodemailer";
import type { Config } from "#/config.ts";
import type { OutgoingMail } from "./dispatch-content.ts";

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
  | { readonly kind: "retry"; readonly answer: string }
  | { readonly kind: "refused"; readonly answer: string };

export interface MailTransport {
  /** Never throws for what the other side does. */
  deliver(mail: OutgoingMail): Promise<Delivery>;
  close(): void;
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
const connectMs = 15_000;
const silenceMs = 60_000;

/** A server's answer on one line, as it may be shown to the sender. */
export const tidyAnswer = (text: string): string =>
  text
    .replaceAll(/[\p{Cc}\s]+/gu, " ")
    .trim()
    .slice(0, longestAnswer);

const answerOf = (error: SmtpError): string =>
  tidyAnswer(error.response ?? (error.code ? `${error.code} ${error.message}` : error.message));

/**
 * Only what was said of this mail is for good. Wrong credentials, missing encryption and the like are the operator's to
 * repair: they must not make every waiting mail bounce.
 */
export const isPermanent = (error: SmtpError): boolean =>
  (error.code === "EENVELOPE" || error.code === "EMESSAGE") && error.permanent !== false;

const refusedBy = (errors: readonly SmtpError[] | undefined): RefusedRecipient[] =>
  (errors ?? []).map((error) => ({
    email: (error.recipient ?? "").toLowerCase(),
    answer: answerOf(error),
    permanent: isPermanent(error),
  }));

const address = (email: string): { name: string; address: string } => ({ name: "", address: email });

function composed(mail: OutgoingMail) {
  const { from, to, replyTo, subject, text, html, messageId, date, language } = mail.message;
  return {
    envelope: envelopeOf(mail.envelope.from, mail.envelope.to.map(address)),
    from,
    to,
    ...(replyTo ? { replyTo } : {}),
    subject,
    text,
    html,
    messageId,
    date: new Date(date),
    headers: {
      "Auto-Submitted": "auto-generated",
      "X-Auto-Response-Suppress": "All",
      "Content-Language": language,
    },
  };
}

const envelopeOf = (from: string, to: { name: string; address: string }[]) => ({
  from: from === "" ? "" : address(from),
  to,
});

/** Connections to the smarthost, kept for the next mail. */
export function openTransport(smarthost: Extract<Config["smarthost"], { kind: "smtp" }>): MailTransport {
  const { host, port, implicitTls, requireTls, user, password } = smarthost;
  const transport = createTransport({
    pool: true,
    host,
    port,
    secure: implicitTls,
    requireTLS: requireTls,
    // Where TLS is not required, a name that can't be verified is still better than no TLS (RFC 7435).
    ...(implicitTls || requireTls ? {} : { tls: { rejectUnauthorized: false } }),
    ...(user === undefined ? {} : { auth: { user, pass: password ?? "" } }),
    maxConnections: 4,
    // What became of a mail when the connection broke is not known: the job decides, once.
    maxRequeues: 0,
    connectionTimeout: connectMs,
    greetingTimeout: connectMs,
    socketTimeout: silenceMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    deliver: async (mail) => {
      try {
        const info = await transport.sendMail(composed(mail));
        const refused = refusedBy((info as { rejectedErrors?: SmtpError[] }).rejectedErrors);
        return { kind: "accepted", answer: tidyAnswer(info.response), refused };
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        const failure: SmtpError = error;
        return { kind: isPermanent(failure) ? "refused" : "retry", answer: answerOf(failure) };
      }
    },
    close: () => transport.close(),
  };
}

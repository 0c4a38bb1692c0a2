import { type Bytes, utf8 } from "#/kernel/index.ts";

/** One recipient of whom there is something to tell. */
export interface ReportedRecipient {
  readonly email: string;
  /** As the sender first gave it (RFC 3461). */
  readonly originalRecipient?: string | undefined;
  readonly answer: string;
}

export interface FailureReport {
  readonly action: "failed" | "delayed";
  readonly from: { readonly name: string; readonly address: string };
  readonly to: string;
  readonly subject: string;
  /** What a person reads. */
  readonly text: string;
  readonly messageId: string;
  readonly reportingHost: string;
  readonly envelopeId: string | undefined;
  readonly arrivedAt: Date;
  readonly at: Date;
  readonly recipients: readonly ReportedRecipient[];
  /** Of the mail that it is about, with line ends. */
  readonly header: string;
}

const mailDate = (at: Date): string => at.toUTCString().replace("GMT", "+0000");
const lines = (text: string): string => text.replaceAll(/.{76}(?=.)/g, "$&\r\n");
const base64 = (text: string): string => Buffer.from(text, "utf8").toString("base64");
const plainAscii = /^[\x20-\x7e]*$/;

/** A word of a header: as it is, or encoded in pieces of at most 75 characters (RFC 2047). */
function headerText(text: string): string {
  if (plainAscii.test(text) && !text.includes("=?")) return text;
  const pieces: string[] = [];
  let piece = "";
  for (const sign of text) {
    if (Buffer.byteLength(piece + sign) > 42) {
      pieces.push(piece);
      piece = "";
    }
    piece += sign;
  }
  return [...pieces, piece].map((each) => `=?utf-8?B?${base64(each)}?=`).join("\r\n ");
}

const quoted = (name: string): string =>
  plainAscii.test(name) ? `"${name.replaceAll(/["\\]/g, "\\$&")}"` : headerText(name);

/** The status that stands in a server's answer, else the general one of the kind (RFC 3463). */
export function statusIn(answer: string, action: "failed" | "delayed"): string {
  const kind = action === "failed" ? "5" : "4";
  const [status] = new RegExp(`\\b${kind}\\.\\d{1,3}\\.\\d{1,3}\\b`).exec(answer) ?? [];
  return status ?? `${kind}.0.0`;
}

const ascii = (text: string): string => text.replaceAll(/[^\x20-\x7e]/g, "?");

/** A delivery status notification (RFC 3464) on a mail that was passed on: for the sender's mail program to understand. */
export function failureReport(report: FailureReport): Bytes {
  const boundary = `report-${report.messageId.replaceAll(/[^0-9a-z]/gi, "").slice(0, 40)}`;
  const perMessage = [
    `Reporting-MTA: dns; ${ascii(report.reportingHost)}`,
    ...(report.envelopeId === undefined ? [] : [`Original-Envelope-Id: ${ascii(report.envelopeId)}`]),
    `Arrival-Date: ${mailDate(report.arrivedAt)}`,
  ];
  const perRecipient = report.recipients.map(({ email, originalRecipient, answer }) => [
    "",
    ...(originalRecipient === undefined ? [] : [`Original-Recipient: ${ascii(originalRecipient)}`]),
    `Final-Recipient: rfc822; ${ascii(email)}`,
    `Action: ${report.action}`,
    `Status: ${statusIn(answer, report.action)}`,
    `Diagnostic-Code: smtp; ${ascii(answer)}`,
    `Last-Attempt-Date: ${mailDate(report.at)}`,
  ]);
  return utf8(
    [
      `From: ${quoted(report.from.name)} <${report.from.address}>`,
      `To: <${report.to}>`,
      `Subject: ${headerText(report.subject)}`,
      `Date: ${mailDate(report.at)}`,
      `Message-ID: ${report.messageId}`,
      "Auto-Submitted: auto-replied",
      "MIME-Version: 1.0",
      `Content-Type: multipart/report; report-type=delivery-status;\r\n boundary="${boundary}"`,
      "",
      `--${boundary}`,
      "Content-Type: text/plain; charset=utf-8",
      "Content-Transfer-Encoding: base64",
      "",
      lines(base64(report.text)),
      `--${boundary}`,
      "Content-Type: message/delivery-status",
      "",
      ...perMessage,
      ...perRecipient.flat(),
      "",
      `--${boundary}`,
      "Content-Type: text/rfc822-headers; charset=us-ascii",
      "",
      report.header.replaceAll(/[^\r\n\t\x20-\x7e]/g, "?").trimEnd(),
      `--${boundary}--`,
      "",
    ].join("\r\n"),
  );
}

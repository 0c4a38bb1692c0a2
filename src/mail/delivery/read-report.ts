import { type MailHead, parseMail } from "#/intake/index.ts";
import type { Bytes } from "#/kernel/index.ts";
import { tidyAnswer } from "./answers.ts";
import {
  autoReplySubjects,
  delayedStatus,
  delayedText,
  failedStatus,
  failedText,
  failureSubjects,
  originalBegins,
  robots,
} from "./report-words.ts";

/** What a mail says of the delivery of another one. */
export interface DeliveryReport {
  /** `none`: it is no report on a delivery. */
  readonly kind: "failed" | "delayed" | "delivered" | "none";
  readonly recipients: readonly { readonly email: string; readonly status: string; readonly answer: string }[];
  /** On one line, for the sender; may be empty. */
  readonly answer: string;
  /** Everything readable of it, decoded: where the envelope id of the mail in question may stand. */
  readonly everything: string;
}

/** A report quotes headers, not attachments; what comes after this is not looked at. */
export const longestReportBytes = 2 * 1024 * 1024;
const longestPartBytes = 512 * 1024;
const mostRecipients = 100;

interface Parts {
  readonly head: MailHead;
  readonly text: string;
  readonly status: string;
  readonly others: string;
  readonly isComplaint: boolean;
}

async function textOf(content: AsyncIterable<Bytes>): Promise<string> {
  const pieces: Bytes[] = [];
  let sizeBytes = 0;
  for await (const piece of content) {
    pieces.push(piece);
    sizeBytes += piece.byteLength;
    if (sizeBytes > longestPartBytes) break;
  }
  return Buffer.concat(pieces).toString("latin1").slice(0, longestPartBytes);
}

async function partsOf(raw: Bytes): Promise<Parts> {
  let [status, others, isComplaint] = ["", "", false];
  async function* source(): AsyncGenerator<Bytes, void> {
    yield raw;
  }
  const mail = await parseMail(source(), {
    limits: { totalBytes: longestReportBytes, textBytes: longestPartBytes, parts: 200, depth: 16 },
    onAttachment: async ({ type }, content) => {
      const text = await textOf(content);
      if (/^message\/(?:global-)?delivery-status$/i.test(type)) status += `\n\n${text}`;
      else if (/^message\/feedback-report$/i.test(type)) isComplaint = true;
      if (others.length < longestReportBytes) others += `\n${text}`;
    },
  });
  return { head: mail, text: `${mail.text}\n${mail.html === "" ? "" : mail.html}`, status, others, isComplaint };
}

/** Groups of fields apart by empty lines (RFC 3464, section 2.1), names in lower case, continued lines joined. */
function groupsOf(text: string): Map<string, string>[] {
  const unfolded = text.replaceAll(/\r?\n[ \t]+/g, " ");
  return unfolded.split(/\r?\n[ \t]*\r?\n/).map((group) => {
    const fields = [...group.matchAll(/^([A-Za-z-]{2,60})[ \t]*:[ \t]*([^\r\n]*)/gm)];
    return new Map(fields.map(([, name, value]) => [name!.toLowerCase(), value!.trim()]));
  });
}

const afterType = (value: string | undefined): string => (value ?? "").replace(/^[\w-]+[ \t]*;[ \t]*/, "");
const bare = (value: string): string => value.replace(/^.*</, "").replace(/>.*$/, "").trim().toLowerCase();

type Kind = DeliveryReport["kind"];

const kindOf = (action: string, status: string): Kind => {
  if (/^fail/i.test(action)) return "failed";
  if (/^delay/i.test(action)) return "delayed";
  if (/^(?:delivered|relayed|expanded)/i.test(action)) return "delivered";
  return status.startsWith("5") ? "failed" : status.startsWith("4") ? "delayed" : "none";
};

/** What stands in `message/delivery-status`; undefined where it says nothing. */
function standard(status: string): Omit<DeliveryReport, "everything"> | undefined {
  const told = groupsOf(status)
    .filter((group) => group.has("final-recipient") || group.has("original-recipient") || group.has("action"))
    .slice(0, mostRecipients)
    .map((group) => {
      const code = /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(group.get("status") ?? "")?.[0] ?? "";
      const diagnostic = tidyAnswer(afterType(group.get("diagnostic-code")));
      return {
        kind: kindOf(group.get("action") ?? "", code),
        email: bare(afterType(group.get("final-recipient") ?? group.get("original-recipient"))),
        status: code,
        answer: diagnostic === "" ? code : diagnostic,
      };
    });
  const kind = (["failed", "delayed", "delivered"] as const).find((each) => told.some((one) => one.kind === each));
  if (!kind) return undefined;
  const recipients = told
    .filter((one) => one.kind === kind)
    .map(({ email, status: code, answer }) => ({ email, status: code, answer }));
  return { kind, recipients, answer: recipients.find(({ answer }) => answer !== "")?.answer ?? "" };
}

/** Only what a machine wrote about a failure, and not a person's or an absence's answer. */
function looksLikeReport({ head, text }: Parts): boolean {
  if (autoReplySubjects.test(head.subject)) return false;
  const header = (name: string): string => head.headers.get(name) ?? "";
  if (header("x-failed-recipients") !== "") return true;
  const author = `${head.from?.name ?? ""} ${head.from?.email ?? header("from")}`;
  const isRobot = robots.test(author) || /^<\s*>$/.test(header("return-path").trim());
  return (
    isRobot &&
    (failureSubjects.test(head.subject) || [failedText, delayedText, failedStatus].some((each) => each.test(text)))
  );
}

function guessed(parts: Parts): Omit<DeliveryReport, "everything"> | undefined {
  if (!looksLikeReport(parts)) return undefined;
  const { text, head } = parts;
  const end = originalBegins.exec(text)?.index ?? text.length;
  const said = text.slice(0, Math.max(end, 200));
  const isDelay = (delayedText.test(said) || delayedText.test(head.subject)) && !/\b5\.\d{1,3}\.\d{1,3}\b/.test(said);
  const line =
    said.split(/\r?\n/).find((each) => failedStatus.test(each) || delayedStatus.test(each)) ??
    said.split(/\r?\n/).find((each) => failedText.test(each)) ??
    head.subject;
  const failed = (head.headers.get("x-failed-recipients") ?? /<?([^\s<>()"]+@[\w.-]+)>?/.exec(said)?.[1] ?? "").split(
    ",",
  );
  const status = /\b[45]\.\d{1,3}\.\d{1,3}\b/.exec(line)?.[0] ?? "";
  const answer = tidyAnswer(line);
  const recipients = failed
    .map((email) => ({ email: bare(email), status, answer }))
    .filter(({ email }) => email !== "");
  return { kind: isDelay ? "delayed" : "failed", recipients: recipients.slice(0, mostRecipients), answer };
}

/** Some systems keep mail with returns alone. */
const withLineEnds = (raw: Bytes): Bytes =>
  raw.includes(0x0a) ? raw : Buffer.from(Buffer.from(raw).toString("latin1").replaceAll("\r", "\r\n"), "latin1");

/**
 * Reads a delivery report: as RFC 3464 has it, or as servers write it who do not keep to that. What is none, also a
 * complaint and an absence, is `none`. Only so much is read as `longestReportBytes`. Never throws for what stands in it.
 */
export async function readReport(mail: Bytes): Promise<DeliveryReport> {
  const raw = withLineEnds(mail.subarray(0, longestReportBytes));
  const nothing = { kind: "none", recipients: [], answer: "" } as const;
  try {
    const parts = await partsOf(raw);
    const everything = `${parts.text}\n${parts.status}\n${parts.others}\n${Buffer.from(raw).toString("latin1")}`;
    if (parts.isComplaint) return { ...nothing, everything };
    return { ...(standard(parts.status) ?? guessed(parts) ?? nothing), everything };
  } catch {
    return { ...nothing, everything: Buffer.from(raw).toString("latin1") };
  }
}

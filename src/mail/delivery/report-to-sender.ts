import type { Bytes } from "#/kernel/index.ts";
import { say } from "#/words/index.ts";
import { oneLine } from "../content.ts";
import { colleagues, houseOf } from "../house.ts";
import { internetMessageId, senderAddress } from "../letters.ts";
import type { PreparedDispatch } from "../queue-dispatch.ts";
import type { RelayEnvelope } from "../relay-content.ts";
import { prepareRelay } from "../relay-prepare.ts";
import type { DispatchRow } from "../settle-dispatch.ts";
import type { MailApp } from "../types.ts";
import type { RefusedRecipient } from "./answers.ts";
import { failureReport } from "./failure-report.ts";

const longestHeaderBytes = 64 * 1024;

/** The header of a mail, as far as it is returned to its sender. */
async function headerOf(raw: AsyncIterable<Bytes>): Promise<string> {
  let held = "";
  for await (const piece of raw) {
    held += Buffer.from(piece).toString("latin1");
    const end = held.indexOf("\r\n\r\n");
    if (end >= 0) return held.slice(0, Math.min(end + 2, longestHeaderBytes));
    if (held.length >= longestHeaderBytes) break;
  }
  return held.slice(0, longestHeaderBytes);
}

async function* onePart(bytes: Bytes): AsyncGenerator<Bytes, void> {
  yield bytes;
}

type Action = "failed" | "delayed";
const asked: Readonly<Record<Action, string>> = { failed: "FAILURE", delayed: "DELAY" };

export interface ReportToSender {
  readonly action: Action;
  readonly envelope: RelayEnvelope;
  readonly about: readonly RefusedRecipient[];
  /** The mail once more, to quote its header; undefined when it can't be read. */
  readonly mail: { readonly raw: AsyncGenerator<Bytes, void> } | undefined;
}

/**
 * Tells the sender of a mail that was passed on what became of it, as mail servers do. Undefined when there is nobody to
 * tell: the mail was a report itself, its sender is no member (any more), or asked not to be told.
 */
export async function prepareReport(
  app: MailApp,
  row: DispatchRow,
  { action, envelope, about, mail }: ReportToSender,
): Promise<PreparedDispatch | undefined> {
  const header = mail ? await headerOf(mail.raw) : "";
  await mail?.raw.return();
  const recipients = about.flatMap(({ email, answer }) => {
    const written = envelope.to.find((each) => each.email.toLowerCase() === email);
    const isWanted = !written?.notify || written.notify.includes(asked[action] as "DELAY");
    return isWanted ? [{ email: written?.email ?? email, originalRecipient: written?.originalRecipient, answer }] : [];
  });
  if (envelope.from === "" || recipients.length === 0) return undefined;
  const { house, member } = await app.database.inOrganisation(row.organisation_id, async (tx) => ({
    house: await houseOf(tx),
    member: (await colleagues(tx, { emails: [envelope.from.toLowerCase()] }))[0],
  }));
  if (!member) return undefined;
  const at = app.clock.now();
  const guest = recipients.map(({ email }) => email).join(", ");
  const details = { guest: oneLine(guest, 300), answer: oneLine(recipients[0]!.answer, 300) };
  const kind = action === "failed" ? "bounce" : "delayed";
  const organisation = oneLine(house.name, 120);
  const report = failureReport({
    action,
    from: { name: `Zegel ${organisation}`, address: senderAddress(house) },
    to: member.email,
    subject: oneLine(say(member.language, `notice.${kind}_subject`, details), 200),
    text: `${say(member.language, `notice.${kind}_relay`, details)}\r\n\r\n${say(member.language, "notice.why", { organisation })}\r\n`,
    messageId: internetMessageId(house),
    reportingHost: new URL(app.config.publicUrl).hostname,
    envelopeId: envelope.envelopeId,
    arrivedAt: row.created_at,
    at,
    recipients,
    header,
  });
  return prepareRelay(app, { from: "", to: [{ email: member.email }], is8Bit: false }, onePart(report));
}

import MailComposer from "nodemailer/lib/mail-composer";
import type { Bytes } from "#/kernel/index.ts";
import type { Delivery, TryHooks } from "./delivery/answers.ts";
import { handOver } from "./delivery/hand-over.ts";
import { type Smarthost, SmtpPool } from "./delivery/smtp-pool.ts";
import type { OutgoingMail } from "./dispatch-content.ts";
import type { RelayEnvelope } from "./relay-content.ts";

export interface MailTransport {
  /** Never throws for what the other side does. */
  deliver(mail: OutgoingMail): Promise<Delivery>;
  /** The same for bytes that are handed over as they are. */
  deliverRaw(envelope: RelayEnvelope, raw: AsyncIterable<Bytes>, hooks?: TryHooks): Promise<Delivery>;
  close(): void;
}

/** The mail as bytes, the same at every try. */
export function composeMail({ message }: OutgoingMail): Promise<Buffer> {
  const { from, to, replyTo, subject, text, html, messageId, references, date, language } = message;
  return new MailComposer({
    from,
    to,
    ...(replyTo ? { replyTo } : {}),
    ...(references ? { references, inReplyTo: references } : {}),
    subject,
    text,
    html,
    messageId,
    baseBoundary: messageId.replaceAll(/[^0-9a-z]/gi, "").slice(0, 60),
    date: new Date(date),
    headers: {
      "Auto-Submitted": "auto-generated",
      "X-Auto-Response-Suppress": "All",
      "Content-Language": language,
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
}

/** As the smarthost is told; the rest of what it could report goes by the envelope's id. */
export function envelopeOf({ envelope }: OutgoingMail): RelayEnvelope {
  const { from, to, id } = envelope;
  const asked = from === "" || id === undefined ? {} : ({ notify: ["FAILURE", "DELAY"] as const } as const);
  return {
    from,
    to: to.map((email) => ({ email, ...("notify" in asked ? { notify: [...asked.notify] } : {}) })),
    is8Bit: false,
    ...(id === undefined ? {} : { envelopeId: id, returnContent: "HDRS" as const }),
  };
}

async function* onePart(bytes: Bytes): AsyncGenerator<Bytes, void> {
  yield bytes;
}

/** Ways to the smarthost, over connections that are kept for the next mail. */
export function openTransport(smarthost: Smarthost): MailTransport {
  const pool = new SmtpPool(smarthost);
  const deliverRaw: MailTransport["deliverRaw"] = (envelope, raw, hooks) => handOver(pool, envelope, raw, hooks);
  return {
    deliver: async (mail) => deliverRaw(envelopeOf(mail), onePart(await composeMail(mail))),
    deliverRaw,
    close: () => pool.close(),
  };
}

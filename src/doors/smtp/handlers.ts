import { domainToASCII } from "node:url";
import type { Readable } from "node:stream";
import type { SMTPServerAddress, SMTPServerAuthentication, SMTPServerOptions, SMTPServerSession } from "smtp-server";
import { actorOfAppPassword, isAppPasswordLive } from "#/identity/index.ts";
import type { AppPasswordActor } from "#/identity/index.ts";
import { isRefusal, Refusal } from "#/kernel/index.ts";
import type { Bytes } from "#/kernel/index.ts";
import { actingAs, type MailApp, submitMail } from "#/mail/index.ts";
import { countRequest } from "#/operation/index.ts";
import type { AddressLimits, ConnectionLimits } from "./address-limits.ts";
import type { MessageStream } from "./data-stream.ts";
import { replyTo } from "./replies.ts";

/** What the door remembers of a connection beside what the protocol does. */
export interface SubmissionSession extends Omit<SMTPServerSession, "user"> {
  user?: AppPasswordActor | false;
  envelope: SMTPServerSession["envelope"] & {
    readonly smtpUtf8: boolean;
    readonly bodyType: "7bit" | "8bitmime";
    readonly dsn?: { readonly ret: "FULL" | "HDRS" | null; readonly envid: string | null };
  };
  failures?: number;
  hasEntered?: boolean;
  /** Runs until somebody has logged in. */
  signInTimer?: NodeJS.Timeout;
}

type Answer = (error?: Error | null) => void;
type Recipient = SMTPServerAddress & {
  readonly dsn?: { readonly notify?: readonly string[]; readonly orcpt?: string };
};

export interface HandlerParts {
  readonly app: MailApp;
  readonly limits: ConnectionLimits;
  readonly addresses: AddressLimits;
  /** The connection of this session is to be closed when it is too slow. */
  close(session: SubmissionSession): void;
}

type Handlers = Required<
  Pick<SMTPServerOptions, "onConnect" | "onAuth" | "onMailFrom" | "onRcptTo" | "onData" | "onClose">
>;

/** What each step of a submission (RFC 6409) does. Every answer that is no is a refusal with its sentence. */
export function submissionHandlers(parts: HandlerParts): Handlers {
  const { app, limits, addresses } = parts;

  const saidNo = (error: unknown, session: SubmissionSession): Error => {
    if (isGone(error)) return error;
    const language = session.user ? session.user.language : "en";
    if (isRefusal(error)) return replyTo(error, language, app.config.publicUrl);
    app.log.error({ reason: (error as Error).stack, session: session.id }, "submission failed by a fault of ours");
    return replyTo(
      { kind: "unavailable", code: "internal.fault", details: { requestId: session.id } },
      language,
      app.config.publicUrl,
    );
  };

  const answering = (session: SubmissionSession, answer: Answer, step: () => Promise<void>): void => {
    step().then(
      () => answer(),
      (error: unknown) => answer(saidNo(error, session)),
    );
  };

  const actorOf = (session: SubmissionSession): AppPasswordActor => {
    if (!session.user) throw new Refusal("unauthenticated", "smtp.sign_in_first");
    return session.user;
  };

  /** Before each mail: another process may have revoked the app password of a connection that is open here. */
  const liveActorOf = async (session: SubmissionSession): Promise<AppPasswordActor> => {
    const actor = actorOf(session);
    if (await isAppPasswordLive(app, actor)) return actor;
    setImmediate(() => parts.close(session));
    throw new Refusal("unauthenticated", "smtp.password_revoked");
  };

  /** The envelope sender is the member, or a mailbox that they are in. */
  const sendingAs = async (actor: AppPasswordActor, address: string): Promise<AppPasswordActor> => {
    const acting = await actingAs(app, actor, address);
    if (acting) return acting;
    throw new Refusal("forbidden", "mail.sender_not_allowed", { address: address === "" ? "<>" : address });
  };

  const signIn = async (userName: string, secret: string, session: SubmissionSession): Promise<AppPasswordActor> => {
    const retryAfterSeconds = addresses.waitSeconds(session.remoteAddress);
    if (retryAfterSeconds > 0) throw new Refusal("limited", "smtp.attempts_too_many", { retryAfterSeconds });
    const actor = await actorOfAppPassword(app, { userName, secret, door: "smtp" });
    if (actor !== undefined) return actor;
    addresses.failed(session.remoteAddress);
    session.failures = (session.failures ?? 0) + 1;
    app.log.warn({ session: session.id }, "an app password was refused");
    if (session.failures >= limits.failuresPerConnection) setImmediate(() => parts.close(session));
    throw new Refusal("unauthenticated", "smtp.password_wrong");
  };

  return {
    onConnect: (session: SubmissionSession, answer: Answer) =>
      answering(session, answer, async () => {
        if (!addresses.enter(session.remoteAddress)) throw new Refusal("limited", "smtp.connections_too_many");
        session.hasEntered = true;
        session.signInTimer = setTimeout(() => {
          if (!session.user) parts.close(session);
        }, limits.signInMs).unref();
      }),

    onClose: (session: SubmissionSession) => {
      clearTimeout(session.signInTimer);
      if (session.hasEntered) addresses.leave(session.remoteAddress);
    },

    onAuth: (
      { username, password }: SMTPServerAuthentication,
      session: SubmissionSession,
      answer: (error: Error | null, response?: { user: AppPasswordActor }) => void,
    ) => {
      signIn((username ?? "").trim(), (password ?? "").trim(), session).then(
        (actor) => answer(null, { user: actor }),
        (error: unknown) => answer(saidNo(error, session)),
      );
    },

    onMailFrom: ({ address }: SMTPServerAddress, session: SubmissionSession, answer: Answer) =>
      answering(session, answer, async () => {
        const actor = actorOf(session);
        assertWritable(address, session);
        await sendingAs(actor, address);
      }),

    onRcptTo: ({ address }: SMTPServerAddress, session: SubmissionSession, answer: Answer) =>
      answering(session, answer, async () => {
        assertWritable(address, session);
        if (session.envelope.rcptTo.length >= limits.recipients) {
          throw new Refusal("limited", "smtp.recipients_too_many", { limit: limits.recipients });
        }
      }),

    onData: (
      stream: MessageStream,
      session: SubmissionSession,
      answer: (error?: Error | null, message?: string) => void,
    ) => {
      const pace = watchPace(stream, limits, () => parts.close(session));
      const startedMs = performance.now();
      const count = (outcome: "answered" | "refused" | "failed"): void =>
        countRequest("smtp", outcome, (performance.now() - startedMs) / 1000);
      receive(stream, session)
        .then(
          (message) => {
            count("answered");
            return answer(null, message);
          },
          (error: unknown) => {
            count(isRefusal(error) ? "refused" : "failed");
            // What is still to come of a message that was refused is read and forgotten: only then does the client listen.
            stream.resume();
            answer(saidNo(error, session));
          },
        )
        .finally(pace.stop);
    },
  } as unknown as Handlers;

  async function receive(stream: MessageStream, session: SubmissionSession): Promise<string> {
    const member = await liveActorOf(session);
    const { mailFrom, rcptTo, dsn, bodyType } = session.envelope;
    const actor = await sendingAs(member, mailFrom ? mailFrom.address : "");
    const submitted = await submitMail(app, actor, {
      envelope: {
        from: mailFrom ? transportForm(mailFrom.address) : "",
        to: (rcptTo as Recipient[]).map((recipient) => ({
          email: transportForm(recipient.address),
          ...(recipient.dsn?.notify ? { notify: recipient.dsn.notify } : {}),
          ...(recipient.dsn?.orcpt ? { originalRecipient: recipient.dsn.orcpt } : {}),
        })),
        is8Bit: bodyType === "8bitmime",
        ...(dsn?.ret ? { returnContent: dsn.ret } : {}),
        ...(dsn?.envid ? { envelopeId: dsn.envid } : {}),
      },
      source: strictly(stream, limits.messageBytes),
    });
    app.log.info({ id: submitted.id, way: submitted.way, sizeBytes: stream.byteLength }, "a mail was submitted");
    return `2.6.0 ${answers[submitted.way]} ${submitted.id}`;
  }
}

const answers = { sealed: "Sealed", held: "Held for approval", relayed: "Accepted for relay" } as const;

/** The client went away in the middle: nobody is left to answer, and nothing was kept. */
const isGone = (error: unknown): error is Error =>
  error instanceof Error &&
  "code" in error &&
  (error.code === "ECONNECTION" || error.code === "ERR_STREAM_PREMATURE_CLOSE");

/** Refuses an address beyond ASCII where the client did not announce such (RFC 6531, section 3.4). */
function assertWritable(address: string, session: SubmissionSession): void {
  const local = address.slice(0, address.lastIndexOf("@"));
  if (/[^\x20-\x7E]/.test(local) && !session.envelope.smtpUtf8) {
    throw new Refusal("invalid", "smtp.address_needs_utf8", { address });
  }
}

/** The package shows international domains in Unicode; they travel in ASCII. */
function transportForm(address: string): string {
  const at = address.lastIndexOf("@");
  const domain = address.slice(at + 1);
  if (at < 0 || domain.startsWith("[")) return address;
  return `${address.slice(0, at)}@${domainToASCII(domain) || domain}`;
}

/** The message's bytes; refuses line ends that are none and a size over the bound as soon as they are seen. */
async function* strictly(stream: MessageStream, limitBytes: number): AsyncGenerator<Bytes> {
  const assertStrict = (): void => {
    if (stream.hasBareLineEnd) throw new Refusal("invalid", "smtp.bare_line_end");
    if (stream.byteLength > limitBytes) throw new Refusal("too-large", "intake.mail_too_large", { limitBytes });
  };
  for await (const piece of (stream as Readable).iterator({ destroyOnReturn: false })) {
    assertStrict();
    yield piece as Bytes;
  }
  assertStrict();
}

/** Ends a connection that sends a message slower than anybody would, or that goes on long after it was too large. */
function watchPace(stream: MessageStream, limits: ConnectionLimits, end: () => void): { stop(): void } {
  const startedMs = Date.now();
  const timer = setInterval(
    () => {
      if (stream.writableEnded) return;
      const tookMs = Date.now() - startedMs;
      const isSlow = tookMs > limits.paceAfterMs && stream.byteLength < (tookMs / 1_000) * limits.paceBytesPerSecond;
      if (isSlow || stream.byteLength > limits.messageBytes * 2) end();
    },
    Math.min(10_000, limits.paceAfterMs),
  ).unref();
  return { stop: () => clearInterval(timer) };
}

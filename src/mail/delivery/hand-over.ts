import { Readable } from "node:stream";
import type SMTPConnection from "nodemailer/lib/smtp-connection";
import { type Bytes, isRefusal, minuteMs } from "#/kernel/index.ts";
import type { RelayEnvelope } from "../relay-content.ts";
import {
  answerOf,
  type Delivery,
  isPermanent,
  refusedBy,
  type SmtpError,
  tidyAnswer,
  type TryHooks,
} from "./answers.ts";
import type { PooledConnection } from "./smtp-pool.ts";

/** As long as RFC 5321, section 4.5.3.2, asks for: while content goes, and after its end. */
const contentMs = 3 * minuteMs;
const endMs = 10 * minuteMs;

/** Rejects when nothing went on for too long. */
function watchSilence() {
  const silent = Promise.withResolvers<never>();
  silent.promise.catch(() => undefined);
  let timer: NodeJS.Timeout | undefined;
  const wait = (ms: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => silent.reject(Object.assign(new Error("no answer"), { code: "ETIMEDOUT" })), ms);
  };
  wait(contentMs);
  return { silent: silent.promise, wait, end: () => clearTimeout(timer) };
}

function dsnOf({ to, returnContent, envelopeId }: RelayEnvelope) {
  const notify = to.find((recipient) => recipient.notify)?.notify;
  const original = to.length === 1 ? to[0]?.originalRecipient : undefined;
  return {
    ...(returnContent ? { ret: returnContent === "FULL" ? ("Full" as const) : returnContent } : {}),
    ...(envelopeId ? { envid: envelopeId } : {}),
    ...(notify ? { notify } : {}),
    ...(original ? { orcpt: original } : {}),
  };
}

interface Progress {
  isWhole: boolean;
}

async function send(
  connection: PooledConnection,
  envelope: RelayEnvelope,
  raw: AsyncIterable<Bytes>,
  { onWhole }: TryHooks,
  progress: Progress,
): Promise<SMTPConnection.SentMessageInfo> {
  const silence = watchSilence();
  let failure: unknown;
  // The package writes into errors that it sees; ours is told as it was.
  async function* watched(): AsyncGenerator<Bytes, void> {
    try {
      for await (const piece of raw) {
        silence.wait(contentMs);
        yield piece;
      }
      await onWhole?.();
      progress.isWhole = true;
      silence.wait(endMs);
    } catch (error) {
      failure = error;
      throw new Error("the queued mail could not be read to its end", { cause: error });
    }
  }
  const sent = new Promise<SMTPConnection.SentMessageInfo>((resolve, reject) => {
    const stream = Readable.from(watched(), { objectMode: false });
    stream.once("error", () => {
      reject(failure);
      // What could not be opened to its end must never look like a whole mail.
      connection.smtp.close();
    });
    const dsn = dsnOf(envelope);
    connection.smtp.send(
      {
        from: envelope.from,
        to: envelope.to.map(({ email }) => email),
        use8BitMime: envelope.is8Bit,
        ...(Object.keys(dsn).length > 0 ? { dsn } : {}),
      },
      stream,
      (error, info) => {
        if (error) {
          stream.destroy();
          reject(failure ?? error);
        } else resolve(info);
      },
    );
  });
  try {
    return await Promise.race([connection.broken, silence.silent, sent]);
  } finally {
    silence.end();
    sent.catch(() => undefined);
  }
}

/** Where connections come from, and go after a mail that was taken. */
export interface Connections {
  take(): Promise<PooledConnection>;
  give(connection: PooledConnection): void;
}

/** Hands one mail to the smarthost as a stream. Never throws for what the other side does. */
export async function handOver(
  pool: Connections,
  envelope: RelayEnvelope,
  raw: AsyncIterable<Bytes>,
  hooks: TryHooks = {},
): Promise<Delivery> {
  const progress: Progress = { isWhole: false };
  let connection: PooledConnection | undefined;
  try {
    connection = await pool.take();
    const used = connection;
    const info = await send(used, envelope, raw, hooks, progress);
    if (!hooks.recorded) pool.give(used);
    else
      hooks.recorded.then(
        () => pool.give(used),
        () => used.smtp.close(),
      );
    return {
      kind: "accepted",
      answer: tidyAnswer(info.response),
      refused: refusedBy(info.rejectedErrors as readonly SmtpError[] | undefined),
    };
  } catch (error) {
    connection?.smtp.close();
    if (isRefusal(error) || !(error instanceof Error)) throw error;
    const failure: SmtpError = error;
    if (isPermanent(failure)) return { kind: "refused", answer: answerOf(failure) };
    const isAnswered = failure.responseCode !== undefined;
    return { kind: progress.isWhole && !isAnswered ? "unanswered" : "retry", answer: answerOf(failure) };
  }
}

import { Readable } from "node:stream";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import type { SmarthostSetting } from "#/config.ts";
import { type Bytes, type Id, isRefusal } from "#/kernel/index.ts";
import { openSealedStream } from "#/vault/index.ts";
import { decodeRelay, type RelayEnvelope } from "./relay-content.ts";
import { type Delivery, isPermanent, type SmtpError, tidyAnswer } from "./transport.ts";
import type { MailApp } from "./types.ts";

/** Hands a mail to the smarthost as a stream; never throws for what the other side does. */
export interface RelayTransport {
  deliverRaw(envelope: RelayEnvelope, raw: AsyncIterable<Bytes>): Promise<Delivery>;
}

interface RelayRow {
  readonly queue_key_id: string;
  readonly sealed: Bytes | null;
  readonly blob_id: Id | null;
}

async function* onePart(bytes: Bytes): AsyncGenerator<Bytes, void> {
  yield bytes;
}

/**
 * Hands a queued mail on, byte for byte, in flat memory. Undefined when its key is gone (a restore without the queue's
 * keys) or it is damaged: then it can never leave. `envelope` is given so that the sender can be told what became of it.
 */
export async function dispatchRelay(
  app: Pick<MailApp, "secrets" | "blobs">,
  row: RelayRow,
  transport: RelayTransport,
): Promise<{ readonly envelope: RelayEnvelope; readonly delivery: Delivery } | undefined> {
  const secret = app.secrets.queue.secret(row.queue_key_id);
  const sealed = row.sealed ? onePart(row.sealed) : row.blob_id ? app.blobs.read(row.blob_id) : undefined;
  if (!secret || !sealed) return undefined;
  try {
    const { envelope, raw } = await decodeRelay(openSealedStream(secret, sealed));
    try {
      return { envelope, delivery: await transport.deliverRaw(envelope, raw) };
    } finally {
      await raw.return();
    }
  } catch (error) {
    if (isRefusal(error) && error.code.startsWith("vault.")) return undefined;
    throw error;
  }
}

const connectMs = 15_000;
const silenceMs = 120_000;

const answerOf = (error: SmtpError): string => tidyAnswer(error.response ?? `${error.code ?? ""} ${error.message}`);

type Finish = (error?: Error | null) => void;

/** One connection for each mail: a stream can't be sent again when a kept connection turns out to be dead. */
export const openRelayTransport = (smarthost: Extract<SmarthostSetting, { kind: "smtp" }>): RelayTransport => ({
  deliverRaw: async (envelope, raw) => {
    const { host, port, implicitTls, requireTls, user, password } = smarthost;
    const connection = new SMTPConnection({
      host,
      port,
      secure: implicitTls,
      requireTLS: requireTls,
      // Where TLS is not required, a name that can't be verified is still better than no TLS (RFC 7435).
      ...(implicitTls || requireTls ? {} : { tls: { rejectUnauthorized: false } }),
      connectionTimeout: connectMs,
      greetingTimeout: connectMs,
      socketTimeout: silenceMs,
    });
    const broken = Promise.withResolvers<never>();
    broken.promise.catch(() => undefined);
    connection.on("error", (error: Error) => broken.reject(error));
    const step = (run: (finish: Finish) => void): Promise<void> =>
      Promise.race([
        broken.promise,
        new Promise<void>((resolve, reject) => run((error) => (error ? reject(error) : resolve()))),
      ]);
    try {
      await step((finish) => connection.connect(finish));
      if (user !== undefined) await step((finish) => connection.login({ user, pass: password ?? "" }, finish));
      const info = await Promise.race([broken.promise, send(connection, envelope, raw)]);
      return {
        kind: "accepted",
        answer: tidyAnswer(info.response),
        refused: ((info.rejectedErrors ?? []) as readonly SmtpError[]).map((error) => ({
          email: (error.recipient ?? "").toLowerCase(),
          answer: answerOf(error),
          permanent: isPermanent(error),
        })),
      };
    } catch (error) {
      if (isRefusal(error)) throw error;
      const failure = error as SmtpError;
      return { kind: isPermanent(failure) ? "refused" : "retry", answer: answerOf(failure) };
    } finally {
      connection.close();
    }
  },
});

function send(
  connection: SMTPConnection,
  envelope: RelayEnvelope,
  raw: AsyncIterable<Bytes>,
): Promise<SMTPConnection.SentMessageInfo> {
  const { from, to, is8Bit, returnContent, envelopeId } = envelope;
  const [first] = to;
  const notify = to.find((recipient) => recipient.notify)?.notify;
  const original = to.length === 1 ? first?.originalRecipient : undefined;
  const dsn = {
    ...(returnContent ? { ret: returnContent === "FULL" ? ("Full" as const) : returnContent } : {}),
    ...(envelopeId ? { envid: envelopeId } : {}),
    ...(notify ? { notify } : {}),
    ...(original ? { orcpt: original } : {}),
  };
  let failure: unknown;
  // The package writes into errors that it sees; ours is told as it was.
  async function* watched(): AsyncGenerator<Bytes, void> {
    try {
      yield* raw;
    } catch (error) {
      failure = error;
      throw new Error("the queued mail could not be read to its end", { cause: error });
    }
  }
  return new Promise((resolve, reject) => {
    const stream = Readable.from(watched(), { objectMode: false });
    stream.once("error", () => {
      // What could not be opened to its end must never look like a whole mail.
      connection.close();
      reject(failure);
    });
    connection.send(
      {
        from,
        to: to.map(({ email }) => email),
        use8BitMime: is8Bit,
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
}

import SMTPConnection from "nodemailer/lib/smtp-connection";
import type { SmarthostSetting } from "#/config.ts";
import { minuteMs, secondMs } from "#/kernel/index.ts";
import type { SmtpError } from "./answers.ts";

export type Smarthost = Extract<SmarthostSetting, { kind: "smtp" }>;

const connectMs = 15 * secondMs;
/** For one command and its answer (RFC 5321, section 4.5.3.2, asks for five minutes). */
const commandMs = 5 * minuteMs;
/** Above what the end of the content may take; shorter waits are kept by whoever waits. */
const silenceMs = 11 * minuteMs;
const idleMs = 20 * secondMs;
const mostIdle = 10;
const mostMails = 100;

/** A connection on which a mail may be begun. */
export interface PooledConnection {
  readonly smtp: SMTPConnection;
  /** Rejects when the connection breaks. */
  readonly broken: Promise<never>;
  mails: number;
}

type Finish = (error?: Error | null) => void;

/** Waits for a command, but not longer than is usual, and not past the connection's end. */
async function step({ broken }: PooledConnection, run: (finish: Finish) => void): Promise<void> {
  const tooLong = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => tooLong.reject(Object.assign(new Error("no answer"), { code: "ETIMEDOUT" })),
    commandMs,
  );
  try {
    await Promise.race([
      broken,
      tooLong.promise,
      new Promise<void>((resolve, reject) => run((error) => (error ? reject(error) : resolve()))),
    ]);
  } finally {
    clearTimeout(timer);
  }
}

/** Connections to the smarthost, kept for the next mail. How many there are follows from who asks for one. */
export class SmtpPool {
  readonly #smarthost: Smarthost;
  readonly #idle: { readonly connection: PooledConnection; readonly timer: NodeJS.Timeout }[] = [];
  #closed = false;

  constructor(smarthost: Smarthost) {
    this.#smarthost = smarthost;
  }

  /** One that answers: a kept one is asked before it is trusted. @throws SmtpError */
  async take(): Promise<PooledConnection> {
    for (let kept = this.#idle.pop(); kept; kept = this.#idle.pop()) {
      clearTimeout(kept.timer);
      const { connection } = kept;
      try {
        await step(connection, (finish) => connection.smtp.reset(finish));
        return connection;
      } catch {
        connection.smtp.close();
      }
    }
    return this.#open();
  }

  /** After a mail that was taken. Any other connection is closed by whoever had it. */
  give(connection: PooledConnection): void {
    connection.mails += 1;
    if (this.#closed || connection.mails >= mostMails || this.#idle.length >= mostIdle) return connection.smtp.quit();
    const timer = setTimeout(() => this.#drop(connection), idleMs);
    timer.unref();
    this.#idle.push({ connection, timer });
    connection.broken.catch(() => this.#drop(connection));
  }

  close(): void {
    this.#closed = true;
    for (const { connection } of this.#idle.slice()) this.#drop(connection);
  }

  #drop(connection: PooledConnection): void {
    const at = this.#idle.findIndex((kept) => kept.connection === connection);
    if (at < 0) return;
    clearTimeout(this.#idle[at]!.timer);
    this.#idle.splice(at, 1);
    connection.smtp.close();
  }

  async #open(): Promise<PooledConnection> {
    const { host, port, implicitTls, requireTls, user, password } = this.#smarthost;
    const connection = await openSmtp({
      host,
      port,
      secure: implicitTls,
      requireTLS: requireTls,
      // Where TLS is not required, a name that can't be verified is still better than no TLS (RFC 7435).
      ...(implicitTls || requireTls ? {} : { tls: { rejectUnauthorized: false } }),
    });
    const { smtp } = connection;
    try {
      if (user !== undefined) await step(connection, (finish) => smtp.login({ user, pass: password ?? "" }, finish));
      return connection;
    } catch (error) {
      smtp.close();
      throw error;
    }
  }
}

/** A connection after greeting, and TLS where the options ask for it. @throws SmtpError */
export async function openSmtp(options: SMTPConnection.Options): Promise<PooledConnection> {
  const smtp = new SMTPConnection({
    ...options,
    connectionTimeout: connectMs,
    greetingTimeout: connectMs,
    socketTimeout: silenceMs,
  });
  const broken = Promise.withResolvers<never>();
  broken.promise.catch(() => undefined);
  smtp.on("error", (error: Error) => broken.reject(error));
  smtp.on("end", () => {
    const gone: SmtpError = Object.assign(new Error("the connection was closed"), { code: "ECONNECTION" });
    broken.reject(gone);
  });
  const connection: PooledConnection = { smtp, broken: broken.promise, mails: 0 };
  try {
    await step(connection, (finish) => smtp.connect(finish));
    return connection;
  } catch (error) {
    smtp.close();
    throw error;
  }
}

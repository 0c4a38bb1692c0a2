import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { connect as connectTls, type TLSSocket } from "node:tls";

/** What the server said: the code and the whole text, lines joined by line feeds. */
export interface SmtpAnswer {
  readonly code: number;
  readonly text: string;
}

/** A conversation over SMTP, byte by byte in the hands of the test. */
export interface SmtpTalk {
  readonly greeting: SmtpAnswer;
  /** Sends a line and waits for the answer. */
  say(line: string): Promise<SmtpAnswer>;
  /** Sends bytes as they are. */
  send(bytes: string | Buffer): void;
  /** Sends bytes and waits until they have left. */
  pour(bytes: Buffer): Promise<void>;
  hear(): Promise<SmtpAnswer>;
  startTls(): Promise<void>;
  /** EHLO, STARTTLS, EHLO, AUTH PLAIN. */
  logIn(userName: string, secret: string): Promise<SmtpAnswer>;
  /** Envelope and DATA; the message is dot-stuffed and ended. Gives the answer to the end of DATA, or the first refusal. */
  submit(from: string, to: readonly string[], message: string | Buffer): Promise<SmtpAnswer>;
  /** Resolves when the server has closed the connection. */
  readonly closed: Promise<void>;
  end(): void;
}

export const plainToken = (userName: string, secret: string): string =>
  Buffer.from(`\0${userName}\0${secret}`).toString("base64");

/** Puts a dot before each line that begins with one, and the end behind it (RFC 5321, section 4.5.2). */
export function stuffed(message: string | Buffer): Buffer {
  const text = Buffer.isBuffer(message) ? message.toString("latin1") : Buffer.from(message).toString("latin1");
  const ended = text === "" || text.endsWith("\r\n") ? text : `${text}\r\n`;
  return Buffer.from(`${ended.replaceAll(/^\./gm, "..")}.\r\n`, "latin1");
}

export async function talkSmtp(port: number, { implicitTls = false, host = "127.0.0.1" } = {}): Promise<SmtpTalk> {
  let socket: Socket | TLSSocket = implicitTls
    ? connectTls({ port, host, rejectUnauthorized: false })
    : connect({ port, host });
  await once(socket, implicitTls ? "secureConnect" : "connect");
  const closed = Promise.withResolvers<void>();
  let held = "";
  let isClosed = false;
  let wake = Promise.withResolvers<void>();
  const stir = (): void => {
    wake.resolve();
    wake = Promise.withResolvers();
  };
  const listen = (): void => {
    socket.setNoDelay(true);
    socket.on("data", (part: Buffer) => {
      held += part.toString("utf8");
      stir();
    });
    socket.on("error", () => undefined);
    socket.on("close", () => {
      isClosed = true;
      closed.resolve();
      stir();
    });
  };
  listen();

  async function hear(): Promise<SmtpAnswer> {
    for (;;) {
      const match = /^(?:\d{3}-[^\r\n]*\r\n)*(\d{3})(?: [^\r\n]*)?\r\n/.exec(held);
      if (match) {
        held = held.slice(match[0].length);
        return { code: Number(match[1]), text: match[0].trimEnd().replaceAll("\r\n", "\n") };
      }
      if (isClosed) throw new Error(`the server closed the connection; what it said last: ${JSON.stringify(held)}`);
      await wake.promise;
    }
  }

  const send = (bytes: string | Buffer): void => void socket.write(bytes);
  const say = (line: string): Promise<SmtpAnswer> => {
    send(`${line}\r\n`);
    return hear();
  };
  const startTls = async (): Promise<void> => {
    const answer = await say("STARTTLS");
    if (answer.code !== 220) throw new Error(answer.text);
    socket.removeAllListeners("data");
    socket.removeAllListeners("close");
    socket = connectTls({ socket, rejectUnauthorized: false });
    await once(socket, "secureConnect");
    listen();
  };
  return {
    greeting: await hear(),
    say,
    send,
    pour: (bytes) => new Promise((resolve) => socket.write(bytes, () => resolve())),
    hear,
    startTls,
    logIn: async (userName, secret) => {
      await say("EHLO test.example");
      if (!implicitTls) {
        await startTls();
        await say("EHLO test.example");
      }
      return say(`AUTH PLAIN ${plainToken(userName, secret)}`);
    },
    submit: async (from, to, message) => {
      const sender = await say(`MAIL FROM:<${from}>`);
      if (sender.code !== 250) return sender;
      for (const each of to) {
        const recipient = await say(`RCPT TO:<${each}>`);
        if (recipient.code !== 250) return recipient;
      }
      const ready = await say("DATA");
      if (ready.code !== 354) return ready;
      send(stuffed(message));
      return hear();
    },
    closed: closed.promise,
    end: () => void socket.destroy(),
  };
}

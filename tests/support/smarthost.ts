import { simpleParser, type ParsedMail } from "mailparser";
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from "smtp-server";
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import { until } from "./until.ts";

/** A mail as the smarthost took it. */
export interface TakenMail {
  /** Empty for the null reverse path. */
  readonly from: string;
  readonly to: readonly string[];
  readonly wasEncrypted: boolean;
  readonly raw: Buffer;
  readonly parsed: ParsedMail;
}

/** What it says instead of taking a mail; `drop` hangs up after the content was sent, `lose-answer` takes it before. */
export type Trouble = { readonly code: number; readonly text: string } | "drop" | "lose-answer";

export interface Smarthost {
  readonly port: number;
  readonly mails: TakenMail[];
  /** Asked for every recipient, and with "data" at the end of the content. */
  trouble: ((at: string) => Trouble | undefined) | undefined;
  waitFor(what: string, fits: (mail: TakenMail) => boolean): Promise<TakenMail>;
  close(): Promise<void>;
}

export interface SmarthostOptions {
  /** Without it there is no STARTTLS. */
  readonly tls?: { readonly key: string; readonly cert: string };
  readonly login?: { readonly user: string; readonly password: string };
}

const errorOf = ({ code, text }: Exclude<Trouble, string>): Error =>
  Object.assign(new Error(text), { responseCode: code });

async function bytesOf(stream: SMTPServerDataStream): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** A mail server that takes what it gets, built on another implementation of SMTP than ours. */
export async function openSmarthost({ tls, login }: SmarthostOptions = {}): Promise<Smarthost> {
  const mails: TakenMail[] = [];
  const connections = new Map<string, () => void>();
  const host: Smarthost = {
    port: 0,
    mails,
    trouble: undefined,
    waitFor: (what, fits) => until(`the smarthost got ${what}`, () => mails.find(fits)),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  const server = new SMTPServer({
    ...tls,
    disabledCommands: [...(tls ? [] : ["STARTTLS"]), ...(login ? [] : ["AUTH"])],
    allowInsecureAuth: true,
    closeTimeout: 100,
    onAuth: (auth, _session, done) => {
      const isRight = auth.username === login?.user && auth.password === login?.password;
      done(isRight ? null : new Error("wrong credentials"), { user: auth.username ?? "" });
    },
    onRcptTo: ({ address }, _session, done) => {
      const trouble = host.trouble?.(address);
      done(trouble && typeof trouble !== "string" ? errorOf(trouble) : null);
    },
    onData: (stream, session: SMTPServerSession, done) => {
      const take = async (): Promise<void> => {
        const raw = await bytesOf(stream);
        const trouble = host.trouble?.("data");
        if (trouble === "drop") return connections.get(session.id)?.();
        if (trouble && trouble !== "lose-answer") return done(errorOf(trouble));
        const { mailFrom, rcptTo } = session.envelope;
        const from = mailFrom ? mailFrom.address : "";
        const to = rcptTo.map(({ address }) => address);
        mails.push({ from, to, wasEncrypted: session.secure, raw, parsed: await simpleParser(raw) });
        if (trouble) connections.get(session.id)?.();
        else done();
      };
      void take();
    },
  });
  server.server.on("connection", (socket) => {
    const drop = (): void => void socket.destroy();
    server.once("connect", ({ id }: { id: string }) => connections.set(id, drop));
  });
  server.on("error", () => undefined);
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  return Object.assign(host, { port: (server.server.address() as AddressInfo).port });
}

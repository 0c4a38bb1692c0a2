import { once } from "node:events";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { until } from "./until.ts";

/** A mail as the smarthost got it. */
export interface SunkMail {
  readonly from: string;
  readonly to: readonly string[];
  /** Parameters of MAIL, as written. */
  readonly parameters: string;
  /** DATA without its dots. */
  readonly bytes: Buffer;
}

export interface SmtpSink {
  readonly port: number;
  readonly mails: SunkMail[];
  /** What is answered instead of 250: to a recipient, or to the end of DATA when `at` is "data". */
  refuse: ((at: string) => string | undefined) | undefined;
  /** The first mail that fits, waited for. */
  waitFor(what: string, fits: (mail: SunkMail) => boolean): Promise<SunkMail>;
  close(): Promise<void>;
}

/** Jobs wait for their turn behind all others, on a busy machine for long. */
const longestWayMs = 120_000;
const endOfData = Buffer.from("\r\n.\r\n");

/** A smarthost that keeps what it gets, written for tests apart from all of ours. */
export async function openSmtpSink(): Promise<SmtpSink> {
  const mails: SunkMail[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on("close", () => sockets.delete(socket)).on("error", () => undefined));
    talk(socket, sink);
  });
  const sink: SmtpSink = {
    port: 0,
    mails,
    refuse: undefined,
    waitFor: (what, fits) => until(`the smarthost got ${what}`, () => mails.find(fits), longestWayMs),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return Object.assign(sink, { port: (server.address() as AddressInfo).port });
}

function talk(socket: Socket, sink: SmtpSink): void {
  let held = Buffer.alloc(0);
  let data: Buffer[] | undefined;
  let mail = { from: "", to: [] as string[], parameters: "" };
  const say = (line: string): void => void socket.write(`${line}\r\n`);
  say("220 sink.example ESMTP");
  socket.on("data", (part: Buffer) => {
    held = Buffer.concat([held, part]);
    for (;;) {
      if (data) {
        const begins = held.indexOf(endOfData);
        if (begins < 0) return;
        // The line end before the dot belongs to the message.
        const stuffed = held.subarray(2, begins + 2);
        held = held.subarray(begins + endOfData.length);
        const bytes = Buffer.from(`\r\n${stuffed.toString("latin1")}`.replaceAll("\r\n..", "\r\n.").slice(2), "latin1");
        const answer = sink.refuse?.("data");
        if (!answer) sink.mails.push({ ...mail, bytes });
        say(answer ?? "250 2.0.0 Taken");
        data = undefined;
        mail = { from: "", to: [], parameters: "" };
        continue;
      }
      const end = held.indexOf("\r\n");
      if (end < 0) return;
      const line = held.toString("latin1", 0, end);
      held = held.subarray(end + 2);
      const address = /<([^>]*)>\s*(.*)$/.exec(line);
      if (/^EHLO/i.test(line))
        socket.write("250-sink.example\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250-DSN\r\n250 SIZE\r\n");
      else if (/^MAIL/i.test(line)) {
        mail = { from: address![1]!, to: [], parameters: address![2]! };
        say("250 2.1.0 Sender");
      } else if (/^RCPT/i.test(line)) {
        const answer = sink.refuse?.(address![1]!);
        if (!answer) mail.to.push(address![1]!);
        say(answer ?? "250 2.1.5 Recipient");
      } else if (/^DATA/i.test(line)) {
        say("354 Go on");
        data = [];
        // So that a message that begins with the end is seen as such.
        held = Buffer.concat([Buffer.from("\r\n"), held]);
      } else if (/^QUIT/i.test(line)) socket.end("221 2.0.0 Bye\r\n");
      else say("250 2.0.0 OK");
    }
  });
}

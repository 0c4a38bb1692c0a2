import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

/** One copy of a mail that the smarthost took. */
export interface FlakyCopy {
  /** Of the first recipient. */
  readonly to: string;
  readonly bytes: Buffer;
  /** The sender went on after the answer: so it was heard. */
  isHeard: boolean;
}

export interface FlakySmarthost {
  readonly port: number;
  readonly copies: FlakyCopy[];
  /** Recipients of mails that were refused for good. */
  readonly refused: Set<string>;
  /** How often each kind of trouble was made. */
  readonly troubles: Map<string, number>;
  /** From now on all goes well, until there is a storm again. */
  calm(): void;
  storm(): void;
  close(): Promise<void>;
}

/** Small and seeded (mulberry32): a run that fails can be made again. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A smarthost that stalls, hangs up and refuses at random, and keeps a truthful account of what it took. */
export async function openFlakySmarthost(seed: number): Promise<FlakySmarthost> {
  const random = randomOf(seed);
  const sockets = new Set<Socket>();
  let isCalm = false;
  const host = {
    port: 0,
    copies: [] as FlakyCopy[],
    refused: new Set<string>(),
    troubles: new Map<string, number>(),
    calm: () => void (isCalm = true),
    storm: () => void (isCalm = false),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
  const happens = (what: string, chance: number): boolean => {
    if (isCalm || random() >= chance) return false;
    host.troubles.set(what, (host.troubles.get(what) ?? 0) + 1);
    return true;
  };
  const server = createServer((socket) => {
    sockets.add(socket.on("close", () => sockets.delete(socket)).on("error", () => undefined));
    // The other side hangs up too, above all when it is killed.
    talk(socket, host, happens).catch(() => socket.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return Object.assign(host, { port: (server.address() as AddressInfo).port });
}

type Happens = (what: string, chance: number) => boolean;

async function talk(socket: Socket, host: Omit<FlakySmarthost, "port">, happens: Happens): Promise<void> {
  let [to, held, last]: [string, Buffer, FlakyCopy | undefined] = ["", Buffer.alloc(0), undefined];
  let isData = false;
  const say = (line: string): void => void socket.write(`${line}\r\n`);

  async function endOfData(bytes: Buffer): Promise<void> {
    if (happens("hung up before it was kept", 0.04)) return void socket.destroy();
    if (happens("put off at the end", 0.06)) return say("451 4.3.0 later");
    if (to.startsWith("gast") && happens("refused at the end", 0.02)) {
      host.refused.add(to);
      return say("554 5.7.1 no");
    }
    last = { to, bytes, isHeard: false };
    host.copies.push(last);
    if (happens("kept, and hung up without an answer", 0.05)) return void socket.destroy();
    if (happens("kept, and slow to answer", 0.03)) await pause(200);
    say("250 2.0.0 taken");
  }
  async function command(line: string): Promise<void> {
    if (last) last.isHeard = true;
    last = undefined;
    if (/^EHLO/i.test(line)) socket.write("250-flaky.example\r\n250-8BITMIME\r\n250-DSN\r\n250 SIZE\r\n");
    else if (/^MAIL/i.test(line)) {
      to = "";
      say("250 2.1.0 sender");
    } else if (/^RCPT/i.test(line)) {
      if (happens("put off at the recipient", 0.08)) return say("450 4.2.0 greylisted");
      if (happens("hung up at the recipient", 0.02)) return void socket.destroy();
      to ||= /<([^>]*)>/.exec(line)?.[1] ?? "";
      say("250 2.1.5 recipient");
    } else if (/^DATA/i.test(line)) {
      if (happens("put off at the content", 0.03)) return say("452 4.3.1 no room");
      isData = true;
      say("354 go on");
    } else if (/^QUIT/i.test(line)) socket.end("221 2.0.0 bye\r\n");
    else say("250 2.0.0 ok");
  }

  if (happens("busy at the door", 0.03)) return void socket.end("421 4.3.2 busy\r\n");
  if (happens("silent at the door", 0.02)) {
    await pause(300);
    return void socket.destroy();
  }
  say("220 flaky.example ESMTP");
  for await (const part of socket as AsyncIterable<Buffer>) {
    held = Buffer.concat([held, part]);
    if (isData && happens("hung up in the content", 0.04)) return void socket.destroy();
    for (;;) {
      const mark = isData ? "\r\n.\r\n" : "\r\n";
      const end = held.indexOf(mark);
      if (end < 0) break;
      const bytes = Buffer.from(held.subarray(0, isData ? end + 2 : end));
      held = held.subarray(end + mark.length);
      if (!isData) await command(bytes.toString("latin1"));
      else {
        isData = false;
        await endOfData(bytes);
      }
      if (socket.destroyed) return;
    }
  }
}

import { randomInt } from "node:crypto";
import { createSocket } from "node:dgram";
import { getServers } from "node:dns";
import { connect, isIPv4, isIPv6 } from "node:net";
import * as packets from "dns-packet";

export type AskedType = "MX" | "A" | "AAAA" | "TLSA" | "TXT";
export interface DnsRecord {
  readonly type: string;
  readonly data: unknown;
}

/** `isSecure`: validated by DNSSEC. `failed`: nobody answered, or the answer was an error, a broken signature among them. */
export type SecureAnswer =
  | { readonly kind: "found"; readonly isSecure: boolean; readonly records: readonly DnsRecord[] }
  | { readonly kind: "absent"; readonly isSecure: boolean }
  | { readonly kind: "failed"; readonly reason: string };

/** Never throws. */
export interface SecureDns {
  ask(name: string, type: AskedType): Promise<SecureAnswer>;
}

const tryMs = 4000;
const tries = 2;
const mostRecords = 50;
const datagramBytes = 1232;
const legalName =
  /^(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/i;

interface Server {
  readonly host: string;
  readonly port: number;
}

function serverOf(text: string): Server {
  const [, host = text, port = "53"] = /^\[(.+)\](?::(\d+))?$/.exec(text) ?? /^([\d.]+)(?::(\d+))?$/.exec(text) ?? [];
  return { host, port: Number(port) };
}

/** On the way from any other machine the AD bit could be set by anybody (RFC 7672, section 2.1.1). */
export const isLoopback = (host: string): boolean => (isIPv4(host) && host.startsWith("127.")) || host === "::1";

function overUdp({ host, port }: Server, question: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = createSocket(isIPv6(host) ? "udp6" : "udp4");
    const timer = setTimeout(() => end(() => reject(new Error("ETIMEOUT"))), tryMs);
    let isEnded = false;
    const end = (then: () => void): void => {
      if (isEnded) return;
      isEnded = true;
      clearTimeout(timer);
      socket.close();
      then();
    };
    socket.on("error", (error) => end(() => reject(error)));
    // Connected, so that only the resolver is heard.
    socket.connect(port, host, (error?: Error | null) => (error ? end(() => reject(error)) : socket.send(question)));
    socket.on("message", (answer) => {
      if (answer.length >= 12 && answer.readUInt16BE(0) === question.readUInt16BE(0)) end(() => resolve(answer));
    });
  });
}

function overTcp({ host, port }: Server, question: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(question.length);
    const socket = connect({ host, port }, () => socket.write(Buffer.concat([length, question])));
    const timer = setTimeout(() => socket.destroy(new Error("ETIMEOUT")), tryMs);
    let held = Buffer.alloc(0);
    socket.on("data", (part: Buffer) => {
      held = Buffer.concat([held, part]);
      // The length prefix bounds what is kept: 64 KiB.
      if (held.length < 2 || held.length < 2 + held.readUInt16BE(0)) return;
      resolve(held.subarray(2, 2 + held.readUInt16BE(0)));
      socket.destroy();
    });
    socket.once("error", reject);
    socket.once("close", () => {
      clearTimeout(timer);
      reject(new Error("ECONNRESET"));
    });
  });
}

function readAnswer(bytes: Buffer, question: Buffer, name: string, type: AskedType, believed: boolean): SecureAnswer {
  const answer = packets.decode(bytes);
  const asked = answer.questions?.[0];
  const isOurs = answer.type === "response" && bytes.readUInt16BE(0) === question.readUInt16BE(0);
  if (!isOurs || asked?.name.toLowerCase() !== name.toLowerCase() || asked.type !== type)
    return { kind: "failed", reason: "another question's answer" };
  const code = bytes[3]! & 15;
  const isSecure = believed && (bytes[3]! & 0x20) !== 0;
  if (code !== 0 && code !== 3) return { kind: "failed", reason: `code ${code}` };
  const all = (answer.answers ?? []) as readonly DnsRecord[];
  const records = all.filter((record) => record.type === type);
  if (records.length > mostRecords) return { kind: "failed", reason: "too many records" };
  return code === 3 || records.length === 0 ? { kind: "absent", isSecure } : { kind: "found", isSecure, records };
}

/** Over the configured resolver (`address` or `address:port`), else the system's first. */
export function openSecureDns(resolver: string | undefined): SecureDns {
  const server = serverOf(resolver ?? getServers()[0] ?? "127.0.0.1");
  const believed = isLoopback(server.host);
  const once = async (name: string, type: AskedType): Promise<SecureAnswer> => {
    const question = packets.encode({
      type: "query",
      id: randomInt(65_536),
      flags: packets.RECURSION_DESIRED | packets.AUTHENTIC_DATA,
      questions: [{ type, name }],
      additionals: [{ type: "OPT", name: ".", udpPayloadSize: datagramBytes, flags: 0, options: [] } as never],
    });
    const short = await overUdp(server, question);
    const isCut = (short[2]! & 2) !== 0;
    return readAnswer(isCut ? await overTcp(server, question) : short, question, name, type, believed);
  };
  return {
    ask: async (name, type) => {
      if (!legalName.test(name)) return { kind: "absent", isSecure: false };
      let reason = "";
      for (let at = 0; at < tries; at += 1)
        try {
          return await once(name, type);
        } catch (error) {
          reason = error instanceof Error ? error.message : String(error);
        }
      return { kind: "failed", reason };
    },
  };
}

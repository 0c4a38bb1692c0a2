import { createSocket } from "node:dgram";
import { once } from "node:events";
import type { AddressInfo } from "node:net";

/** Names to records: `{ "example.nl": { TXT: ["v=spf1 -all"], MX: ["mail.example.nl"], A: ["192.0.2.1"] } }`. */
export type Zone = Readonly<Record<string, Readonly<Partial<Record<keyof typeof types, readonly string[]>>>>>;

export interface DnsServer {
  /** As ZEGEL_RESOLVER takes it. */
  readonly address: string;
  /** Names and types that were asked for. */
  readonly asked: readonly string[];
  setZone(zone: Zone): void;
  /** From now on it says SERVFAIL, or nothing at all. */
  setMood(mood: "answers" | "fails" | "silent"): void;
  close(): Promise<void>;
}

const types = { A: 1, CNAME: 5, PTR: 12, MX: 15, TXT: 16, AAAA: 28 } as const;
type TypeName = keyof typeof types;

const nameBytes = (name: string): Buffer =>
  Buffer.concat([
    ...name
      .split(".")
      .filter(Boolean)
      .map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label, "latin1")])),
    Buffer.from([0]),
  ]);

function readName(message: Buffer): { name: string; end: number } {
  const labels: string[] = [];
  let at = 12;
  while (message[at]) {
    labels.push(message.toString("latin1", at + 1, at + 1 + message[at]!));
    at += message[at]! + 1;
  }
  return { name: labels.join(".").toLowerCase(), end: at + 1 };
}

function dataOf(type: TypeName, value: string): Buffer {
  if (type === "A") return Buffer.from(value.split(".").map(Number));
  if (type === "AAAA") {
    const [head = "", tail = ""] = value.split("::");
    const [first, last] = [head, tail].map((part) => part.split(":").filter(Boolean));
    const zeros = Array.from({ length: 8 - first!.length - last!.length }, () => "0");
    return Buffer.from([...first!, ...zeros, ...last!].map((group) => group.padStart(4, "0")).join(""), "hex");
  }
  if (type === "MX") return Buffer.concat([Buffer.from([0, 10]), nameBytes(value)]);
  if (type === "CNAME" || type === "PTR") return nameBytes(value);
  const strings = value.match(/.{1,255}/gs) ?? [""];
  return Buffer.concat(strings.map((text) => Buffer.concat([Buffer.from([text.length]), Buffer.from(text, "latin1")])));
}

function record(type: TypeName, value: string): Buffer {
  const data = dataOf(type, value);
  const head = Buffer.alloc(12);
  head.writeUInt16BE(0xc0_0c, 0);
  head.writeUInt16BE(types[type], 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(60, 6);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}

/** A name server on loopback (RFC 1035) that knows the zone it was given and nothing else. */
export async function startDnsServer(zone: Zone): Promise<DnsServer> {
  const socket = createSocket("udp4");
  const asked: string[] = [];
  let known = zone;
  let mood: "answers" | "fails" | "silent" = "answers";
  socket.on("message", (question, { port, address }) => {
    const { name, end } = readName(question);
    const type = (Object.keys(types) as TypeName[]).find((each) => types[each] === question.readUInt16BE(end));
    asked.push(`${name} ${type}`);
    if (mood === "silent") return;
    const found = (type && known[name]?.[type]) || [];
    const head = Buffer.from(question.subarray(0, 12));
    // Answer, authoritative, recursion available; SERVFAIL or NXDOMAIN where there is nothing to say.
    head.writeUInt16BE(
      0x84_80 | (mood === "fails" ? 2 : known[name] ? 0 : 3) | (question.readUInt16BE(2) & 0x01_00),
      2,
    );
    const answers = mood === "fails" ? [] : found.map((value) => record(type!, value));
    head.writeUInt16BE(answers.length, 6);
    head.writeUInt32BE(0, 8);
    socket.send(Buffer.concat([head, question.subarray(12, end + 4), ...answers]), port, address);
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return {
    address: `127.0.0.1:${(socket.address() as AddressInfo).port}`,
    asked,
    setZone: (next) => void (known = next),
    setMood: (next) => void (mood = next),
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

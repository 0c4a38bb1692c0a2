import { once } from "node:events";
import { connect, type Socket } from "node:net";

export interface RawAnswer {
  readonly status: number;
  readonly text: string;
}

export function openRaw(base: string): Socket {
  const { hostname, port } = new URL(base);
  const socket = connect({ host: hostname === "localhost" ? "127.0.0.1" : hostname, port: Number(port) });
  socket.on("error", () => undefined);
  return socket;
}

/** Sends bytes as they are and collects what comes back until the server closes. */
export async function rawExchange(base: string, bytes: string | Buffer): Promise<RawAnswer> {
  const socket = openRaw(base);
  const parts: Buffer[] = [];
  socket.on("data", (part: Buffer) => parts.push(part));
  await once(socket, "connect");
  socket.write(bytes);
  await once(socket, "close");
  const text = Buffer.concat(parts).toString("latin1");
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0), text };
}

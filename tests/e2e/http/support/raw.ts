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

/** Resolves when the connection is gone, in order or reset. */
export const closed = (socket: Socket): Promise<void> =>
  new Promise((resolve) => (socket.destroyed ? resolve() : socket.resume().once("close", () => resolve())));

/** Writes the same again and again, until the connection is gone. */
export function keepWriting(socket: Socket, text: string, everyMs: number): void {
  const timer = setInterval(() => socket.write(text), everyMs);
  socket.once("close", () => clearInterval(timer));
}

/** Sends bytes as they are and collects what comes back until the server closes. */
export async function rawExchange(base: string, bytes: string | Buffer): Promise<RawAnswer> {
  const socket = openRaw(base);
  const parts: Buffer[] = [];
  socket.on("data", (part: Buffer) => parts.push(part));
  await once(socket, "connect");
  socket.write(bytes);
  await closed(socket);
  const text = Buffer.concat(parts).toString("latin1");
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0), text };
}

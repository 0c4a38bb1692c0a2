import { once } from "node:events";
import { readFileSync } from "node:fs";
import { type IncomingMessage, request } from "node:http";

const mebibyte = 2 ** 20;

/** Noise, the same in each mebibyte but for its number. */
function pieceOf(number: number): Buffer {
  const piece = Buffer.alloc(mebibyte);
  for (let at = 0; at < mebibyte; at += 4) piece.writeUInt32LE(((at + number) * 2654435761) >>> 0, at);
  return piece;
}

export function* piecesOf(sizeBytes: number): Generator<Buffer> {
  const piece = pieceOf(0);
  for (let at = 0; at < sizeBytes; at += mebibyte) {
    piece.writeUInt32BE(at / mebibyte);
    yield Buffer.from(piece.subarray(0, sizeBytes - at));
  }
}

/** Sends all the bytes in one request. */
export async function upload(url: string, headers: Record<string, string>, sizeBytes: number): Promise<void> {
  const sending = request(url, { method: "PATCH", headers: { ...headers, "content-length": String(sizeBytes) } });
  const answered = once(sending, "response") as Promise<[IncomingMessage]>;
  answered.catch(() => undefined);
  for (const piece of piecesOf(sizeBytes)) if (!sending.write(piece)) await once(sending, "drain");
  sending.end();
  const [answer] = await answered;
  const text = Buffer.concat(await answer.toArray()).toString();
  if (answer.statusCode! >= 300) throw new Error(`${answer.statusCode}: ${text}`);
}

/** Reads everything and throws it away; megabytes a second. */
export async function download(url: string, headers: Record<string, string>, sizeBytes: number): Promise<number> {
  const startedMs = performance.now();
  const sending = request(url, { headers });
  sending.end();
  const [answer] = (await once(sending, "response")) as [IncomingMessage];
  let receivedBytes = 0;
  answer.on("data", (part: Buffer) => (receivedBytes += part.byteLength));
  await once(answer, "end");
  if (answer.statusCode !== 200 || receivedBytes !== sizeBytes)
    throw new Error(`${url}: ${answer.statusCode}, ${receivedBytes} bytes`);
  return sizeBytes / 1e6 / ((performance.now() - startedMs) / 1000);
}

/** Resident memory of a process while `act` runs, looked at ten times a second; the highest, in bytes. */
export async function peakMemory<Result>(pid: number, act: () => Promise<Result>): Promise<[Result, number]> {
  let peakBytes = 0;
  const look = (): void => {
    const [, kibibytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    peakBytes = Math.max(peakBytes, Number(kibibytes) * 1024);
  };
  const timer = setInterval(look, 100);
  look();
  try {
    const result = await act();
    return [result, peakBytes];
  } finally {
    clearInterval(timer);
  }
}

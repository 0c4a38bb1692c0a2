/*
 * Upload and download of one large file, against nginx on the same machine in the same run.
 *   npm run bench:transfer [MEBIBYTES] [-- --nginx PATH]     default: 2048
 * nginx keeps the bytes as they come and syncs nothing; we seal them, hash them and sync them.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type IncomingMessage, request } from "node:http";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { uploadProtocol } from "#/contract/index.ts";
import { freePorts } from "../tests/support/free-port.ts";
import { type RunningProcess, startProcess } from "../tests/support/process.ts";
import { startTestServer } from "../tests/support/server.ts";
import { setUpUnattended } from "../tests/support/unattended.ts";
import { until } from "../tests/support/until.ts";
import { beginUploadAt, sendUpload, signInAt, uploadHeaders } from "../tests/e2e/http/support/upload-flow.ts";

const { values, positionals } = parseArgs({ allowPositionals: true, options: { nginx: { type: "string" } } });
const mebibyte = 2 ** 20;
const sizeBytes = Number(positionals[0] ?? 2048) * mebibyte;
const nginxPath = values.nginx ?? "nginx";
const pageRequestBytes = 16 * mebibyte;

/** Noise, the same in each mebibyte but for its number. */
const piece = Buffer.alloc(mebibyte);
for (let at = 0; at < mebibyte; at += 4) piece.writeUInt32LE((at * 2654435761) >>> 0, at);

interface Measured {
  readonly megabytesPerSecond: number;
}

async function measured(run: () => Promise<void>): Promise<Measured> {
  const startMs = performance.now();
  await run();
  return { megabytesPerSecond: sizeBytes / 1e6 / ((performance.now() - startMs) / 1000) };
}

async function put(
  method: string,
  url: string,
  headers: Record<string, string>,
  fromByte: number,
  lengthBytes: number,
): Promise<IncomingMessage> {
  const sending = request(url, { method, headers: { ...headers, "content-length": String(lengthBytes) } });
  const answered = once(sending, "response") as Promise<[IncomingMessage]>;
  answered.catch(() => undefined);
  for (let at = fromByte; at < fromByte + lengthBytes; at += mebibyte) {
    piece.writeUInt32BE(at / mebibyte);
    if (!sending.write(Buffer.from(piece))) await once(sending, "drain");
  }
  sending.end();
  const [answer] = await answered;
  if (answer.statusCode! >= 300) throw new Error(`${answer.statusCode}: ${await answer.toArray()}`);
  answer.resume();
  await once(answer, "end");
  return answer;
}

/** Reads everything, and looks at the number of each mebibyte. */
async function get(url: string, headers: Record<string, string>): Promise<void> {
  const sending = request(url, { headers });
  sending.end();
  const [answer] = (await once(sending, "response")) as [IncomingMessage];
  let received = 0;
  let number = Buffer.alloc(0);
  for await (const part of answer as AsyncIterable<Buffer>) {
    for (let at = 0; at < part.byteLength;) {
      const inPiece = (received + at) % mebibyte;
      if (inPiece < 4) {
        const take = part.subarray(at, at + 4 - inPiece);
        number = Buffer.concat([number, take]);
        at += take.byteLength;
        if (number.byteLength < 4) continue;
        if (number.readUInt32BE() !== Math.floor((received + at - 1) / mebibyte))
          throw new Error("other bytes came back");
        number = Buffer.alloc(0);
      } else at += mebibyte - inPiece;
    }
    received += part.byteLength;
  }
  if (received !== sizeBytes) throw new Error(`${received} bytes came back`);
}

/** Resident memory of a process, looked at ten times a second; the highest in mebibytes. */
function watchMemory(pid: number): { readonly peak: () => number; readonly stop: () => void } {
  let peak = 0;
  const look = (): void => {
    const [, kibibytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    peak = Math.max(peak, Number(kibibytes) / 1024);
  };
  look();
  const timer = setInterval(look, 100);
  return { peak: () => Math.round(peak), stop: () => clearInterval(timer) };
}

interface Round {
  readonly upload: Measured;
  readonly uploadAsPages?: Measured;
  readonly download: Measured;
}

async function ofNginx(directory: string): Promise<Round | undefined> {
  const [port] = (await freePorts(1)) as [number];
  const configuration = `daemon off; pid ${directory}/pid; error_log ${directory}/error.log; user root; worker_processes 1;
events {}
http { access_log off; sendfile on; client_max_body_size 0; client_body_temp_path ${directory}/body;
  proxy_temp_path ${directory}/p; fastcgi_temp_path ${directory}/f; uwsgi_temp_path ${directory}/u; scgi_temp_path ${directory}/s;
  server { listen 127.0.0.1:${port}; root ${directory}/files; location / { dav_methods PUT; create_full_put_path on; } } }`;
  writeFileSync(join(directory, "nginx.conf"), configuration);
  let nginx: RunningProcess | undefined;
  try {
    nginx = startProcess(nginxPath, ["-p", directory, "-c", join(directory, "nginx.conf")]);
    const running = nginx;
    const url = `http://127.0.0.1:${port}/file.bin`;
    const isUp = await until("nginx answers", async () => {
      if (running.hasEnded()) return "gone";
      return fetch(url).then(
        () => "up",
        () => false,
      );
    });
    if (isUp === "gone") return void console.log(`nginx does not start: ${running.err()}`);
    const upload = await measured(async () => void (await put("PUT", url, {}, 0, sizeBytes)));
    const download = await measured(() => get(url, {}));
    return { upload, download };
  } finally {
    if (nginx && !nginx.hasEnded()) await nginx.end("SIGTERM");
  }
}

async function ofZegel(): Promise<Round & { readonly idle: number; readonly up: number; readonly down: number }> {
  const server = await startTestServer();
  try {
    const browser = await signInAt(server.url, await setUpUnattended(server, "bench.example"));
    const idle = watchMemory(server.process.pid);
    idle.stop();
    const memory = watchMemory(server.process.pid);
    const send = async (url: string, fromByte: number, lengthBytes: number): Promise<void> => {
      const headers = { "content-type": uploadProtocol.contentType, "upload-offset": String(fromByte) };
      const address = server.url.replace("localhost", "127.0.0.1") + url;
      const host = new URL(server.url).host;
      await put("PATCH", address, { ...uploadHeaders(browser), ...headers, host }, fromByte, lengthBytes);
    };
    const one = await beginUploadAt(browser, sizeBytes);
    const upload = await measured(() => send(one, 0, sizeBytes));
    const many = await beginUploadAt(browser, sizeBytes);
    const uploadAsPages = await measured(async () => {
      for (let at = 0; at < sizeBytes; at += pageRequestBytes)
        await send(many, at, Math.min(pageRequestBytes, sizeBytes - at));
    });
    const up = memory.peak();
    memory.stop();
    const attachment = await sendUpload(browser, one, sizeBytes);
    const reading = watchMemory(server.process.pid);
    const download = await measured(() => get(server.url + attachment, uploadHeaders(browser)));
    reading.stop();
    return { upload, uploadAsPages, download, idle: idle.peak(), up, down: reading.peak() };
  } finally {
    await server.stop();
  }
}

const directory = mkdtempSync(join(tmpdir(), "zegel-transfer-"));
const speed = (one: Measured): string => `${one.megabytesPerSecond.toFixed(0)} MB/s`;
try {
  const nginx = await ofNginx(directory);
  const zegel = await ofZegel();
  const ratio = (ours: Measured, theirs: Measured | undefined): string =>
    theirs ? `nginx ${speed(theirs)}, ratio ${(ours.megabytesPerSecond / theirs.megabytesPerSecond).toFixed(2)}` : "";
  console.log(`${sizeBytes / mebibyte} MiB`);
  console.log(`upload, one request:       ${speed(zegel.upload)}   ${ratio(zegel.upload, nginx?.upload)}`);
  console.log(
    `upload, as the pages do:   ${speed(zegel.uploadAsPages!)}   ${ratio(zegel.uploadAsPages!, nginx?.upload)}`,
  );
  console.log(`download:                  ${speed(zegel.download)}   ${ratio(zegel.download, nginx?.download)}`);
  console.log(`resident memory of the server: ${zegel.idle} MiB before, at most ${zegel.up} up, ${zegel.down} down`);
} finally {
  rmSync(directory, { recursive: true, force: true });
}

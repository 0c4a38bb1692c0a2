/*
 * Files against Apache's mod_dav and `rclone serve webdav`, on the same machine in the same run.
 *   npm run bench:files [MEBIBYTES] [FILES]     default: 1024 and 10000; with --many also 100,000 files of 4 KB
 * The peers keep the bytes as they come and sync nothing; we seal, sign and sync them.
 */
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { Agent, type IncomingMessage, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { batchProtocol, fileRoutes } from "#/contract/index.ts";
import { signInAt, uploadHeaders } from "../tests/e2e/http/support/upload-flow.ts";
import { freePorts } from "../tests/support/free-port.ts";
import { type RunningProcess, startProcess } from "../tests/support/process.ts";
import { startTestServer } from "../tests/support/server.ts";
import { setUpUnattended } from "../tests/support/unattended.ts";
import { until } from "../tests/support/until.ts";

const { values, positionals } = parseArgs({ allowPositionals: true, options: { many: { type: "boolean" } } });
const mebibyte = 2 ** 20;
const largeBytes = Number(positionals[0] ?? 1024) * mebibyte;
const smallFiles = Number(positionals[1] ?? 10_000);
const smallBytes = 10_000;
const listed = 1000;
const atOnce = 8;

interface Place {
  readonly base: string;
  readonly headers: Record<string, string>;
}

const agent = new Agent({ keepAlive: true, maxSockets: atOnce });

async function ask(
  method: string,
  url: string,
  headers: Record<string, string>,
  body?: Buffer | AsyncIterable<Buffer>,
) {
  const sending = request(url, { method, headers, agent });
  const answered = once(sending, "response") as Promise<[IncomingMessage]>;
  answered.catch(() => undefined);
  if (body && !Buffer.isBuffer(body)) {
    for await (const part of body) if (!sending.write(part)) await once(sending, "drain");
    sending.end();
  } else sending.end(body);
  const [answer] = await answered;
  let bytes = 0;
  for await (const part of answer as AsyncIterable<Buffer>) bytes += part.byteLength;
  if (answer.statusCode! >= 300) throw new Error(`${method} ${url}: ${answer.statusCode}`);
  return bytes;
}

async function seconds(run: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now();
  await run();
  return (performance.now() - startMs) / 1000;
}

const noise = randomBytes(mebibyte);
async function* large(): AsyncGenerator<Buffer, void> {
  for (let at = 0; at < largeBytes; at += mebibyte) yield noise;
}

async function each(count: number, run: (index: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < count) await run(next++);
    }),
  );
}

const small = (index: number): Buffer => noise.subarray(index % 1000, (index % 1000) + smallBytes);

interface Figures {
  readonly putMbps: number;
  readonly getMbps: number;
  readonly smallPerSecond: number;
  readonly listMs: number;
}

async function measure({ base, headers }: Place): Promise<Figures> {
  const sized = { ...headers, "content-length": String(largeBytes) };
  const megabytes = largeBytes / 1e6;
  const putSeconds = await seconds(() => ask("PUT", `${base}/groot.bin`, sized, large()));
  const getSeconds = await seconds(async () => {
    if ((await ask("GET", `${base}/groot.bin`, headers)) !== largeBytes) throw new Error("not all came back");
  });
  await ask("MKCOL", `${base}/klein`, headers);
  const smallSeconds = await seconds(() =>
    each(smallFiles, (index) => ask("PUT", `${base}/klein/${index}.bin`, headers, small(index))),
  );
  await ask("MKCOL", `${base}/lijst`, headers);
  await each(listed, (index) => ask("PUT", `${base}/lijst/${index}.bin`, headers, small(index)));
  const times: number[] = [];
  for (let round = 0; round < 7; round++)
    times.push(await seconds(() => ask("PROPFIND", `${base}/lijst/`, { ...headers, depth: "1" })));
  const listMs = times.toSorted((one, other) => one - other)[3]! * 1000;
  return {
    putMbps: megabytes / putSeconds,
    getMbps: megabytes / getSeconds,
    smallPerSecond: smallFiles / smallSeconds,
    listMs,
  };
}

async function running<T>(program: RunningProcess, url: string, run: () => Promise<T>): Promise<T | undefined> {
  try {
    const state = await until("the peer answers", async () =>
      program.hasEnded()
        ? "gone"
        : fetch(url).then(
            () => "up",
            () => false,
          ),
    );
    if (state === "gone") return void console.log(`a peer does not start: ${program.err()}`);
    return await run();
  } finally {
    if (!program.hasEnded()) await program.end("SIGTERM");
  }
}

async function ofApache(directory: string): Promise<Figures | undefined> {
  const [port] = (await freePorts(1)) as [number];
  const modules = "/usr/lib/apache2/modules";
  mkdirSync(join(directory, "apache"));
  const load = ["mpm_event", "authz_core", "dav", "dav_fs", "dav_lock"]
    .map((name) => `LoadModule ${name}_module ${modules}/mod_${name}.so`)
    .join("\n");
  writeFileSync(
    join(directory, "apache.conf"),
    `${load}
ServerName localhost
Listen 127.0.0.1:${port}
PidFile ${directory}/apache.pid
ErrorLog ${directory}/apache.log
User www-data
DocumentRoot ${directory}/apache
DavLockDB ${directory}/locks
LimitRequestBody 0
MaxKeepAliveRequests 0
<Directory ${directory}/apache>
  Dav On
  Require all granted
</Directory>`,
  );
  execFileSync("chown", ["-R", "www-data", directory]);
  const apache = startProcess("/usr/sbin/apache2", ["-X", "-f", join(directory, "apache.conf")]);
  const base = `http://127.0.0.1:${port}`;
  return running(apache, base, () => measure({ base, headers: {} }));
}

async function ofRclone(directory: string): Promise<Figures | undefined> {
  const [port] = (await freePorts(1)) as [number];
  mkdirSync(join(directory, "rclone"));
  const rclone = startProcess("rclone", ["serve", "webdav", "--addr", `127.0.0.1:${port}`, join(directory, "rclone")]);
  const base = `http://127.0.0.1:${port}`;
  return running(rclone, base, () => measure({ base, headers: {} }));
}

function batchOf(from: number, count: number, sizeBytes: number): Buffer {
  const parts: Buffer[] = [];
  for (let index = from; index < from + count; index++) {
    const head = Buffer.from(JSON.stringify({ path: [`map ${Math.floor(index / 1000)}`, `${index}.bin`], sizeBytes }));
    const size = Buffer.alloc(4);
    size.writeUInt32BE(head.byteLength);
    parts.push(size, head, small(index).subarray(0, sizeBytes));
  }
  return Buffer.concat(parts);
}

const memoryOf = (pid: number): number =>
  Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024;

async function ofZegel() {
  const server = await startTestServer();
  try {
    const browser = await signInAt(server.url, await setUpUnattended(server, "bench.example"));
    const { folders } = await browser.call<{ folders: { folderId: string; kind: string }[] }>(
      fileRoutes.listTopFolders,
    );
    const program = await browser.call<{ userName: string; secret: string }>(fileRoutes.letProgramIn, {
      body: { label: "bench" },
    });
    const authorization = `Basic ${Buffer.from(`${program.userName}:${program.secret}`).toString("base64")}`;
    const address = server.url.replace("localhost", "127.0.0.1");
    const host = new URL(server.url).host;
    const figures = await measure({ base: `${address}/dav/Algemeen`, headers: { authorization, host } });
    const peak = memoryOf(server.process.pid);
    const own = folders.find(({ kind }) => kind === "own")!.folderId;
    const path = batchProtocol.path.replace(":folderId", own);
    const headers = { ...uploadHeaders(browser), host, "content-type": batchProtocol.contentType };
    const send = (count: number, sizeBytes: number) =>
      seconds(async () => {
        for (let from = 0; from < count; from += 200)
          await ask("POST", address + path, headers, batchOf(from, Math.min(200, count - from), sizeBytes));
      });
    const batchPerSecond = smallFiles / (await send(smallFiles, smallBytes));
    const many = values.many ? 100_000 / (await send(100_000, 4096)) : undefined;
    return { ...figures, batchPerSecond, many, peak, after: memoryOf(server.process.pid) };
  } finally {
    await server.stop();
  }
}

const directory = mkdtempSync(join(tmpdir(), "zegel-files-"));
try {
  const apache = await ofApache(directory);
  const rclone = await ofRclone(directory);
  const zegel = await ofZegel();
  const line = (what: string, unit: string, ours: number, of: (figures: Figures) => number): void => {
    const peers = [
      ["Apache", apache],
      ["rclone", rclone],
    ] as const;
    const told = peers.map(([name, figures]) =>
      figures
        ? `${name} ${of(figures).toFixed(0)} ${unit} (ratio ${(ours / of(figures)).toFixed(2)})`
        : `${name} did not run`,
    );
    console.log(`${what}: ${ours.toFixed(0)} ${unit}; ${told.join("; ")}`);
  };
  line(`PUT of ${largeBytes / mebibyte} MiB`, "MB/s", zegel.putMbps, ({ putMbps }) => putMbps);
  line(`GET of ${largeBytes / mebibyte} MiB`, "MB/s", zegel.getMbps, ({ getMbps }) => getMbps);
  line(
    `${smallFiles} files of 10 KB, one PUT each`,
    "a second",
    zegel.smallPerSecond,
    ({ smallPerSecond }) => smallPerSecond,
  );
  line(
    `${smallFiles} files of 10 KB, in batches`,
    "a second",
    zegel.batchPerSecond,
    ({ smallPerSecond }) => smallPerSecond,
  );
  line(`PROPFIND of ${listed} entries`, "ms", zegel.listMs, ({ listMs }) => listMs);
  if (zegel.many) console.log(`100,000 files of 4 KB in batches: ${(100_000 / zegel.many / 60).toFixed(1)} minutes`);
  console.log(
    `highest memory of the server: ${zegel.peak.toFixed(0)} MiB by WebDAV, ${zegel.after.toFixed(0)} MiB after the batches`,
  );
} finally {
  agent.destroy();
  rmSync(directory, { recursive: true, force: true });
}

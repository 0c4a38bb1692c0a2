/*
 * Sealing and opening, against the `age` program and its TypeScript implementation, in one run on one machine.
 *   npm run bench:vault [MEBIBYTES]
 */
import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdtemp, open, rm, writeFile } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { Decrypter, Encrypter } from "age-encryption";
import { type Bytes, collect } from "#/kernel/index.ts";
import {
  ageIdentityText,
  ageRecipientText,
  openBytes,
  openRange,
  sealBytes,
  sealStream,
  type SealedObject,
  unwrapSecret,
  wrapSecret,
} from "#/vault/index.ts";
import { newDesk } from "../tests/support/vault/sealed.ts";

const run = promisify(execFile);
const mebibyte = 1024 * 1024;
const sizeBytes = Number(process.argv[2] ?? 256) * mebibyte;
const directory = await mkdtemp(join(tmpdir(), "zegel-bench-"));
const path = (name: string): string => join(directory, name);
const desk = newDesk();
const recipient = ageRecipientText(desk.input.epochPublic);
const identity = ageIdentityText(desk.epochSecret);
const rounds = 3;

const streaming = { highWaterMark: mebibyte };

const readFile = (name: string, startByte = 0, endByte = Infinity): AsyncIterable<Bytes> =>
  createReadStream(path(name), { ...streaming, start: startByte, end: endByte - 1 });

const writeOut = (name: string, parts: AsyncIterable<Bytes>): Promise<void> =>
  pipeline(parts, createWriteStream(path(name), { highWaterMark: 4 * mebibyte }));

async function makeInput(): Promise<void> {
  await using file = await open(path("plain"), "w");
  for (let at = 0; at < sizeBytes; at += mebibyte) await file.write(randomBytes(mebibyte));
}

let sealedObject: SealedObject;

async function sealFile(): Promise<void> {
  const { payload, sealed } = sealStream(desk.input, readFile("plain"));
  await writeOut("payload", payload);
  sealedObject = await sealed;
}

const openFile = (): Promise<void> =>
  writeOut(
    "opened",
    openRange(desk.opening(sealedObject), (start, end) => readFile("payload", start, end)),
  );

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

/** Beside the clock the seconds of processor, of all threads: on a busy machine they say more than the clock. */
interface Took {
  readonly wall: number;
  readonly processor: number;
}

async function ownProcess(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

async function program(...args: readonly string[]): Promise<number> {
  const { stderr } = await run("bash", ["-c", 'TIMEFORMAT="%U %S"; time "$@"', "bash", ...args]);
  const [user = 0, system = 0] = stderr.trim().split(/\s+/).slice(-2).map(Number);
  return user + system;
}

/** The best of some rounds of each, in turn, so that a noisy neighbour hits all alike. */
async function compare(works: readonly (() => Promise<number>)[]): Promise<Took[]> {
  const best = works.map((): Took => ({ wall: Infinity, processor: Infinity }));
  for (let round = 0; round < rounds; round++)
    for (const [place, work] of works.entries()) {
      let processor = Infinity;
      const wall = await seconds(async () => void (processor = await work()));
      const { wall: leastWall, processor: leastProcessor } = best[place]!;
      best[place] = { wall: Math.min(leastWall, wall), processor: Math.min(leastProcessor, processor) };
    }
  return best;
}

interface Row {
  readonly task: string;
  readonly zegel: string;
  readonly age: string;
  readonly ratio: string;
}

const rate = (bytes: number, took: number): string => `${(bytes / took / 1e6).toFixed(0)} MB/s`;

async function largeFiles(): Promise<Row[]> {
  const name = `${sizeBytes / mebibyte} MiB, file to file`;
  const rows = (task: string, [zegel, age]: Took[]): Row[] => [
    {
      task: `${task} ${name}`,
      zegel: rate(sizeBytes, zegel!.wall),
      age: rate(sizeBytes, age!.wall),
      ratio: (age!.wall / zegel!.wall).toFixed(2),
    },
    {
      task: `${task}: seconds of processor`,
      zegel: zegel!.processor.toFixed(2),
      age: age!.processor.toFixed(2),
      ratio: (age!.processor / zegel!.processor).toFixed(2),
    },
  ];
  await writeFile(path("key"), `${identity}\n`);
  const sealing = await compare([
    () => ownProcess(sealFile),
    () => program("age", "-r", recipient, "-o", path("age"), path("plain")),
  ]);
  const opening = await compare([
    () => ownProcess(openFile),
    () => program("age", "-d", "-i", path("key"), "-o", path("out"), path("age")),
  ]);
  return [...rows("seal", sealing), ...rows("open", opening)];
}

const microseconds = (work: () => unknown, turns: number): number => {
  for (let turn = 0; turn < turns / 5; turn++) work();
  const started = performance.now();
  for (let turn = 0; turn < turns; turn++) work();
  return ((performance.now() - started) * 1000) / turns;
};

async function smallObjects(): Promise<Row[]> {
  const plain = randomBytes(10_000);
  const { payload, ...sealed } = sealBytes(desk.input, plain);
  const opening = desk.opening(sealed);
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  const theirs = await encrypter.encrypt(plain);
  const turns = 50;
  const each = async (work: () => Promise<unknown>): Promise<number> =>
    (await seconds(async () => {
      for (let turn = 0; turn < turns; turn++) await work();
    })) *
    (1e6 / turns);
  const row = (task: string, ours: number, other: number): Row => ({
    task,
    zegel: `${ours.toFixed(0)} µs`,
    age: `${other.toFixed(0)} µs (age-encryption)`,
    ratio: (other / ours).toFixed(2),
  });
  return [
    row(
      "seal 10 KB, sign, tree",
      microseconds(() => sealBytes(desk.input, plain), 3000),
      await each(() => encrypter.encrypt(plain)),
    ),
    row(
      "open 10 KB, verify, tree",
      microseconds(() => openBytes(opening, payload), 3000),
      await each(() => decrypter.decrypt(theirs)),
    ),
  ];
}

/** What the cipher alone can do on this machine, in chunks as ours are. */
async function ceiling(): Promise<string> {
  const args = ["speed", "-mr", "-seconds", "1", "-bytes", "65536", "-evp", "chacha20-poly1305"];
  const { stdout } = await run("openssl", args);
  const bytesPerSecond = Number(/^\+F:.*:([\d.]+)$/m.exec(stdout)?.[1]);
  return `openssl speed -evp chacha20-poly1305, chunks of 64 KiB, per second of processor: ${(bytesPerSecond / 1e6).toFixed(0)} MB`;
}

async function otherFigures(): Promise<string[]> {
  const range = { start: sizeBytes - 500_000, end: sizeBytes - 400_000 };
  const times: number[] = [];
  for (let turn = 0; turn < 50; turn++)
    times.push(
      await seconds(async () => {
        await collect(
          openRange(desk.opening(sealedObject), (a, b) => readFile("payload", a, b), range),
          sizeBytes,
        );
      }),
    );
  const median = times.toSorted((a, b) => a - b)[25]! * 1000;
  const wrap = wrapSecret(desk.input.epochPublic, desk.epochSecret);
  return [
    await ceiling(),
    `100 KB near the end of ${sizeBytes / mebibyte} MiB, with all checks: ${median.toFixed(2)} ms`,
    `wrap a secret: ${microseconds(() => wrapSecret(desk.input.epochPublic, desk.epochSecret), 2000).toFixed(0)} µs`,
    `unwrap a secret: ${microseconds(() => unwrapSecret(desk.epochSecret, wrap), 2000).toFixed(0)} µs`,
    `largest memory of this process: ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB`,
  ];
}

try {
  await makeInput();
  const large = await largeFiles();
  const others = await otherFigures();
  console.log(
    `${cpus().length} × ${cpus()[0]!.model}, Node ${process.version}; best of ${rounds}; ratio above 1: Zegel is faster`,
  );
  console.table([...large, ...(await smallObjects())]);
  for (const line of others) console.log(line);
} finally {
  await rm(directory, { recursive: true, force: true });
}

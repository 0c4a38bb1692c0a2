import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import type { Bytes } from "#/kernel/index.ts";
import { findConfinement } from "./confinement.ts";
import { defaultLimits, type ExtractedPart, type Extraction, type ExtractionLimits, type FileKind } from "./types.ts";

const pageBytes = 4096;
const watchEveryMs = 50;
const atOnce = 2;

export interface ExtractOptions {
  /** As its sender wrote it; decides only between kinds of text. */
  readonly name: string;
  readonly mediaType?: string;
  readonly limits?: Partial<ExtractionLimits>;
}

interface End {
  readonly kind: FileKind;
  readonly outcome: Extraction["outcome"];
  readonly unread: Extraction["unread"];
  readonly truncated: boolean;
}

let running = 0;
const waiting: (() => void)[] = [];

/** No more readers at once than a small machine bears. */
async function inTurn<T>(act: () => Promise<T>): Promise<T> {
  if (running >= atOnce) await new Promise<void>((resolve) => void waiting.push(resolve));
  else running += 1;
  try {
    return await act();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

const failed = (outcome: Extraction["outcome"], parts: readonly ExtractedPart[] = []): Extraction => ({
  kind: "unknown",
  outcome,
  parts,
  unread: [],
  truncated: parts.length > 0,
});

async function residentBytes(pid: number): Promise<number> {
  const statm = await readFile(`/proc/${pid}/statm`, "utf8").catch(() => "");
  return Number(statm.split(" ")[1] ?? 0) * pageBytes;
}

/**
 * The text of a file of any kind that office people send, read in a process of its own that reaches nothing and is ended when it
 * takes too long or too much. Whatever the file is, the answer is an `Extraction`; only what `source` throws is thrown.
 */
export async function extractText(
  source: AsyncIterable<Bytes> | Bytes,
  { name, mediaType, limits: wanted }: ExtractOptions,
): Promise<Extraction> {
  const limits = { ...defaultLimits, ...wanted };
  const confinement = await findConfinement();
  if (!confinement) return failed("off");
  return inTurn(async () => {
    const child = confinement.start(Math.floor(limits.memoryBytes / 2 / 2 ** 20));
    const parts: ExtractedPart[] = [];
    let end: End | undefined;
    let killedFor: "too-slow" | "too-large" | undefined;
    const kill = (why: typeof killedFor): void => {
      killedFor ??= why;
      child.kill("SIGKILL");
    };
    const timer = setTimeout(() => kill("too-slow"), limits.timeMs);
    const watch = setInterval(() => {
      if (child.pid === undefined) return;
      void residentBytes(child.pid).then((bytes) => bytes > limits.memoryBytes && kill("too-large"));
    }, watchEveryMs);
    const closed = new Promise<void>((resolve) => {
      child.once("error", () => resolve());
      child.once("close", () => resolve());
    });
    let textLeft = limits.textLength;
    child.stderr!.resume();
    createInterface({ input: child.stdout! }).on("line", (line) => {
      const said = JSON.parse(line) as { part?: ExtractedPart; end?: End };
      end = said.end ?? end;
      if (!said.part) return;
      textLeft -= said.part.text.length;
      if (textLeft < 0 || parts.length >= limits.parts) kill("too-large");
      else parts.push(said.part);
    });
    try {
      const head = Buffer.from(JSON.stringify({ name, mediaType, limits }));
      const length = Buffer.alloc(4);
      length.writeUInt32BE(head.length);
      const feeding = feed(child.stdin!, Buffer.concat([length, head]), source, limits.inputBytes);
      // A reader that died waits for nothing more of the source.
      if ((await Promise.race([feeding, closed])) === false) kill("too-large");
      await closed;
    } finally {
      clearTimeout(timer);
      clearInterval(watch);
      child.kill("SIGKILL");
    }
    if (end && !killedFor) return { ...end, parts };
    return failed(killedFor ?? "damaged", parts);
  });
}

type Input = NonNullable<ReturnType<typeof import("node:child_process").spawn>["stdin"]>;

/** Gives false where the file is larger than the bound. A reader that died takes no more: that is told by its end. */
async function feed(input: Input, head: Bytes, source: AsyncIterable<Bytes> | Bytes, most: number): Promise<boolean> {
  let isBroken = false;
  input.on("error", () => void (isBroken = true));
  input.write(head);
  let sizeBytes = 0;
  const chunks = source instanceof Uint8Array ? [source] : source;
  for await (const chunk of chunks) {
    sizeBytes += chunk.length;
    if (sizeBytes > most) return false;
    if (isBroken || input.destroyed) break;
    if (!input.write(chunk)) await drained(input);
  }
  input.end();
  return true;
}

const drained = (input: Input): Promise<void> =>
  new Promise((resolve) => {
    // One that is gone already says nothing more.
    if (input.destroyed) return resolve();
    const go = (): void => {
      for (const event of ["drain", "close", "error"]) input.off(event, go);
      resolve();
    };
    for (const event of ["drain", "close", "error"]) input.once(event, go);
  });

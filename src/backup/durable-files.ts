import { createHash, type Hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, readFile, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { constants, createZstdCompress, createZstdDecompress } from "node:zlib";
import { isUnreadable, withRoom } from "#/blobs/index.ts";
import { type Bytes, newId } from "#/kernel/index.ts";

/** A file of a backup, as its manifest names it. */
export interface PartFile {
  readonly sizeBytes: number;
  /** Hexadecimal, of the file as it lies there. */
  readonly sha256: string;
}

export async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, "r");
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

/** Made with mode 0700 where it is missing, its name durable in the one above. */
export async function makeDirectory(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true, mode: 0o700 });
  if (first !== undefined) await syncDirectory(dirname(first));
}

async function* counted(source: AsyncIterable<Bytes>, hash: Hash, count: (bytes: number) => void) {
  for await (const part of source) {
    hash.update(part);
    count(part.byteLength);
    yield part;
  }
}

/**
 * Writes a file of mode 0600 that is whole and durable when this resolves, and not there when it throws.
 * @throws Refusal `blobs.disk_full`.
 */
export const writeFile = (path: string, source: AsyncIterable<Bytes>): Promise<PartFile> =>
  withRoom(writeWhole(path, source));

async function writeWhole(path: string, source: AsyncIterable<Bytes>): Promise<PartFile> {
  const draft = join(dirname(path), `.${basename(path)}.${newId()}`);
  const file = await open(draft, "wx", 0o600);
  const hash = createHash("sha256");
  let sizeBytes = 0;
  try {
    try {
      for await (const part of counted(source, hash, (bytes) => (sizeBytes += bytes)))
        for (let at = 0; at < part.byteLength;) at += (await file.write(part, at)).bytesWritten;
      await file.datasync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  return { sizeBytes, sha256: hash.digest("hex") };
}

/** The same, compressed (RFC 8878). */
export async function writeCompressed(path: string, source: AsyncIterable<Bytes>): Promise<PartFile> {
  const compress = createZstdCompress({ params: { [constants.ZSTD_c_compressionLevel]: 1 } });
  const pumping = pipeline(source, compress);
  const [written] = await Promise.all([writeFile(path, compress), pumping]);
  return written;
}

export async function hashFile(path: string): Promise<PartFile | undefined> {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  try {
    for await (const part of createReadStream(path) as AsyncIterable<Buffer>) {
      hash.update(part);
      sizeBytes += part.byteLength;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT" || isUnreadable(error)) return undefined;
    throw error;
  }
  return { sizeBytes, sha256: hash.digest("hex") };
}

/** Whether the file is there and has what was written. */
export async function isWhole(path: string, expected: PartFile): Promise<boolean> {
  const found = await hashFile(path);
  return found?.sizeBytes === expected.sizeBytes && found.sha256 === expected.sha256;
}

/** The content of what `writeCompressed` wrote. */
export async function* readCompressed(path: string): AsyncGenerator<Bytes, void> {
  const expand = createZstdDecompress();
  const pumping = pipeline(createReadStream(path), expand);
  pumping.catch(() => undefined); // also an error of `expand`, which is thrown below
  for await (const part of expand) yield part as Buffer;
  await pumping;
}

export async function* linesOf(source: AsyncIterable<Bytes>): AsyncGenerator<string, void> {
  let rest = "";
  for await (const part of source) {
    // Lines of ASCII alone: no character is cut in two.
    const lines = (rest + Buffer.from(part).toString("latin1")).split("\n");
    rest = lines.pop()!;
    yield* lines;
  }
  if (rest !== "") yield rest;
}

export async function* inParts(...texts: readonly string[]): AsyncGenerator<Bytes, void> {
  for (const text of texts) yield Buffer.from(text, "utf8");
}

export async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

export async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}

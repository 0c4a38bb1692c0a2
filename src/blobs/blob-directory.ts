import { chmod, mkdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { type Bytes, dayMs, type Id, isId, newId, Refusal } from "#/kernel/index.ts";
import { type BlobFiles, nodeBlobFiles, withRoom } from "./blob-files.ts";
import { type BlobPart, openBlobPart } from "./blob-part.ts";

/** Payloads by id. Sealed bytes only: nothing here ever sees plain ones. */
export interface BlobStore {
  /**
   * Durable when it resolves: bytes and name outlive a power failure. On failure nothing is left. Refuses with
   * `blobs.disk_full` what would take the last of the disk, on which the database often lies too.
   */
  write(id: Id, source: AsyncIterable<Bytes>): Promise<{ sizeBytes: number }>;
  /** Refuses with `blobs.disk_full` as `write` does: before something is begun that belongs to no blob. */
  assertRoom(): Promise<void>;
  /** What may still be written, in bytes. */
  room(): Promise<number>;
  /** From `startByte` up to, not including, `endByte`. Fails when the blob is not there. */
  read(id: Id, startByte?: number, endByte?: number): AsyncIterable<Bytes>;
  /** Durable when it resolves; no error when it was not there. */
  remove(id: Id): Promise<void>;
  /** Moves a blob to where it is no blob any more, and is kept. Durable when it resolves; no error when it was not there. */
  setAside(id: Id): Promise<void>;
  size(id: Id): Promise<number | undefined>;
  list(): AsyncIterable<Id>;
  /** A payload that comes in several goes: opened again, or begun. It is no blob yet. Refuses as `write` does. */
  openPart(id: Id): Promise<BlobPart>;
  /** The part, which is whole and synced, becomes a blob; done already is fine. Durable when it resolves. */
  keepPart(id: Id, blobId: Id): Promise<void>;
  /** Durable when it resolves; no error when it was not there. */
  removePart(id: Id): Promise<void>;
}

const readBytes = 1_048_832; // one piece of a sealed object
const temporaryName = "incoming";
const partsName = "parts";
const asideName = "quarantine";
const reserveBytes = 2 ** 30;
const reserveShare = 0.05;
/** So much is written between two looks at how full the disk is. */
const lookEveryBytes = 2 ** 26;
/** Far less than it takes to fill what is held back. */
const roomLastsMs = 50;
const fanOut = /^[0-9a-f]{2}$/;

class BlobDirectory implements BlobStore {
  readonly #root: string;
  readonly #files: BlobFiles;
  readonly #directories = new Map<string, Promise<void>>();
  #roomUntilMs = 0;

  constructor(root: string, files: BlobFiles) {
    this.#root = root;
    this.#files = files;
  }

  /** By the last bytes of the id, which are random; the first ones are the time. */
  #path(id: Id): string {
    if (!isId(id)) throw new TypeError("not an id");
    return join(this.#root, id.slice(-2), id.slice(-4, -2), id);
  }

  /** Makes the two directories of the fan-out, each with its name durable in the one above. */
  async #ensureDirectory(path: string): Promise<void> {
    const known = this.#directories.get(path);
    if (known) return known;
    const made = this.#makeDirectory(path);
    this.#directories.set(path, made);
    made.catch(() => this.#directories.delete(path));
    return made;
  }

  async #makeDirectory(path: string): Promise<void> {
    const parent = dirname(path);
    if (parent !== this.#root) await this.#ensureDirectory(parent);
    await this.#files.makeDirectory(path);
    // Also when it was there: whoever made it may not have come as far as syncing it.
    await this.#files.syncDirectory(parent);
  }

  async assertRoom(): Promise<void> {
    if (performance.now() < this.#roomUntilMs) return;
    const { freeBytes, totalBytes } = await this.#files.space(this.#root);
    if (freeBytes < Math.min(reserveBytes, totalBytes * reserveShare))
      throw new Refusal("unavailable", "blobs.disk_full");
    this.#roomUntilMs = performance.now() + roomLastsMs;
  }

  async room(): Promise<number> {
    const { freeBytes, totalBytes } = await this.#files.space(this.#root);
    return Math.max(0, Math.floor(freeBytes - Math.min(reserveBytes, totalBytes * reserveShare)));
  }

  write(id: Id, source: AsyncIterable<Bytes>): Promise<{ sizeBytes: number }> {
    return withRoom(this.#write(id, source));
  }

  async #write(id: Id, source: AsyncIterable<Bytes>): Promise<{ sizeBytes: number }> {
    const path = this.#path(id);
    const temporary = join(this.#root, temporaryName, newId());
    await this.assertRoom();
    const file = await this.#files.create(temporary);
    try {
      let sizeBytes = 0;
      try {
        for await (const part of source) {
          for (let at = 0; at < part.byteLength;) at += (await file.write(part, at)).bytesWritten;
          const isTimeToLook =
            Math.floor((sizeBytes + part.byteLength) / lookEveryBytes) > Math.floor(sizeBytes / lookEveryBytes);
          sizeBytes += part.byteLength;
          if (isTimeToLook) await this.assertRoom();
        }
        await this.#files.sync(file, temporary);
      } finally {
        await file.close();
      }
      await this.#ensureDirectory(dirname(path));
      await this.#files.rename(temporary, path);
      await this.#files.syncDirectory(dirname(path));
      return { sizeBytes };
    } catch (error) {
      await this.#files.remove(temporary);
      throw error;
    }
  }

  async *read(id: Id, startByte = 0, endByte = Number.MAX_SAFE_INTEGER): AsyncGenerator<Bytes, void> {
    const file = await this.#files.openToRead(this.#path(id));
    try {
      for (let at = startByte; at < endByte;) {
        const part = Buffer.allocUnsafe(Math.min(readBytes, endByte - at));
        const { bytesRead } = await file.read(part, 0, part.byteLength, at);
        if (bytesRead === 0) return;
        at += bytesRead;
        yield part.subarray(0, bytesRead);
      }
    } finally {
      await file.close();
    }
  }

  async remove(id: Id): Promise<void> {
    const path = this.#path(id);
    if ((await this.#files.size(path)) === undefined) return;
    await this.#files.remove(path);
    await this.#files.syncDirectory(dirname(path));
  }

  async setAside(id: Id): Promise<void> {
    const path = this.#path(id);
    if ((await this.#files.size(path)) === undefined) return;
    const aside = join(this.#root, asideName);
    await this.#ensureDirectory(aside);
    await this.#files.rename(path, join(aside, id));
    await this.#files.syncDirectory(aside);
    await this.#files.syncDirectory(dirname(path));
  }

  size(id: Id): Promise<number | undefined> {
    return this.#files.size(this.#path(id));
  }

  async *list(): AsyncGenerator<Id, void> {
    for await (const first of this.#directoriesIn(this.#root))
      for await (const second of this.#directoriesIn(first))
        for await (const name of this.#files.names(second)) if (isId(name)) yield name;
  }

  /** Of the fan-out; a file that somebody left here has none below it. */
  async *#directoriesIn(path: string): AsyncGenerator<string, void> {
    for await (const name of this.#files.names(path))
      if (fanOut.test(name) && (await this.#files.isDirectory(join(path, name)))) yield join(path, name);
  }

  #partPath(id: Id): string {
    if (!isId(id)) throw new TypeError("not an id");
    return join(this.#root, partsName, id);
  }

  async openPart(id: Id): Promise<BlobPart> {
    await this.assertRoom();
    return withRoom(openBlobPart(this.#files, this.#partPath(id), () => this.assertRoom()));
  }

  keepPart(id: Id, blobId: Id): Promise<void> {
    return withRoom(this.#keepPart(id, blobId));
  }

  async #keepPart(id: Id, blobId: Id): Promise<void> {
    const [from, to] = [this.#partPath(id), this.#path(blobId)];
    if ((await this.#files.size(from)) === undefined && (await this.#files.size(to)) !== undefined) return;
    await this.#ensureDirectory(dirname(to));
    await this.#files.rename(from, to);
    await this.#files.syncDirectory(dirname(to));
    await this.#files.syncDirectory(dirname(from));
  }

  async removePart(id: Id): Promise<void> {
    const path = this.#partPath(id);
    if ((await this.#files.size(path)) === undefined) return;
    await this.#files.remove(path);
    await this.#files.syncDirectory(dirname(path));
  }

  async prepare(): Promise<void> {
    for (const name of [temporaryName, partsName])
      await mkdir(join(this.#root, name), { recursive: true, mode: 0o700 });
    await chmod(this.#root, 0o700);
    await this.#files.syncDirectory(this.#root);
    await this.#files.syncDirectory(dirname(this.#root));
    await this.#removeAbandoned();
  }

  /** What a process left behind that was killed while writing. Others may be writing at this moment: only what is old. */
  async #removeAbandoned(): Promise<void> {
    const oldest = newId(Date.now() - dayMs);
    for await (const name of this.#files.names(join(this.#root, temporaryName)))
      if (isId(name) && name < oldest) await this.#files.remove(join(this.#root, temporaryName, name));
  }
}

/** A blob store in a directory of the file system, made when missing (0700, files 0600). */
export async function openBlobDirectory(path: string, files: BlobFiles = nodeBlobFiles): Promise<BlobStore> {
  const directory = new BlobDirectory(resolve(path), files);
  await directory.prepare();
  return directory;
}

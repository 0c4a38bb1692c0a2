import { z } from "zod";
import type { Transaction } from "#/db/index.ts";
import { type Bytes, concat, type Id, isRefusal, Refusal, view } from "#/kernel/index.ts";
import { folderRow } from "../entry-rows.ts";
import { folderAt } from "../entries/make-folder.ts";
import { assertUnlocked } from "../locks/locks.ts";
import { openFolder } from "../open-folders.ts";
import { checkedName, filesLimits } from "../rules.ts";
import type { FilesActor, FilesApp } from "../types.ts";
import { type FileToWrite, writeFile, writeFiles } from "../versions/write-files.ts";

const headBytesMost = 32 * 1024;

const headSchema = z.object({
  path: z.array(z.string()).min(1).max(filesLimits.depth),
  sizeBytes: z.number().int().min(0).max(filesLimits.groupBytes),
  modifiedAt: z.iso.datetime().optional(),
  base: z.number().int().min(1).nullable().optional(),
});

type Head = z.infer<typeof headSchema>;

interface BatchFile extends Head {
  readonly content: Bytes;
}

/** What became of a file of a batch: written, or why not. */
export type BatchResult =
  | { readonly entryId: Id; readonly revision: number; readonly version: number }
  | { readonly refusal: Refusal };

const wrong = (): Refusal => new Refusal("invalid", "files.batch_wrong");

/** Takes exactly so many bytes at a time from what comes in parts of any size. */
class ByteReader {
  readonly #source: AsyncIterator<Bytes>;
  #rest: Bytes = new Uint8Array(0);

  constructor(source: AsyncIterable<Bytes>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** Undefined when nothing more comes at all. @throws Refusal `files.batch_wrong` when it ends in the middle. */
  async take(count: number): Promise<Bytes | undefined> {
    const parts: Bytes[] = [];
    let missing = count;
    for (;;) {
      const part = this.#rest.subarray(0, missing);
      this.#rest = this.#rest.subarray(part.byteLength);
      parts.push(part);
      missing -= part.byteLength;
      if (missing === 0) return parts.length === 1 ? part : concat(...parts);
      const next = await this.#source.next();
      if (next.done) {
        if (missing === count) return undefined;
        throw wrong();
      }
      // Whoever feeds us may use the same memory again.
      this.#rest = Buffer.from(next.value);
    }
  }
}

function headIn(bytes: Bytes): Head {
  try {
    return headSchema.parse(JSON.parse(view(bytes).toString("utf8")));
  } catch {
    throw wrong();
  }
}

/** The files of a batch as they come (docs/spec/files.md). */
async function* filesIn(source: AsyncIterable<Bytes>): AsyncGenerator<BatchFile, void> {
  const reader = new ByteReader(source);
  for (let size = await reader.take(4); size; size = await reader.take(4)) {
    const headBytes = view(size).readUInt32BE(0);
    if (headBytes === 0 || headBytes > headBytesMost) throw wrong();
    const head = await reader.take(headBytes);
    if (!head) throw wrong();
    const parsed = headIn(head);
    const content = parsed.sizeBytes === 0 ? new Uint8Array(0) : await reader.take(parsed.sizeBytes);
    if (!content) throw wrong();
    yield { ...parsed, content };
  }
}

async function* groupsOf(files: AsyncIterable<BatchFile>): AsyncGenerator<BatchFile[], void> {
  let group: BatchFile[] = [];
  let sizeBytes = 0;
  const names = new Set<string>();
  for await (const file of files) {
    const key = file.path.join("/").normalize("NFC");
    // Two of one name are two versions of it, one after the other.
    const isFull =
      group.length >= filesLimits.groupFiles || sizeBytes + file.sizeBytes > filesLimits.groupBytes || names.has(key);
    if (isFull && group.length > 0) {
      yield group;
      group = [];
      sizeBytes = 0;
      names.clear();
    }
    group.push(file);
    names.add(key);
    sizeBytes += file.sizeBytes;
  }
  if (group.length > 0) yield group;
}

/** Writes batches into one folder; knows the folders below it that it has met. */
class BatchWriter {
  readonly #app: FilesApp;
  readonly #actor: FilesActor;
  readonly #folderId: Id;
  readonly #met = new Map<string, Id>();

  constructor(app: FilesApp, actor: FilesActor, folderId: Id) {
    this.#app = app;
    this.#actor = actor;
    this.#folderId = folderId;
  }

  async #makeFolders(tx: Transaction, paths: readonly (readonly string[])[]): Promise<void> {
    const root = await folderRow(tx, this.#folderId);
    const folder = await openFolder(this.#app, tx, this.#actor, root.space_id, "editor");
    await assertUnlocked(this.#app, tx, this.#actor, root.space_id, { entryIds: [root.entry_id] });
    this.#met.set("", root.entry_id);
    for (const path of paths) {
      if (this.#met.has(path.join("/"))) continue;
      for (let length = 1; length <= path.length; length++) {
        const key = path.slice(0, length).join("/");
        if (this.#met.has(key)) continue;
        const parentId = this.#met.get(path.slice(0, length - 1).join("/"))!;
        const names = [path[length - 1]!];
        this.#met.set(key, await folderAt(tx, this.#actor, folder, { parentId, names, at: this.#app.clock.now() }));
      }
    }
  }

  #toWrite({ path, modifiedAt, base, content }: BatchFile): FileToWrite {
    return {
      parentId: this.#met.get(path.slice(0, -1).join("/"))!,
      name: path.at(-1)!,
      content,
      ...(modifiedAt === undefined ? {} : { modifiedAt: new Date(modifiedAt) }),
      ...(base === undefined ? {} : { base }),
    };
  }

  async #oneByOne(files: readonly BatchFile[]): Promise<BatchResult[]> {
    const results: BatchResult[] = [];
    for (const file of files)
      try {
        await this.#prepare([file]);
        results.push(await writeFile(this.#app, this.#actor, this.#toWrite(file)));
      } catch (error) {
        if (!isRefusal(error)) throw error;
        results.push({ refusal: error });
      }
    return results;
  }

  async #prepare(files: readonly BatchFile[]): Promise<void> {
    const paths = files.map(({ path }) => path.slice(0, -1).map(checkedName));
    const isNew = !this.#met.has("") || paths.some((path) => !this.#met.has(path.join("/")));
    if (!isNew) return;
    try {
      await this.#app.database.inOrganisation(this.#actor.organisationId, (tx) => this.#makeFolders(tx, paths));
    } catch (error) {
      // What was made in a transaction that did not come is not there.
      this.#met.clear();
      throw error;
    }
  }

  async write(group: readonly BatchFile[]): Promise<BatchResult[]> {
    const normalised = group.map((file) => ({ ...file, path: file.path.map((name) => name.normalize("NFC")) }));
    try {
      await this.#prepare(normalised);
      return await writeFiles(
        this.#app,
        this.#actor,
        normalised.map((file) => this.#toWrite(file)),
      );
    } catch (error) {
      if (!isRefusal(error) || error.kind === "unavailable") throw error;
      // One that can't be written holds up no other.
      return this.#oneByOne(normalised);
    }
  }
}

/**
 * Writes a batch of small files below a folder, in groups, each durable before it is told. One that is refused holds up no
 * other. @throws Refusal `files.batch_wrong`, `files.absent`, `files.only_reading`, `blobs.disk_full`; what was told stays.
 */
export async function* writeBatch(
  app: FilesApp,
  actor: FilesActor,
  folderId: Id,
  source: AsyncIterable<Bytes>,
): AsyncGenerator<readonly BatchResult[], void> {
  await app.database.inOrganisation(actor.organisationId, async (tx) => {
    const row = await folderRow(tx, folderId);
    await openFolder(app, tx, actor, row.space_id, "editor");
  });
  const writer = new BatchWriter(app, actor, folderId);
  for await (const group of groupsOf(filesIn(source))) yield await writer.write(group);
}

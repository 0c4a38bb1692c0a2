import { createHash } from "node:crypto";
import { rm } from "node:fs/promises";
import { type BlobStore, isUnreadable } from "#/blobs/index.ts";
import { type Bytes, concat, hex, type Id, isId, Refusal } from "#/kernel/index.ts";
import { merkleLeaves } from "./merkle-leaves.ts";
import { type PartFile, inParts, isWhole, linesOf, readCompressed, writeCompressed } from "./durable-files.ts";
import { type Layout, readableManifests } from "./layout.ts";
import type { Manifest } from "./manifest.ts";
import { wantedBlobs } from "./write-rows.ts";

export interface ListedBlob extends PartFile {
  readonly id: Id;
}

interface WantedBlob {
  readonly id: Id;
  /** Unknown of what is no sealed object. */
  readonly payloadBytes?: number | undefined;
  readonly leaves?: string | undefined;
}

export interface CopyBlobs {
  readonly layout: Layout;
  readonly snapshot: string;
  readonly from: BlobStore;
  readonly to: BlobStore;
  /** Of these the ones that a row still names at this moment. */
  stillNamed(ids: readonly Id[]): Promise<Id[]>;
}

const atOnce = 8;

function listedIn(line: string): ListedBlob {
  const [id = "", size = "", sha256 = ""] = line.split("\t");
  if (!isId(id) || !/^\d+$/.test(size) || !/^[0-9a-f]{64}$/.test(sha256))
    throw new Refusal("invalid", "backup.part_damaged", { file: "blobs.tsv.zst" });
  return { id, sizeBytes: Number(size), sha256 };
}

/** The blobs of a snapshot, in the order of their ids. */
export async function* listedBlobs(layout: Layout, snapshot: string): AsyncGenerator<ListedBlob, void> {
  for await (const line of linesOf(readCompressed(layout.blobList(snapshot)))) yield listedIn(line);
}

async function* wantedOf(layout: Layout, snapshot: string): AsyncGenerator<WantedBlob, void> {
  const known = (text = ""): string | undefined => (text === String.raw`\N` ? undefined : text);
  for await (const line of linesOf(readCompressed(wantedBlobs(layout, snapshot)))) {
    const [id = "", size, leaves] = line.split("\t");
    const payloadBytes = known(size);
    yield { id, payloadBytes: payloadBytes === undefined ? undefined : Number(payloadBytes), leaves: known(leaves) };
  }
}

/** What the last whole snapshot says of a blob; asked in the order of ids, so that one walk over its list will do. */
async function hashesOfLast(
  layout: Layout,
): Promise<{ of(id: Id): Promise<ListedBlob | undefined>; close(): unknown }> {
  const last = (await readableManifests(layout)).manifests.findLast(({ blobs }) => blobs !== null);
  const isOfUse = last !== undefined && (await isWhole(layout.blobList(last.snapshot), last.blobs!));
  const walk = isOfUse ? listedBlobs(layout, last.snapshot) : undefined;
  let current: ListedBlob | undefined;
  let isOver = walk === undefined;
  const of = async (id: Id): Promise<ListedBlob | undefined> => {
    while (!isOver && (current === undefined || current.id < id)) {
      const { value, done } = await walk!.next();
      if (done) isOver = true;
      else current = value;
    }
    return current?.id === id ? current : undefined;
  };
  return { of, close: () => walk?.return() };
}

interface Watched {
  readonly parts: AsyncIterable<Bytes>;
  /** The source could not be read to its end. */
  hasFailed(): boolean;
  sizeBytes(): number;
  sha256(): string;
  isAsSealed(wanted: WantedBlob): boolean;
}

function watch(source: AsyncIterable<Bytes>): Watched {
  const whole = createHash("sha256");
  const leaves = merkleLeaves();
  let sizeBytes = 0;
  let hasFailed = false;
  async function* parts(): AsyncGenerator<Bytes, void> {
    const from = source[Symbol.asyncIterator]();
    try {
      for (;;) {
        const next = await from.next().catch((error: unknown) => {
          hasFailed = isUnreadable(error);
          throw error;
        });
        if (next.done) return;
        whole.update(next.value);
        leaves.update(next.value);
        sizeBytes += next.value.byteLength;
        yield next.value;
      }
    } finally {
      await from.return?.();
    }
  }
  let sha256: string | undefined;
  return {
    parts: parts(),
    hasFailed: () => hasFailed,
    sizeBytes: () => sizeBytes,
    sha256: () => (sha256 ??= whole.digest("hex")),
    isAsSealed: (wanted) =>
      (wanted.payloadBytes === undefined || wanted.payloadBytes === sizeBytes) &&
      (wanted.leaves === undefined || wanted.leaves === hex(concat(...leaves.end()))),
  };
}

type Copied =
  | { readonly kind: "listed" | "damaged"; readonly blob: ListedBlob; readonly isNew: boolean }
  | { readonly kind: "absent"; readonly id: Id };

async function readThrough(watched: Watched): Promise<void> {
  for await (const part of watched.parts) void part;
}

/** What an earlier run copied is taken for whole only when it is what the rows say. */
async function isCopied({ to }: CopyBlobs, wanted: WantedBlob): Promise<ListedBlob | undefined> {
  const there = await to.size(wanted.id);
  if (there === undefined) return undefined;
  const watched = watch(to.read(wanted.id));
  try {
    await readThrough(watched);
  } catch (error) {
    // Written over by what the installation has.
    if (watched.hasFailed()) return undefined;
    throw error;
  }
  const listed = { id: wanted.id, sizeBytes: watched.sizeBytes(), sha256: watched.sha256() };
  return wanted.leaves !== undefined && watched.isAsSealed(wanted) ? listed : undefined;
}

async function copyOne(run: CopyBlobs, wanted: WantedBlob, known: ListedBlob | undefined): Promise<Copied> {
  const { id } = wanted;
  if (known && (await run.to.size(id)) === known.sizeBytes) return { kind: "listed", blob: known, isNew: false };
  const earlier = await isCopied(run, wanted);
  if (earlier) return { kind: "listed", blob: earlier, isNew: false };
  if ((await run.from.size(id)) === undefined) return { kind: "absent", id };
  const watched = watch(run.from.read(id));
  try {
    await run.to.write(id, watched.parts);
  } catch (error) {
    // What can't be read is missing in this backup, and holds back nothing else.
    if (watched.hasFailed()) return { kind: "absent", id };
    // Erased between the look and the reading.
    if ((error as NodeJS.ErrnoException).code === "ENOENT" && (await run.from.size(id)) === undefined)
      return { kind: "absent", id };
    throw error;
  }
  const blob = { id, sizeBytes: watched.sizeBytes(), sha256: watched.sha256() };
  return { kind: watched.isAsSealed(wanted) ? "listed" : "damaged", blob, isNew: true };
}

interface Tally {
  count: number;
  totalBytes: number;
  copied: number;
  readonly damaged: Id[];
  readonly absent: Id[];
}

async function* copyAll(run: CopyBlobs, tally: Tally): AsyncGenerator<string, void> {
  const hashes = await hashesOfLast(run.layout);
  const lines = async (batch: readonly (readonly [WantedBlob, ListedBlob | undefined])[]): Promise<string> => {
    let text = "";
    for (const done of await Promise.all(batch.map(([wanted, known]) => copyOne(run, wanted, known)))) {
      if (done.kind === "absent") {
        tally.absent.push(done.id);
        continue;
      }
      const { id, sizeBytes, sha256 } = done.blob;
      if (done.kind === "damaged") tally.damaged.push(id);
      tally.count++;
      tally.totalBytes += sizeBytes;
      if (done.isNew) tally.copied++;
      text += `${id}\t${sizeBytes}\t${sha256}\n`;
    }
    return text;
  };
  try {
    let batch: (readonly [WantedBlob, ListedBlob | undefined])[] = [];
    for await (const wanted of wantedOf(run.layout, run.snapshot)) {
      batch.push([wanted, await hashes.of(wanted.id)]);
      if (batch.length < atOnce) continue;
      yield await lines(batch);
      batch = [];
    }
    yield await lines(batch);
  } finally {
    await hashes.close();
  }
}

async function* encoded(lines: AsyncIterable<string>): AsyncGenerator<Bytes, void> {
  for await (const line of lines) yield* inParts(line);
}

/**
 * Copies the blobs that the rows of the snapshot name and that the backup does not have yet, each checked against the
 * hashes in its row; and writes the list of all of them. A blob that is gone is no loss where its row has gone as well.
 */
export async function copyBlobs(run: CopyBlobs): Promise<NonNullable<Manifest["blobs"]>> {
  const tally: Tally = { count: 0, totalBytes: 0, copied: 0, damaged: [], absent: [] };
  const list = await writeCompressed(run.layout.blobList(run.snapshot), encoded(copyAll(run, tally)));
  await rm(wantedBlobs(run.layout, run.snapshot));
  const named = new Set(await run.stillNamed(tally.absent));
  const { count, totalBytes, copied, damaged, absent } = tally;
  return {
    ...list,
    count,
    totalBytes,
    copied,
    erased: absent.filter((id) => !named.has(id)),
    missing: absent.filter((id) => named.has(id)),
    damaged,
  };
}

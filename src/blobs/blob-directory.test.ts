import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { after, before, test } from "node:test";
import { type Bytes, newId } from "#/kernel/index.ts";
import { type BlobFiles, nodeBlobFiles, openBlobDirectory } from "./index.ts";

let directory: string;
before(async () => {
  directory = await mkdtemp(join(tmpdir(), "zegel-blobs-"));
});
after(() => rm(directory, { recursive: true, force: true }));

async function* parts(...bytes: Bytes[]) {
  yield* bytes;
}

/** The real file system, with a note of every call in the order in which it was done. */
function recorded(root: string, calls: string[]): BlobFiles {
  const note = (call: string, ...paths: string[]): void => {
    calls.push(
      [call, ...paths.map((path) => relative(root, path).replace(/^incoming\/.+/, "incoming/*") || ".")].join(" "),
    );
  };
  return {
    ...nodeBlobFiles,
    create: async (path) => {
      const file = await nodeBlobFiles.create(path);
      note("create", path);
      return file;
    },
    sync: async (file, path) => {
      const { size } = await file.stat();
      await nodeBlobFiles.sync(file, path);
      note(`sync ${size} bytes of`, path);
    },
    rename: async (from, to) => {
      await nodeBlobFiles.rename(from, to);
      note("rename", from, to);
    },
    syncDirectory: async (path) => {
      await nodeBlobFiles.syncDirectory(path);
      note("sync directory", path);
    },
    makeDirectory: async (path) => {
      const made = await nodeBlobFiles.makeDirectory(path);
      note("make directory", path);
      return made;
    },
    remove: async (path) => {
      await nodeBlobFiles.remove(path);
      note("remove", path);
    },
  };
}

test("A blob is durable when it is written: bytes first, then its name, then the directory that holds the name", async () => {
  const root = join(directory, "order");
  const calls: string[] = [];
  const blobs = await openBlobDirectory(root, recorded(root, calls));
  calls.length = 0;
  const id = "01890000-0000-7000-8000-00000000abcd";
  await blobs.write(id, parts(Buffer.alloc(1000), Buffer.alloc(24)));
  assert.deepEqual(calls, [
    "create incoming/*",
    "sync 1024 bytes of incoming/*",
    "make directory cd",
    "sync directory .",
    "make directory cd/ab",
    "sync directory cd",
    `rename incoming/* cd/ab/${id}`,
    "sync directory cd/ab",
  ]);
  calls.length = 0;
  await blobs.remove(id);
  assert.deepEqual(calls, [`remove cd/ab/${id}`, "sync directory cd/ab"]);
});

test("A blob comes back whole, in part, and with its size", async () => {
  const blobs = await openBlobDirectory(join(directory, "whole"));
  const content = randomBytes(2_500_000);
  const id = newId();
  assert.deepEqual(await blobs.write(id, parts(content.subarray(0, 7), content.subarray(7))), { sizeBytes: 2_500_000 });
  assert.equal(await blobs.size(id), 2_500_000);
  const read = async (start?: number, end?: number) => Buffer.concat(await Array.fromAsync(blobs.read(id, start, end)));
  assert.deepEqual(await read(), content);
  assert.deepEqual(await read(1_048_000, 1_049_000), content.subarray(1_048_000, 1_049_000));
  assert.deepEqual(await read(2_499_990, 9_999_999), content.subarray(2_499_990));
  assert.deepEqual(await Array.fromAsync(blobs.list()), [id]);
  await blobs.remove(id);
  await blobs.remove(id);
  assert.equal(await blobs.size(id), undefined);
  await assert.rejects(read(), { code: "ENOENT" });
});

test("Nothing is left of a blob whose source fails", async () => {
  const root = join(directory, "failing");
  const blobs = await openBlobDirectory(root);
  async function* failing() {
    yield Buffer.alloc(100_000);
    throw new Error("the sender hung up");
  }
  const id = newId();
  await assert.rejects(blobs.write(id, failing()), /hung up/);
  assert.equal(await blobs.size(id), undefined);
  assert.deepEqual(await readdir(join(root, "incoming")), []);
});

test("Many blobs are written at once", async () => {
  const blobs = await openBlobDirectory(join(directory, "many"));
  const ids = Array.from({ length: 100 }, () => newId());
  await Promise.all(ids.map((id) => blobs.write(id, parts(Buffer.from(id)))));
  for (const id of ids) assert.deepEqual(Buffer.concat(await Array.fromAsync(blobs.read(id))), Buffer.from(id));
  assert.deepEqual((await Array.fromAsync(blobs.list())).toSorted(), ids.toSorted());
});

test("Nobody else on the machine reads blobs", async () => {
  const root = join(directory, "modes");
  const blobs = await openBlobDirectory(root);
  await blobs.write("01890000-0000-7000-8000-00000000abcd", parts(Buffer.alloc(1)));
  const mode = async (...path: string[]) => (await stat(join(root, ...path))).mode & 0o777;
  assert.equal(await mode(), 0o700);
  assert.equal(await mode("cd"), 0o700);
  assert.equal(await mode("cd", "ab"), 0o700);
  assert.equal(await mode("cd", "ab", "01890000-0000-7000-8000-00000000abcd"), 0o600);
});

test("What a server that was killed had half written is cleared away a day later, and not before", async () => {
  const root = join(directory, "half");
  await openBlobDirectory(root);
  const now = Date.now();
  const [old, recent] = [newId(now - 25 * 3_600_000), newId(now - 3_600_000)];
  for (const id of [old, recent]) await (await nodeBlobFiles.create(join(root, "incoming", id))).close();
  await openBlobDirectory(root);
  assert.deepEqual(await readdir(join(root, "incoming")), [recent]);
});

test("Something that is no id never becomes a path", async () => {
  const blobs = await openBlobDirectory(join(directory, "paths"));
  await assert.rejects(blobs.write("../../etc/passwd", parts()), TypeError);
  assert.throws(() => void blobs.size(".."), TypeError);
});

test("A disk that is nearly full takes no more blobs, so that the database beside them can go on", async () => {
  const root = join(directory, "nearly full");
  let freeBytes = 2 ** 40;
  const files: BlobFiles = { ...nodeBlobFiles, space: async () => ({ freeBytes, totalBytes: 2 ** 40 }) };
  const blobs = await openBlobDirectory(root, files);
  async function* endless() {
    for (let count = 0; ; count++) {
      if (count === 20) freeBytes = 2 ** 29;
      yield Buffer.alloc(2 ** 22);
    }
  }
  const refusal = { name: "Refusal", kind: "unavailable", code: "blobs.disk_full" };
  await assert.rejects(blobs.write(newId(), endless()), refusal);
  assert.deepEqual(await readdir(join(root, "incoming")), []);
  await assert.rejects(blobs.write(newId(), parts(Buffer.alloc(1))), refusal);
  freeBytes = 2 ** 31;
  await blobs.write(newId(), parts(Buffer.alloc(1)));
});

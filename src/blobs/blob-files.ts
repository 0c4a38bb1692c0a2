import { constants } from "node:fs";
import { type FileHandle, mkdir, open, opendir, rename, rm, stat, statfs } from "node:fs/promises";
import { Refusal } from "#/kernel/index.ts";

/**
 * The calls to the operating system that make a blob durable, as one object so that their order can be watched. A power
 * failure keeps only what was synced: the bytes of a file, and apart from them its name in the directory.
 */
export interface BlobFiles {
  /** Opens a new file with mode 0600 for writing; fails when it exists. */
  create(path: string): Promise<FileHandle>;
  sync(file: FileHandle, path: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  syncDirectory(path: string): Promise<void>;
  /** With mode 0700; false when it was there. */
  makeDirectory(path: string): Promise<boolean>;
  remove(path: string): Promise<void>;
  openToRead(path: string): Promise<FileHandle>;
  /** For reading and writing; made with mode 0600 when it is missing. */
  openToContinue(path: string): Promise<FileHandle>;
  /** Bytes, or undefined when there is no such file. */
  size(path: string): Promise<number | undefined>;
  names(path: string): AsyncIterable<string>;
  isDirectory(path: string): Promise<boolean>;
  /** Of the file system on which the directory lies, as far as we may use it. */
  space(path: string): Promise<{ readonly freeBytes: number; readonly totalBytes: number }>;
}

/** No room on the disk, for this user, or in this file. */
const fullCodes = ["ENOSPC", "EDQUOT", "EFBIG"];

/** What is done with files, where the want of room is the refusal `blobs.disk_full`. */
export async function withRoom<T>(act: Promise<T>): Promise<T> {
  try {
    return await act;
  } catch (error) {
    throw fullCodes.some((code) => isCode(error, code)) ? new Refusal("unavailable", "blobs.disk_full") : error;
  }
}

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && "code" in error && error.code === code;

const unreadableCodes = ["EIO", "EACCES", "EPERM", "EISDIR", "ENOTDIR", "ELOOP", "ENXIO", "EUCLEAN", "EBADMSG"];

/** Something stands under the name, and can't be read: a bad sector, foreign rights, a directory. */
export const isUnreadable = (error: unknown): boolean => unreadableCodes.some((code) => isCode(error, code));

export const nodeBlobFiles: BlobFiles = {
  create: (path) => open(path, "wx", 0o600),
  sync: (file) => file.datasync(),
  rename,
  syncDirectory: async (path) => {
    const directory = await open(path, "r");
    try {
      await directory.sync();
    } finally {
      await directory.close();
    }
  },
  makeDirectory: async (path) => {
    try {
      await mkdir(path, { mode: 0o700 });
      return true;
    } catch (error) {
      if (isCode(error, "EEXIST")) return false;
      throw error;
    }
  },
  remove: (path) => rm(path, { force: true }),
  openToRead: (path) => open(path, "r"),
  openToContinue: (path) => open(path, constants.O_RDWR | constants.O_CREAT, 0o600),
  size: async (path) => {
    try {
      return (await stat(path)).size;
    } catch (error) {
      if (isCode(error, "ENOENT") || isCode(error, "ENOTDIR")) return undefined;
      throw error;
    }
  },
  isDirectory: async (path) => (await stat(path)).isDirectory(),
  names: async function* (path) {
    for await (const entry of await opendir(path)) yield entry.name;
  },
  space: async (path) => {
    const { bavail, blocks, bsize } = await statfs(path);
    return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
  },
};

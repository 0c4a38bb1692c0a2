import { randomUUID } from "node:crypto";
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";

/*
 * Small files that several processes share. All calls are synchronous: they are few, and whoever asks for a key needs it
 * before going on.
 */

function syncDirectory(path: string): void {
  const descriptor = openSync(path, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Made with mode 0700 when missing; one that is there is closed to others. */
export function ensureDirectory(path: string): void {
  if (existsSync(path)) {
    if ((statSync(path).mode & 0o077) !== 0) chmodSync(path, 0o700);
    return;
  }
  mkdirSync(path, { recursive: true, mode: 0o700 });
  syncDirectory(dirname(path));
}

function writeSynced(path: string, text: string): void {
  const descriptor = openSync(path, "wx", 0o600);
  try {
    writeSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Durable when it returns. False when the file was there: it stays as it is, and is whole at any moment. */
export function createFile(path: string, text: string): boolean {
  const temporary = join(dirname(path), `.${randomUUID()}`);
  writeSynced(temporary, text);
  try {
    linkSync(temporary, path);
    return true;
  } catch (error) {
    if (isCode(error, "EEXIST")) return false;
    throw error;
  } finally {
    rmSync(temporary);
    syncDirectory(dirname(path));
  }
}

/** Overwritten, then removed, as far as the file system lets that mean anything. */
export function destroyFile(path: string): void {
  try {
    const descriptor = openSync(path, "r+");
    try {
      writeSync(descriptor, "0".repeat(statSync(path).size), 0);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    if (isCode(error, "ENOENT")) return;
    throw error;
  }
  rmSync(path, { force: true });
  syncDirectory(dirname(path));
}

/** The text without the line's end, or undefined when there is no such file. */
export function readFile(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8").trimEnd();
  } catch (error) {
    if (isCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

/** Names of the files, in order; what is still being written is left out. */
export function fileNames(path: string): string[] {
  return readdirSync(path)
    .filter((name) => !name.startsWith("."))
    .toSorted();
}

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && "code" in error && error.code === code;

import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import type { Account } from "./account.ts";

/** Bytes of a socket's path, its end included (sun_path); PostgreSQL adds `/.s.PGSQL.5432`. */
const longestPathBytes = 107;
const prefix = "zegel-";

const isShort = (directory: string): boolean => Buffer.byteLength(join(directory, ".s.PGSQL.5432")) < longestPathBytes;

/** A directory for the socket that only the database's user and we may enter: `run` in the data, or a short one elsewhere. */
export function makeSocketDirectory(dataDirectory: string, account: Account | undefined): string {
  const near = join(dataDirectory, "run");
  let directory = near;
  if (isShort(near)) mkdirSync(near, { recursive: true, mode: 0o700 });
  else directory = mkdtempSync(join(isShort(join(tmpdir(), `${prefix}123456`)) ? tmpdir() : "/tmp", prefix));
  if (account) chownSync(directory, account.uid, account.gid);
  chmodSync(directory, 0o700);
  return directory;
}

/** Removes a socket directory that lay outside the data. */
export function dropSocketDirectory(dataDirectory: string, directory: string): void {
  if (dirname(directory) === dataDirectory || !basename(directory).startsWith(prefix)) return;
  rmSync(directory, { recursive: true, force: true });
}

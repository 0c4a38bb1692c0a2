import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isPostgresOf } from "./running-process.ts";

/** What PostgreSQL says of itself in `postmaster.pid`. */
export interface PostmasterFile {
  readonly pid: number;
  readonly socketDirectory: string;
  readonly isReady: boolean;
}

const port = 5432;
const fileOf = (clusterDirectory: string): string => join(clusterDirectory, "postmaster.pid");

export function readPostmasterFile(clusterDirectory: string): PostmasterFile | undefined {
  try {
    const lines = readFileSync(fileOf(clusterDirectory), "utf8").split("\n");
    const pid = Math.abs(Number(lines[0]));
    if (!Number.isSafeInteger(pid) || pid === 0) return undefined;
    return { pid, socketDirectory: lines[4] ?? "", isReady: lines[7]?.trim() === "ready" };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** The PostgreSQL that is at work on this cluster, whoever started it. */
export function findPostmaster(clusterDirectory: string): PostmasterFile | undefined {
  const file = readPostmasterFile(clusterDirectory);
  return file && isPostgresOf(file.pid, clusterDirectory) ? file : undefined;
}

/**
 * Clears what a PostgreSQL that was killed left behind. A start refuses when the number in the file belongs to a living
 * process, which after a restart of the machine or container may be any; our own number (its parent's) it passes, and
 * goes on to check the shared memory that the file names, which is why the file is not just deleted.
 * Comes after `findPostmaster` found none.
 */
export function clearLeftovers(clusterDirectory: string): void {
  const file = fileOf(clusterDirectory);
  const left = readPostmasterFile(clusterDirectory);
  if (!left) {
    rmSync(file, { force: true });
    return;
  }
  const [, ...rest] = readFileSync(file, "utf8").split("\n");
  writeFileSync(file, [process.pid, ...rest].join("\n"));
  const socket = join(left.socketDirectory, `.s.PGSQL.${port}`);
  if (left.socketDirectory !== "") for (const path of [socket, `${socket}.lock`]) rmSync(path, { force: true });
}

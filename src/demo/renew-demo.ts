import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { type Clock, dayMs } from "#/kernel/index.ts";

/*
 * A demonstration begins anew: its month is told from the day on which it was filled, so after a day it is filled again at the
 * next start. Only a directory that carries the mark of a demonstration is ever emptied.
 */

const markName = "demonstration.json";
const parts = ["postgres", "postgres.new", "blobs", "secrets", "backups", "run"];

interface Mark {
  readonly begunAt: string;
  readonly isFilled: boolean;
}

const markFile = (dataDirectory: string): string => join(dataDirectory, markName);

function read(dataDirectory: string): Mark | undefined {
  try {
    return JSON.parse(readFileSync(markFile(dataDirectory), "utf8")) as Mark;
  } catch {
    return undefined;
  }
}

const write = (dataDirectory: string, mark: Mark): void =>
  writeFileSync(markFile(dataDirectory), `${JSON.stringify(mark)}\n`, { mode: 0o600 });

/** True while a PostgreSQL that outlived its server still works in the directory. */
function isDatabaseRunning(dataDirectory: string): boolean {
  try {
    const [pid = ""] = readFileSync(join(dataDirectory, "postgres/postmaster.pid"), "utf8").split("\n");
    process.kill(Number(pid), 0);
    return true;
  } catch {
    return false;
  }
}

export interface DemoDirectory {
  readonly dataDirectory: string;
  readonly secretsDirectory: string;
  readonly clock: Clock;
}

/**
 * Empties the directory of a demonstration that is older than a day or was never filled to its end. Call it with the
 * directory locked and no database running in it; a directory without the mark, or with secrets elsewhere, is left as it is.
 */
export function renewDemo({ dataDirectory, secretsDirectory, clock }: DemoDirectory): void {
  const mark = read(dataDirectory);
  const isInside = !relative(dataDirectory, secretsDirectory).startsWith("..");
  if (!mark || !isInside || isDatabaseRunning(dataDirectory)) return;
  if (mark.isFilled && clock.now().getTime() - Date.parse(mark.begunAt) < dayMs) return;
  // Its mark goes last: what was broken off half-way is finished by the next start.
  for (const part of parts) rmSync(join(dataDirectory, part), { recursive: true, force: true });
  rmSync(markFile(dataDirectory));
}

/** Marks an empty installation as a demonstration that begins to be filled. */
export const markBegun = (dataDirectory: string, clock: Clock): void =>
  write(dataDirectory, { begunAt: clock.now().toISOString(), isFilled: false });

/** The mark of a demonstration that is filled. */
export function markFilled(dataDirectory: string): void {
  const mark = read(dataDirectory);
  if (mark) write(dataDirectory, { ...mark, isFilled: true });
}

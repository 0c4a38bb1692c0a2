import { linkSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { newId, Refusal } from "#/kernel/index.ts";
import { nameOfProcess, startOfProcess } from "./running-process.ts";

export interface DataLock {
  release(): void;
}

interface Holder {
  readonly pid: number;
  readonly start: string;
}

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

function parse(text: string): Holder | undefined {
  const match = /^(\d+) (.+)\n$/.exec(text);
  return match ? { pid: Number(match[1]), start: match[2]! } : undefined;
}

const read = (file: string): string | undefined => {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
};

/** Takes away a lock whose process is gone; when another one got in between, puts theirs back. */
function removeStale(file: string, text: string): void {
  const aside = `${file}.${newId()}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return;
    throw error;
  }
  try {
    if (readFileSync(aside, "utf8") !== text) linkSync(aside, file);
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
  } finally {
    unlinkSync(aside);
  }
}

/**
 * Makes this process the only one that works in the data directory, until `release` or its end. A lock left by a
 * process that is gone (also when its number was given to another one since) is taken over.
 * @throws Refusal `data.in_use` with `pid` and `process`.
 */
export function lockDataDirectory(dataDirectory: string): DataLock {
  const file = join(dataDirectory, "zegel.lock");
  const mine = `${process.pid} ${startOfProcess(process.pid)}\n`;
  const draft = `${file}.${newId()}`;
  writeFileSync(draft, mine, { mode: 0o600 });
  try {
    for (;;) {
      try {
        linkSync(draft, file);
        return { release: () => (read(file) === mine ? rmSync(file, { force: true }) : undefined) };
      } catch (error) {
        if (codeOf(error) !== "EEXIST") throw error;
      }
      const text = read(file);
      if (text === undefined) continue;
      const holder = parse(text);
      if (holder && startOfProcess(holder.pid) === holder.start) {
        const details = { dataDirectory, pid: String(holder.pid), process: nameOfProcess(holder.pid) ?? "unknown" };
        throw new Refusal("conflict", "data.in_use", details);
      }
      removeStale(file, text);
    }
  } finally {
    unlinkSync(draft);
  }
}

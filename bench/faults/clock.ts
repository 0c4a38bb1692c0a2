import { existsSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The clock of a machine that can be set wrong: server, worker and database see it, this process does not. */
export interface FalseClock {
  /** What makes a process see it; empty where libfaketime is missing. */
  readonly environment: Readonly<Record<string, string>>;
  readonly canJump: boolean;
  /** Seen by all within a second. */
  jump(ms: number): void;
  /** What the others think is now. */
  now(): Date;
}

const directories = ["/usr/lib", "/usr/lib64", "/usr/local/lib"];

/** libfaketime, as the distribution's package has it: `apt-get install libfaketime`. */
function library(): string | undefined {
  for (const directory of directories.filter((each) => existsSync(each)))
    for (const name of [".", ...readdirSync(directory)])
      for (const place of ["faketime/libfaketimeMT.so.1", "libfaketimeMT.so.1"]) {
        const path = join(directory, name, place);
        if (existsSync(path)) return path;
      }
  return undefined;
}

export function openClock(directory: string, isWanted: boolean): FalseClock {
  const preload = isWanted ? library() : undefined;
  const file = join(directory, "clock");
  let offsetMs = 0;
  const write = (): void => {
    const seconds = Math.round(offsetMs / 1000);
    writeFileSync(`${file}.new`, `${seconds < 0 ? "" : "+"}${seconds}\n`, { mode: 0o644 });
    renameSync(`${file}.new`, file);
  };
  write();
  return {
    environment: preload
      ? { LD_PRELOAD: preload, FAKETIME_TIMESTAMP_FILE: file, DONT_FAKE_MONOTONIC: "1", FAKETIME_CACHE_DURATION: "1" }
      : {},
    canJump: preload !== undefined,
    jump: (ms) => {
      offsetMs += ms;
      write();
    },
    now: () => new Date(Date.now() + offsetMs),
  };
}

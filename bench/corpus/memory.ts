import { readdirSync, readFileSync } from "node:fs";

export interface PeakMemory {
  /** Of the server's own process, in bytes: the highest resident size ever, and the highest share seen. */
  readonly rssBytes: number;
  readonly pssBytes: number;
  /** The share of it and all its children (PostgreSQL) together. */
  readonly allPssBytes: number;
}

export interface MemoryWatch {
  stop(): PeakMemory;
}

const everyMs = 1_000;
const childrenOneIn = 15;

const kibibytes = (file: string, label: string): number => {
  try {
    return Number(new RegExp(`^${label}:\\s+(\\d+)`, "m").exec(readFileSync(file, "utf8"))?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
};

function descendants(pid: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const parent = kibibytes(`/proc/${name}/status`, "PPid") / 1024;
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const found: number[] = [];
  for (let next = [pid]; next.length > 0; next = next.flatMap((each) => children.get(each) ?? [])) found.push(...next);
  return found;
}

/** Looks at the memory of a process every second, and at that of its children now and then: it costs them time. */
export function watchMemory(pid: number): MemoryWatch {
  let pssBytes = 0;
  let allPssBytes = 0;
  let looks = 0;
  const shareOf = (each: number): number => kibibytes(`/proc/${each}/smaps_rollup`, "Pss");
  const look = (withChildren: boolean): void => {
    pssBytes = Math.max(pssBytes, shareOf(pid));
    if (!withChildren) return;
    allPssBytes = Math.max(
      allPssBytes,
      descendants(pid).reduce((sum, each) => sum + shareOf(each), 0),
    );
  };
  const timer = setInterval(() => look(++looks % childrenOneIn === 0), everyMs);
  return {
    stop: () => {
      look(true);
      clearInterval(timer);
      return { rssBytes: kibibytes(`/proc/${pid}/status`, "VmHWM"), pssBytes, allPssBytes };
    },
  };
}

const ticksPerSecond = 100;

/** Processor time of a process and all its living children, in milliseconds. */
export function processorMs(pid: number): number {
  const ticks = descendants(pid).map((each) => {
    try {
      const fields = readFileSync(`/proc/${each}/stat`, "utf8")
        .replace(/^.*\) /, "")
        .split(" ");
      // utime, stime, and those of children that have ended (proc(5), fields 14 to 17).
      return fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    } catch {
      return 0;
    }
  });
  return (ticks.reduce((sum, each) => sum + each, 0) / ticksPerSecond) * 1000;
}

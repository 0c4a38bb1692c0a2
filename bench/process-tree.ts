import { readdirSync, readFileSync } from "node:fs";

const read = (file: string): string => {
  try {
    return readFileSync(file, "utf8");
  } catch {
    // Processes end while one looks.
    return "";
  }
};

export interface ProcessShare {
  readonly pid: number;
  readonly name: string;
  /** Its share of memory (PSS). */
  readonly shareBytes: number;
}

/** A process and everything it started, itself first. */
export function processTree(pid: number): ProcessShare[] {
  const children = new Map<number, number[]>();
  for (const each of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    const parent = Number(/^PPid:\s+(\d+)/m.exec(read(`/proc/${each}/status`))?.[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(each)]);
  }
  const found = [pid];
  for (const each of found) found.push(...(children.get(each) ?? []));
  return found.map((each) => ({
    pid: each,
    name: read(`/proc/${each}/cmdline`).replaceAll("\0", " ").trim(),
    shareBytes: Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${each}/smaps_rollup`))?.[1] ?? 0) * 1024,
  }));
}

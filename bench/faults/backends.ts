import { readdirSync, readFileSync } from "node:fs";

const parentOf = (pid: string): number | undefined => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
  } catch {
    return undefined;
  }
};

const titleOf = (pid: string): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    return "";
  }
};

/** Processes of PostgreSQL that serve a connection; those that look after it have other titles. */
export const backendsOf = (postmasterPid: number): number[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && parentOf(name) === postmasterPid)
    .filter((pid) => /^postgres: \S+ \S+ (?:\[local\]|[\d.]+\(\d+\))/.test(titleOf(pid)))
    .map(Number);

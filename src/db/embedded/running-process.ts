import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readlinkSync } from "node:fs";

const hasProc = existsSync("/proc/self/stat");

const askPs = (pid: number, field: string): string | undefined => {
  try {
    return execFileSync("ps", ["-o", `${field}=`, "-p", String(pid)], { encoding: "utf8" }).trim() || undefined;
  } catch {
    return undefined;
  }
};

/**
 * When the process with this number started, as an opaque text that no other process with the same number shares;
 * `undefined` when there is none, or only what is left of one that has ended (a zombie).
 */
export function startOfProcess(pid: number): string | undefined {
  if (!hasProc) return askPs(pid, "lstart");
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" || fields[0] === "X" ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

/** True when `pid` is a server process of PostgreSQL on this cluster: they all work inside its directory. */
export function isPostgresOf(pid: number, clusterDirectory: string): boolean {
  if (startOfProcess(pid) === undefined) return false;
  if (!hasProc) return askPs(pid, "command")?.includes(clusterDirectory) ?? false;
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === clusterDirectory;
  } catch (error) {
    // Another user's process: root in a container may lack the right to look, but the command line is open to all.
    return (
      (error as NodeJS.ErrnoException).code === "EACCES" && (nameOfProcess(pid)?.includes(clusterDirectory) ?? false)
    );
  }
}

/** The command line, for a sentence to the operator. */
export function nameOfProcess(pid: number): string | undefined {
  if (!hasProc) return askPs(pid, "command");
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim() || undefined;
  } catch {
    return undefined;
  }
}

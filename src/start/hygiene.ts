import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import type { Log } from "#/kernel/index.ts";

/** Switches off what would put memory on a disk, for this process and all that it starts; says so where it can't. */
export function keepMemoryOffDisk(log: Log): void {
  process.umask(0o077);
  const limited = spawnSync("prlimit", ["--core=0:0", "--pid", String(process.pid)], { stdio: "ignore" });
  if (limited.status !== 0) log.warn({}, "core dumps could not be switched off: do so for this user (ulimit -c 0)");
  try {
    const [, ...devices] = readFileSync("/proc/swaps", "utf8").trim().split("\n");
    const names = devices.map((line) => line.split(/\s/)[0]!);
    const onDisk = names.filter((name) => !name.startsWith("/dev/zram"));
    if (onDisk.length > 0) {
      log.warn(
        { devices: onDisk },
        "swap is on: memory with opened content may reach the disk; switch it off or encrypt it",
      );
    }
  } catch {
    // No Linux: nothing to look at.
  }
}

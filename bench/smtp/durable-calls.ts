import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";

const parentOf = (pid: string): number => {
  try {
    return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);
  } catch {
    return 0;
  }
};

/** A process and all that it started. */
function family(pid: number): number[] {
  const all = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  const children = new Map<number, number[]>();
  for (const each of all) {
    const parent = parentOf(each);
    children.set(parent, [...(children.get(parent) ?? []), Number(each)]);
  }
  const found = [pid];
  for (const each of found) found.push(...(children.get(each) ?? []));
  return found;
}

/** How often a process and all its children made something durable while `act` ran, seen by strace, which slows them. */
export async function durableCalls(pid: number, act: () => Promise<unknown>): Promise<number> {
  const pids = family(pid).flatMap((each) => ["-p", String(each)]);
  const calls = "trace=fsync,fdatasync,sync_file_range,msync";
  const tracer = spawn("strace", ["-f", "-qq", "-e", calls, "-e", "signal=none", ...pids], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let seen = "";
  tracer.stderr.on("data", (part: Buffer) => (seen += part.toString("latin1")));
  await once(tracer, "spawn");
  await act();
  tracer.kill("SIGINT");
  await once(tracer, "close");
  return [...seen.matchAll(/\b(?:fsync|fdatasync|sync_file_range|msync)\(/g)].length;
}

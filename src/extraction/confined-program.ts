import { spawn } from "node:child_process";
import type { Bytes } from "#/kernel/index.ts";

/*
 * A program of the system, shut in: no network, no other process, and of the files only the system's own, since an empty one in memory lies
 * over every other directory. What it writes stays in memory and is bounded, as are its time and its memory.
 */

const shutIn = `for d in /*; do case $d in /usr|/lib|/lib32|/lib64|/libx32|/bin|/sbin|/dev|/proc) ;; *)
  if [ -d "$d" ] && [ ! -L "$d" ]; then mount -t tmpfs -o size=64m tmpfs "$d" || exit 97; fi ;; esac; done
exec "$@"`;
const ways: readonly (readonly string[])[] = [
  ["unshare", "--user", "--map-root-user", "--mount", "--net", "--ipc", "--pid", "--fork", "--kill-child", "--"],
  ["unshare", "--mount", "--net", "--ipc", "--pid", "--fork", "--kill-child", "--"],
];
const environment = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", OMP_THREAD_LIMIT: "1", LC_ALL: "C.UTF-8" };

export interface ProgramBounds {
  readonly timeMs: number;
  readonly memoryBytes: number;
  readonly outputBytes: number;
}

export interface ProgramEnd {
  /** `failed`: it said so, or could not be shut in. */
  readonly how: "done" | "failed" | "too-slow" | "too-large";
  readonly output: Buffer;
}

function runBy(
  way: readonly string[],
  command: readonly string[],
  input: Bytes,
  bounds: ProgramBounds,
): Promise<ProgramEnd> {
  const { timeMs, memoryBytes, outputBytes } = bounds;
  const limited = [
    "prlimit",
    "--core=0",
    "--fsize=67108864",
    "--nofile=64",
    `--cpu=${Math.ceil(timeMs / 1000)}`,
    `--as=${memoryBytes}`,
  ];
  const [program = "", ...rest] = [...way, ...limited, "--", "sh", "-c", shutIn, "sh", ...command];
  return new Promise((resolve) => {
    const child = spawn(program, rest, { cwd: "/", env: environment, stdio: ["pipe", "pipe", "ignore"] });
    const chunks: Buffer[] = [];
    let sizeBytes = 0;
    let killedFor: "too-slow" | "too-large" | undefined;
    const kill = (why: "too-slow" | "too-large"): void => {
      killedFor ??= why;
      child.kill("SIGKILL");
    };
    const timer = setTimeout(() => kill("too-slow"), timeMs);
    child.stdout.on("data", (chunk: Buffer) => {
      sizeBytes += chunk.byteLength;
      if (sizeBytes > outputBytes) kill("too-large");
      else chunks.push(chunk);
    });
    child.stdin.on("error", () => undefined).end(input);
    const end = (how: ProgramEnd["how"]): void => {
      clearTimeout(timer);
      resolve({ how: killedFor ?? how, output: Buffer.concat(chunks) });
    };
    child.once("error", () => end("failed"));
    child.once("close", (code) => end(code === 0 ? "done" : "failed"));
  });
}

let found: Promise<readonly string[] | undefined> | undefined;

/** The first way in which `true` can be shut in here, and nothing of the program's own is seen. Asked once. */
function findWay(): Promise<readonly string[] | undefined> {
  return (found ??= (async () => {
    const bounds = { timeMs: 10_000, memoryBytes: 2 ** 30, outputBytes: 1_000 };
    for (const way of ways) {
      const { how, output } = await runBy(
        way,
        ["sh", "-c", "ls -A /etc /root /home /var /tmp | tr -d '\\n'; ls /sys/class/net 2>/dev/null; true"],
        Buffer.alloc(0),
        bounds,
      );
      const isEmpty =
        output
          .toString()
          .replaceAll(/\/(?:etc|root|home|var|tmp):/g, "")
          .trim() === "";
      if (how === "done" && isEmpty) return way;
    }
    return undefined;
  })());
}

/** Runs a program on `input`; undefined where nothing here can shut it in. */
export async function runConfined(
  command: readonly string[],
  input: Bytes,
  bounds: ProgramBounds,
): Promise<ProgramEnd | undefined> {
  const way = await findWay();
  return way && runBy(way, command, input, bounds);
}

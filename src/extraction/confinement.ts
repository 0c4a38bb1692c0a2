import { spawn } from "node:child_process";
import { realpathSync } from "node:fs";
import { join } from "node:path";
import { programDirectory } from "#/config.ts";

/*
 * How a reader is shut in. Node's permissions take files, programs, threads and native code from it; a network namespace takes
 * the network; prlimit what it could write, open and burn. Whether that holds here is tried, not believed.
 */

const childFile = join(programDirectory, "src/extraction/child.ts");

/** Ways to be without a network: an ordinary user's namespace, or root's. */
const ways: readonly (readonly string[])[] = [
  ["unshare", "--user", "--map-root-user", "--net", "--ipc", "--"],
  ["unshare", "--net", "--ipc", "--"],
];
const limited = ["prlimit", "--core=0", "--fsize=0", "--nofile=64", "--cpu=60", "--"];
/** Nothing of ours reaches it: no secrets, no options of Node's. */
const environment = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" };
const probeMs = 20_000;

/** The program itself; also where a link in its place leads. */
const readable = ["src", "node_modules", "package.json"].flatMap((name) => {
  const path = join(programDirectory, name);
  return [...new Set([path, realpathSync(path)])];
});

const node = (heapMebibytes: number): string[] => [
  process.execPath,
  "--permission",
  ...readable.map((path) => `--allow-fs-read=${path}`),
  `--max-old-space-size=${heapMebibytes}`,
  "--disable-proto=delete",
  "--disable-sigusr1",
  "--no-warnings",
  childFile,
];

export interface Confinement {
  /** The reader's process, its standard streams piped. */
  start(heapMebibytes: number, args?: readonly string[]): ReturnType<typeof spawn>;
}

const confinement = (way: readonly string[]): Confinement => ({
  start(heapMebibytes, args = []) {
    const [program = "", ...rest] = [...way, ...limited, ...node(heapMebibytes), ...args];
    return spawn(program, rest, { cwd: "/", env: environment, stdio: ["pipe", "pipe", "pipe"] });
  },
});

function isShutIn(said: string): boolean {
  try {
    const { network, files, programs } = JSON.parse(said) as Record<string, boolean>;
    return network === true && files === true && programs === true;
  } catch {
    return false;
  }
}

function probe(confined: Confinement): Promise<boolean> {
  return new Promise((resolve) => {
    const child = confined.start(64, ["probe"]);
    const timer = setTimeout(() => child.kill("SIGKILL"), probeMs);
    let said = "";
    child.stdout?.on("data", (chunk: Buffer) => void (said = (said + chunk.toString()).slice(0, 1000)));
    child.stderr?.resume();
    child.stdin?.on("error", () => undefined).end();
    child.once("error", () => resolve(false));
    child.once("close", () => {
      clearTimeout(timer);
      resolve(isShutIn(said));
    });
  });
}

async function find(): Promise<Confinement | undefined> {
  for (const way of ways) {
    const confined = confinement(way);
    if (await probe(confined)) return confined;
  }
  return undefined;
}

let found: Promise<Confinement | undefined> | undefined;

/** The first way that holds on this machine; undefined where none does: then nothing is extracted. Asked once. */
export const findConfinement = (): Promise<Confinement | undefined> => (found ??= find());

import { execFileSync, spawnSync } from "node:child_process";
import { chownSync, cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { programDirectory } from "#/config.ts";
import { freePorts } from "../../support/free-port.ts";
import { bareEnvironment, type RunningProcess, startProcess } from "../../support/process.ts";

/** Who starts Zegel. */
export interface Runner {
  readonly title: string;
  readonly ids: { readonly uid?: number; readonly gid?: number };
}

const userName = "zegeltest";
export const isRoot = process.getuid?.() === 0;

function ordinaryUser(): Runner {
  const id = (flag: string): number => Number(spawnSync("id", [flag, userName], { encoding: "utf8" }).stdout);
  if (spawnSync("id", [userName]).status !== 0) {
    spawnSync("useradd", ["--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", userName]);
  }
  return { title: "an ordinary user", ids: { uid: id("-u"), gid: id("-g") } };
}

/** As root: root and an ordinary user. Else just the user that runs the tests. */
export const runners: readonly Runner[] = isRoot
  ? [{ title: "root", ids: {} }, ordinaryUser()]
  : [{ title: "an ordinary user", ids: {} }];

const made: string[] = [];
process.on("exit", () => {
  for (const directory of made) rmSync(directory, { recursive: true, force: true });
});

/** A directory of the runner's own, removed at the end of the test process. */
export function ownDirectory({ ids }: Runner): string {
  const directory = mkdtempSync(join(tmpdir(), "zegel-ground-"));
  made.push(directory);
  if (ids.uid !== undefined && ids.gid !== undefined) chownSync(directory, ids.uid, ids.gid);
  return directory;
}

/** Hands a directory and all in it to the runner. */
export function giveAllTo({ ids }: Runner, directory: string): void {
  if (ids.uid === undefined) return;
  execFileSync("chown", ["-R", `${ids.uid}:${ids.gid}`, directory]);
}

/** A copy of the checkout below `directory`; what is large is shared by hard links where the file system allows. */
export function copyCheckout(directory: string): string {
  const copy = join(directory, "zegel");
  const linked = spawnSync("cp", ["-al", programDirectory, copy], { stdio: "ignore" });
  if (linked.status !== 0) {
    rmSync(copy, { recursive: true, force: true });
    spawnSync("cp", ["-a", programDirectory, copy], { stdio: "ignore" });
  }
  for (const name of ["data", ".git"]) rmSync(join(copy, name), { recursive: true, force: true });
  return copy;
}

const canRead = ({ ids }: Runner, file: string): boolean =>
  spawnSync("test", ["-r", file], { ...ids, cwd: "/" }).status === 0;

let copied: string | undefined;

/** A checkout that the runner may read: this one, or else a copy. */
export function checkoutFor(runner: Runner): string {
  if (canRead(runner, join(programDirectory, "package.json"))) return programDirectory;
  copied ??= copyCheckout(ownDirectory(runner));
  return copied;
}

/** Without our bundled Node in front: as on a machine where Zegel is new. */
export function systemPath(): string {
  const parts = (process.env["PATH"] ?? "").split(delimiter);
  return parts.filter((part) => !part.includes("node_modules")).join(delimiter);
}

/** The system's npm, as an executable path; the tests run under npm, so there is one. */
export const npmProgram = (): string =>
  systemPath()
    .split(delimiter)
    .map((part) => join(part, "npm"))
    .find((file) => existsSync(file)) ?? "npm";

export interface Surroundings {
  readonly environment: NodeJS.ProcessEnv;
  readonly dataDirectory: string;
  readonly httpPort: number;
}

/** Variables for a server on free ports with data of its own. */
export async function surroundings(
  runner: Runner,
  dataDirectory = join(ownDirectory(runner), "data"),
): Promise<Surroundings> {
  const [httpPort, smtpPort, smtpsPort] = (await freePorts(3)) as [number, number, number];
  const home = dirname(dataDirectory);
  const environment = {
    ...bareEnvironment(),
    PATH: systemPath(),
    HOME: home,
    npm_config_cache: join(home, ".npm"),
    npm_config_update_notifier: "false",
    ZEGEL_DATA: dataDirectory,
    ZEGEL_HTTP_PORT: String(httpPort),
    ZEGEL_SMTP_PORT: String(smtpPort),
    ZEGEL_SMTPS_PORT: String(smtpsPort),
  };
  return { environment, dataDirectory, httpPort };
}

export const ready = /^Zegel is ready\.$/m;

/** `npm start`, as README says. */
export const npmStart = (
  runner: Runner,
  { environment }: Surroundings,
  checkout = checkoutFor(runner),
): RunningProcess => startProcess(npmProgram(), ["start"], { ...runner.ids, cwd: checkout, env: environment });

/** `node src/main.ts` alone. */
export const startMain = (
  runner: Runner,
  { environment }: Surroundings,
  checkout = checkoutFor(runner),
): RunningProcess =>
  startProcess(process.execPath, [join(checkout, "src/main.ts")], { ...runner.ids, cwd: "/", env: environment });

const readOr = (read: () => string): string => {
  try {
    return read();
  } catch {
    return "";
  }
};

/** Every living process that has to do with the data directory: npm, launcher, server, PostgreSQL and its children. */
export function processesOf(dataDirectory: string): number[] {
  return readdirSync("/proc")
    .map(Number)
    .filter((pid) => pid > 0 && pid !== process.pid)
    .filter((pid) => {
      const of = (name: string): string => readOr(() => readFileSync(`/proc/${pid}/${name}`, "utf8"));
      if (/^\d+ \(.*\) [ZX]/s.test(of("stat"))) return false;
      const cwd = readOr(() => readlinkSync(`/proc/${pid}/cwd`));
      const words = `${of("environ")}\0${of("cmdline")}`.split("\0");
      return cwd.startsWith(`${dataDirectory}/`) || words.some((word) => word.includes(dataDirectory));
    });
}

/** The process ids of server and database, from what they write down. */
export const serverPid = (dataDirectory: string): number =>
  Number(readFileSync(join(dataDirectory, "zegel.lock"), "utf8").split(" ")[0]);
export const databasePid = (dataDirectory: string): number =>
  Number(readFileSync(join(dataDirectory, "postgres/postmaster.pid"), "utf8").split("\n")[0]);

export const parentOf = (pid: number): number =>
  Number(/^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))![1]);

/** True when a program could listen there now. */
export const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });

export const isLive = async (port: number): Promise<boolean> => {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/health/live`, { headers: { host: `localhost:${port}` } });
    return answer.ok;
  } catch {
    return false;
  }
};

/** Only what the launcher needs, to be installed into. */
export function copyLauncher(directory: string): void {
  for (const name of ["bin", ".npmrc"])
    cpSync(join(programDirectory, name), join(directory, name), { recursive: true });
}

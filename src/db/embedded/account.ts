import { spawnSync } from "node:child_process";
import { chownSync, lchownSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { Refusal } from "#/kernel/index.ts";

/** The user that PostgreSQL runs as when we are root, which it refuses to be. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

const preferred = ["zegel", "postgres", "nobody"];

function readAccounts(): Account[] {
  return readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"))
    .filter((fields) => fields.length >= 7)
    .map(([name = "", , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }));
}

/** `undefined` unless we are root. An existing cluster stays with its owner, so that it is not left to two users. */
export function accountFor(clusterDirectory: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = readAccounts();
  const owner = statSync(clusterDirectory, { throwIfNoEntry: false })?.uid;
  const keeper = owner ? accounts.find((account) => account.uid === owner) : undefined;
  const found = keeper ?? preferred.map((name) => accounts.find((account) => account.name === name)).find(Boolean);
  if (!found) throw new Refusal("unavailable", "database.no_account", { names: preferred.join(", ") });
  return found;
}

/** Hands a directory and all in it to the account. Links are not followed. */
export function giveTo({ uid, gid }: Account, directory: string): void {
  chownSync(directory, uid, gid);
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) giveTo({ name: "", uid, gid }, path);
    else lchownSync(path, uid, gid);
  }
}

let setprivThere: boolean | undefined;
const hasSetpriv = (): boolean => {
  setprivThere ??= spawnSync("setpriv", ["--version"], { stdio: "ignore" }).status === 0;
  return setprivThere;
};

export interface Invocation {
  readonly command: string;
  readonly args: readonly string[];
  /** For platforms without `setpriv`. */
  readonly ids: { uid?: number; gid?: number };
}

const capabilityArguments = (capability: string): string[] => [
  `--inh-caps=-all,+${capability}`,
  `--ambient-caps=-all,+${capability}`,
  `--bounding-set=-all,+${capability}`,
  // Else access(2), by which initdb looks for postgres, leaves capabilities out of account.
  "--securebits=+no_setuid_fixup",
];

function canEnter(account: Account, extra: readonly string[], paths: readonly string[]): boolean {
  const identity = [`--reuid=${account.uid}`, `--regid=${account.gid}`, "--init-groups"];
  // Not `test -r`: access(2) leaves capabilities out of account.
  const look = spawnSync("setpriv", [...identity, ...extra, "--", "stat", "-L", "--", ...paths], {
    stdio: "ignore",
    cwd: "/",
  });
  return look.status === 0;
}

/**
 * How the account gets to files below directories that only root may enter: not at all, where nothing is in the way,
 * else by the one capability to search and read, or, where a container lacks it, the next wider one.
 */
function passage(account: Account, paths: readonly string[]): string[] {
  const ways = [[], capabilityArguments("dac_read_search"), capabilityArguments("dac_override")];
  const way = ways.find((extra) => canEnter(account, extra, paths));
  if (!way)
    throw new Refusal("unavailable", "database.cannot_enter", { account: account.name, paths: paths.join(", ") });
  return way;
}

/**
 * The command line that runs a program of PostgreSQL as `account`, ended by the system when we end (Linux).
 * @param paths what the program must be able to read; all exist
 */
export function invocation(
  program: string,
  args: readonly string[],
  account: Account | undefined,
  paths: readonly string[],
): Invocation {
  if (!hasSetpriv()) {
    return { command: program, args, ids: account ? { uid: account.uid, gid: account.gid } : {} };
  }
  const identity = account
    ? [`--reuid=${account.uid}`, `--regid=${account.gid}`, "--init-groups", ...passage(account, [program, ...paths])]
    : [];
  return {
    command: "setpriv",
    args: [...identity, "--no-new-privs", "--pdeathsig=INT", "--", program, ...args],
    ids: {},
  };
}

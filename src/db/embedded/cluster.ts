import { spawnSync } from "node:child_process";
import {
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import { statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Refusal } from "#/kernel/index.ts";
import { type Account, giveTo, invocation } from "./account.ts";
import type { PostgresBinaries } from "./binaries.ts";
import { ensurePassword, readPassword } from "./password.ts";

export const ownerRole = "zegel";
export const databaseName = "zegel";

/** Surroundings of PostgreSQL's programs: nothing of ours, where passwords may be. */
export const bareEnvironment = { LANG: "C", LC_ALL: "C", TZ: "UTC", PATH: "/usr/local/bin:/usr/bin:/bin" };

function own(account: Account | undefined, directory: string): void {
  mkdirSync(directory, { mode: 0o700 });
  if (account) chownSync(directory, account.uid, account.gid);
}

function syncDirectory(directory: string): void {
  const descriptor = openSync(directory, "r");
  fsyncSync(descriptor);
  closeSync(descriptor);
}

function initialise(
  binaries: PostgresBinaries,
  account: Account | undefined,
  directory: string,
  password: string,
): void {
  const draft = `${directory}.new`;
  rmSync(draft, { recursive: true, force: true });
  own(account, draft);
  const cluster = join(draft, "cluster");
  const passwordFile = join(draft, "password");
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (account) chownSync(passwordFile, account.uid, account.gid);
  const options = [
    "-A",
    "scram-sha-256",
    "-E",
    "UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",
  ];
  const args = ["-D", cluster, "-U", ownerRole, `--pwfile=${passwordFile}`, "--no-instructions", ...options];
  const run = invocation(binaries.initdb, args, account, [draft, binaries.postgres]);
  const result = spawnSync(run.command, run.args, { ...run.ids, cwd: "/", env: bareEnvironment, encoding: "utf8" });
  if (result.status !== 0) {
    const reason = (result.stderr || result.error?.message || "").trim().replaceAll("\n", "; ");
    throw new Refusal("unavailable", "database.start_failed", { reason: `initdb: ${reason}` });
  }
  renameSync(cluster, directory);
  syncDirectory(dirname(directory));
  rmSync(draft, { recursive: true, force: true });
}

/**
 * Makes the cluster at the first start, or checks that this program can run it. An interrupted making leaves nothing that
 * counts. Returns the password of its owner.
 */
export function prepareCluster(
  binaries: PostgresBinaries,
  account: Account | undefined,
  directory: string,
  { secretsDirectory, withoutPassword }: { readonly secretsDirectory: string; readonly withoutPassword?: true },
): string {
  if (!existsSync(join(directory, "PG_VERSION"))) {
    const password = ensurePassword(secretsDirectory);
    initialise(binaries, account, directory, password);
    return password;
  }
  const { uid } = statSync(directory);
  if (account && uid !== account.uid) giveTo(account, directory);
  if (!account && uid !== process.getuid?.()) {
    throw new Refusal("forbidden", "data.foreign_owner", {
      directory,
      command: `chown -R ${process.getuid?.()} '${dirname(directory)}'`,
    });
  }
  const major = readFileSync(join(directory, "PG_VERSION"), "utf8").trim();
  if (major !== binaries.major) {
    throw new Refusal("conflict", "database.other_major", { directory, found: major, needed: binaries.major });
  }
  return withoutPassword ? "" : readPassword(secretsDirectory);
}

import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { programDirectory } from "#/config.ts";

interface Lock {
  readonly packages: Readonly<
    Record<string, { readonly version?: string; readonly dev?: boolean; readonly optional?: boolean }>
  >;
}

const git = (directory: string, ...args: readonly string[]): string =>
  execFileSync("git", args, { cwd: directory, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim();

function nearestTag(): string | undefined {
  const { status, stdout } = spawnSync("git", ["describe", "--tags", "--abbrev=0", "HEAD^"], {
    cwd: programDirectory,
    encoding: "utf8",
  });
  return status === 0 ? stdout.trim() : undefined;
}

/** The tag before this version; before there is one, the commit that `bench/upgrade-from.txt` names. */
export const earlierVersion = (): string =>
  nearestTag() ?? readFileSync(join(programDirectory, "bench/upgrade-from.txt"), "utf8").trim();

const lockIn = (directory: string): Lock =>
  JSON.parse(readFileSync(join(directory, "package-lock.json"), "utf8")) as Lock;

/** True when what this version has installed is, for running, what that version has locked. */
function areInstalled(directory: string): boolean {
  const [theirs, ours] = [lockIn(directory).packages, lockIn(programDirectory).packages];
  return Object.entries(theirs).every(
    ([path, { version, dev, optional }]) =>
      path === "" || dev === true || optional === true || ours[path]?.version === version,
  );
}

/** A checkout of the version in a new directory, with what it needs installed. */
export function checkOut(version: string, directory: string): "packages of this version" | "npm ci" {
  git(programDirectory, "clone", "--quiet", "--shared", "--no-checkout", programDirectory, directory);
  git(directory, "checkout", "--quiet", "--detach", version);
  const ours = join(programDirectory, "node_modules");
  if (areInstalled(directory) && existsSync(ours)) {
    symlinkSync(ours, join(directory, "node_modules"));
    return "packages of this version";
  }
  const env = { ...process.env, PATH: `${dirname(process.execPath)}:${process.env["PATH"]}` };
  execFileSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: directory, env, stdio: "ignore" });
  return "npm ci";
}

import { spawn } from "node:child_process";
import { existsSync, globSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { programDirectory } from "#/config.ts";
import { ensureSystemParts } from "./support/system-parts.ts";

/*
 * npm test [-- PART…]: system parts, format, lint, types, then all tests, or those whose path contains one of the parts.
 */

const unavailable = 69;
/** All tests together take a fraction of it. Who has not ended by then never will, and must not hold up who waits. */
const longestRunMs = 45 * 60_000;
const bin = (name: string): string => join(programDirectory, "node_modules/.bin", name);

/** Nothing that is configured for a running server reaches the tests. */
const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !name.startsWith("ZEGEL_") && name !== "NODE_OPTIONS"),
);

function run(command: string, args: readonly string[], limitMs?: number): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: programDirectory, env: environment, stdio: "inherit" });
    const stop = (signal: NodeJS.Signals): void => void child.kill(signal);
    for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, stop);
    const watch = setTimeout(() => {
      process.stderr.write(`Not finished after ${longestRunMs / 60_000} minutes: stopped.\n`);
      child.kill("SIGINT");
    }, limitMs);
    if (limitMs === undefined) clearTimeout(watch);
    child.once("error", () => resolve(unavailable));
    child.once("close", (code, signal) => {
      clearTimeout(watch);
      for (const name of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.removeListener(name, stop);
      resolve(code ?? (signal ? 130 : 1));
    });
  });
}

const checks: readonly { readonly name: string; readonly command: readonly [string, ...string[]] }[] = [
  { name: "format", command: [bin("oxfmt"), "--check", "."] },
  { name: "lint", command: [bin("oxlint"), "--quiet", "."] },
  { name: "types", command: [bin("tsc"), "-p", "."] },
  { name: "types of the pages", command: [bin("tsc"), "-p", "web"] },
];

async function runChecks(): Promise<string[]> {
  const failed: string[] = [];
  for (const { name, command } of checks) {
    if (name === "types of the pages" && !existsSync(join(programDirectory, "web/tsconfig.json"))) continue;
    const [program, ...args] = command;
    if ((await run(program, args)) !== 0) failed.push(name);
  }
  process.stdout.write(failed.length === 0 ? "format, lint, types: good\n" : `failed: ${failed.join(", ")}\n`);
  return failed;
}

function findTests(wanted: readonly string[]): string[] {
  const all = globSync(["src/**/*.test.ts", "web/**/*.test.ts", "bench/**/*.test.ts", "tests/**/*.test.ts"], {
    cwd: programDirectory,
    exclude: (name) => name === "node_modules" || name === "dist",
  }).toSorted();
  return wanted.length === 0 ? all : all.filter((file) => wanted.some((part) => file.includes(part)));
}

async function runTests(wanted: readonly string[]): Promise<number> {
  const files = findTests(wanted);
  if (files.length === 0) {
    process.stderr.write(`No test has ${wanted.join(" or ")} in its path.\n`);
    return 2;
  }
  const concurrency = Math.max(2, Math.min(4, availableParallelism()));
  // Summaries belong at the end: `spec` prints the counts, and the failures once more below them.
  return run(
    process.execPath,
    ["--test", `--test-concurrency=${concurrency}`, "--test-timeout=600000", ...files],
    longestRunMs,
  );
}

async function main(args: readonly string[]): Promise<number> {
  if (args[0] === "--checks-only") return (await runChecks()).length === 0 ? 0 : 1;
  const line = ensureSystemParts();
  if (line !== undefined) {
    process.stderr.write(`${line}\n`);
    return unavailable;
  }
  const failedChecks = args.length === 0 ? await runChecks() : [];
  const status = await runTests(args);
  return failedChecks.length > 0 ? 1 : status;
}

process.exitCode = await main(process.argv.slice(2));

import { mkdtempSync, rmSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { programDirectory } from "#/config.ts";
import { freePorts } from "../tests/support/free-port.ts";
import { bareEnvironment, startProcess } from "../tests/support/process.ts";
import { until } from "../tests/support/until.ts";
import { type ProcessShare, processTree } from "./process-tree.ts";

/*
 * npm run bench:start [-- TIMES]: seconds from `npm start` until it says that it is ready, and the memory (PSS) of npm, Node and
 * PostgreSQL together five seconds later. The first start, which may install, build pages and make the database, is shown apart.
 * Aims: 5 s, 300 MB. The peer in the same run: a bare `node` that does nothing, started by npm.
 */

const times = Number(process.argv[2] ?? 5);
const settleMs = 5_000;
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;
const medianOf = (list: readonly number[]): number => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;
const sumOf = (tree: readonly ProcessShare[]): number => tree.reduce((sum, each) => sum + each.shareBytes, 0);

/** What a process is to somebody who reads the table. */
function kindOf({ name }: ProcessShare): string {
  if (/^npm\b|npm-cli/.test(name)) return "npm";
  if (/postgres/.test(name)) return "PostgreSQL";
  return /\bnode\b/.test(name) ? "Node" : "other";
}

async function startOnce(environment: NodeJS.ProcessEnv): Promise<{ readySeconds: number; tree: ProcessShare[] }> {
  const startedMs = performance.now();
  const npm = startProcess("npm", ["start"], { cwd: programDirectory, env: environment });
  try {
    await npm.says(/^Zegel is ready\.$/m, 600_000);
    const readySeconds = (performance.now() - startedMs) / 1000;
    await pause(settleMs);
    return { readySeconds, tree: processTree(npm.pid) };
  } finally {
    // The server itself is asked to end, and npm ends after it, whatever npm does with signals.
    const server = processTree(npm.pid).find(({ name }) => name.includes("src/main.ts"));
    if (server) process.kill(server.pid, "SIGTERM");
    else npm.signal("SIGTERM");
    await until("npm start ends", () => npm.hasEnded(), 30_000);
  }
}

/** How long npm takes to start a program at all. */
async function bareSeconds(environment: NodeJS.ProcessEnv): Promise<number> {
  const startedMs = performance.now();
  const bare = startProcess("npm", ["exec", "--offline", "--call", "node -e 0"], {
    cwd: programDirectory,
    env: environment,
  });
  await bare.ended;
  return (performance.now() - startedMs) / 1000;
}

const directory = mkdtempSync(join(tmpdir(), "zegel-start-"));
try {
  const [httpPort, smtpPort, smtpsPort] = (await freePorts(3)) as [number, number, number];
  const environment: NodeJS.ProcessEnv = {
    ...bareEnvironment(),
    ZEGEL_DATA: join(directory, "data"),
    ZEGEL_HTTP_PORT: String(httpPort),
    ZEGEL_SMTP_PORT: String(smtpPort),
    ZEGEL_SMTPS_PORT: String(smtpsPort),
  };
  say(`${cpus().length} cores, Node ${process.version}, load ${loadavg()[0]!.toFixed(1)}`);
  say(`first start, on nothing: ready after ${(await startOnce(environment)).readySeconds.toFixed(1)} s`);
  const rounds = [];
  const bare = [];
  for (let round = 0; round < times; round++) {
    rounds.push(await startOnce(environment));
    bare.push(await bareSeconds(environment));
  }
  const ready = rounds.map(({ readySeconds }) => readySeconds);
  const longest = Math.max(...ready).toFixed(1);
  say(`later starts (${times}): ready after ${medianOf(ready).toFixed(1)} s, at most ${longest} s; aim 5`);
  say(`npm with a bare Node: ${medianOf(bare).toFixed(1)} s, ratio ${(medianOf(ready) / medianOf(bare)).toFixed(1)}`);
  const shares = rounds.map(({ tree }) => sumOf(tree));
  say(
    `memory of all, 5 s after: ${megabytes(medianOf(shares))}, at most ${megabytes(Math.max(...shares))}; aim 300 MB`,
  );
  for (const [kind, tree] of Map.groupBy(rounds.at(-1)?.tree ?? [], kindOf))
    say(`  ${kind.padEnd(12)}${megabytes(sumOf(tree)).padStart(8)}   ${tree.length} processes`);
} finally {
  rmSync(directory, { recursive: true, force: true });
}

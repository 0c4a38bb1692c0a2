import { type ChildProcess, spawn } from "node:child_process";
import { chownSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { Client, escapeIdentifier } from "pg";
import { type Log, Refusal } from "#/kernel/index.ts";
import { type Account, accountFor, invocation } from "./account.ts";
import { findBinaries, type PostgresBinaries } from "./binaries.ts";
import { bareEnvironment, databaseName, ownerRole, prepareCluster } from "./cluster.ts";
import { clearLeftovers, findPostmaster, readPostmasterFile } from "./postmaster-file.ts";
import { startOfProcess } from "./running-process.ts";
import { dropSocketDirectory, makeSocketDirectory } from "./socket-directory.ts";

export interface EmbeddedPostgresOptions {
  /** As `prepareDataDirectory` returned it, locked by `lockDataDirectory`. */
  readonly dataDirectory: string;
  readonly secretsDirectory: string;
  readonly log: Log;
  /** For recovery when the password is lost: whoever may enter the socket's directory is let in without one. */
  readonly withoutPassword?: true;
}

/** How `pg` reaches the embedded database as its owner: `host` is the directory of the socket. */
export interface EmbeddedConnection {
  readonly host: string;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

export interface EmbeddedPostgres {
  readonly connection: EmbeddedConnection;
  readonly pid: number;
  /** Resolves when PostgreSQL has ended, also when nobody asked it to; `true` when `stop` was called before. */
  readonly ended: Promise<boolean>;
  /** Ends PostgreSQL: `now` breaks connections off, `when-idle` waits for the others to leave first. */
  stop(mode?: "now" | "when-idle"): Promise<void>;
}

const pollMs = 20;
/** For recovery after a crash; a start without takes 50 ms. */
const startDeadlineMs = 300_000;
const leftoverDeadlineMs = 10_000;
const fastStopMs = 5_000;
const immediateStopMs = 2_000;

export const clusterIn = (dataDirectory: string): string => join(dataDirectory, "postgres");

const settings = (socketDirectory: string): string[] =>
  Object.entries({
    listen_addresses: "",
    // A list to PostgreSQL: in quotes, so that a comma in a path does not end it.
    unix_socket_directories: `"${socketDirectory.replaceAll('"', '""')}"`,
    unix_socket_permissions: "0700",
    jit: "off",
    // Four processes fewer: a database of this size reads what its own processes ask for, and replicates to nobody.
    io_method: "sync",
    max_logical_replication_workers: "0",
    // No values in the log: neither errors, which quote what they could not read and are thrown here as well, nor
    // statements, parameters, or the details that quote rows.
    log_min_messages: "log",
    log_parameter_max_length: "0",
    log_parameter_max_length_on_error: "0",
    log_min_error_statement: "panic",
    log_error_verbosity: "terse",
    log_line_prefix: "",
  }).flatMap(([name, value]) => ["-c", `${name}=${value}`]);

/** What the last connections are told when it is stopped: no fault, once somebody asked for that. */
const brokenOff = /^FATAL: +terminating (?:connection|background worker)/;

/** Passes PostgreSQL's lines on and keeps the last ones, for the sentence that explains a failed start. */
function listen(child: ChildProcess, log: Log, isAsked: () => boolean): string[] {
  const last: string[] = [];
  createInterface({ input: child.stderr! }).on("line", (line) => {
    last.push(line);
    if (last.length > 10) last.shift();
    const isFault = /^(?:FATAL|PANIC)/.test(line) && !(isAsked() && brokenOff.test(line));
    const level = isFault ? "error" : "debug";
    log[level]({ room: "db" }, line);
  });
  return last;
}

const within = async (end: Promise<unknown>, limitMs: number): Promise<boolean> => {
  const timer = new AbortController();
  const late = pause(limitMs, false, { signal: timer.signal }).catch(() => false);
  const result = await Promise.race([end.then(() => true), late]);
  timer.abort();
  return result;
};

const signal = (pid: number, name: NodeJS.Signals): void => {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended in the meantime, which is what was wanted.
  }
};

const endOf = async (pid: number): Promise<void> => {
  while (startOfProcess(pid) !== undefined) await pause(pollMs);
};

async function endNow(pid: number, ended: Promise<unknown>): Promise<void> {
  signal(pid, "SIGINT");
  if (await within(ended, fastStopMs)) return;
  signal(pid, "SIGQUIT");
  if (await within(ended, immediateStopMs)) return;
  signal(pid, "SIGKILL");
  await ended;
}

/** Ends the PostgreSQL of a process that was killed; the system has told it to already, where it can. */
async function endOrphan(clusterDirectory: string, log: Log): Promise<void> {
  const orphan = findPostmaster(clusterDirectory);
  if (!orphan) return;
  log.warn({ pid: orphan.pid }, "the database of a server that was killed is still running and is being stopped");
  await endNow(orphan.pid, endOf(orphan.pid));
}

/** Rules of access that ask for no password, where only we and the database's user can read them. */
function letIn(socketDirectory: string, account: Account | undefined): string {
  const file = join(socketDirectory, "recovery-rules.conf");
  writeFileSync(file, "local all all trust\n", { mode: 0o600 });
  if (account) chownSync(file, account.uid, account.gid);
  return file;
}

function run(
  binaries: PostgresBinaries,
  account: Account | undefined,
  cluster: string,
  socketDirectory: string,
  withoutPassword: boolean,
): ChildProcess {
  const rules = withoutPassword ? ["-c", `hba_file=${letIn(socketDirectory, account)}`] : [];
  const args = ["-D", cluster, ...settings(socketDirectory), ...rules];
  const { command, args: all, ids } = invocation(binaries.postgres, args, account, [cluster, socketDirectory]);
  // A session of its own: an interrupt typed at the terminal is ours to handle, in order.
  const options = {
    ...ids,
    cwd: "/",
    env: bareEnvironment,
    detached: true,
    stdio: ["ignore", "ignore", "pipe"] as const,
  };
  return spawn(command, all, { ...options, stdio: ["ignore", "ignore", "pipe"] });
}

async function ensureDatabase(connection: EmbeddedConnection): Promise<void> {
  const client = new Client({ ...connection, database: "postgres", connectionTimeoutMillis: 10_000 });
  // What breaks it is thrown by the question that is under way.
  client.on("error", () => undefined);
  await client.connect();
  try {
    const { rowCount } = await client.query("select from pg_database where datname = $1", [databaseName]);
    if (rowCount === 0) await client.query(`create database ${escapeIdentifier(databaseName)}`);
  } finally {
    await client.end();
  }
}

async function launch(
  options: EmbeddedPostgresOptions,
  cluster: string,
  binaries: PostgresBinaries,
  account: Account | undefined,
  password: string,
): Promise<EmbeddedPostgres | string> {
  clearLeftovers(cluster);
  const socketDirectory = makeSocketDirectory(options.dataDirectory, account);
  const child = run(binaries, account, cluster, socketDirectory, options.withoutPassword === true);
  let isAsked = false;
  const lines = listen(child, options.log, () => isAsked);
  const ended = new Promise<boolean>((resolve) => {
    child.once("error", () => resolve(isAsked));
    child.once("close", () => resolve(isAsked));
  }).finally(() => dropSocketDirectory(options.dataDirectory, socketDirectory));
  const pid = child.pid ?? 0;
  const startedAt = Date.now();
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null || pid === 0) {
      await ended;
      return lines.join("; ") || `${binaries.postgres} can't be run`;
    }
    const file = readPostmasterFile(cluster);
    if (file?.pid === pid && file.isReady) break;
    if (Date.now() - startedAt > startDeadlineMs) {
      await endNow(pid, ended);
      return `not ready after ${startDeadlineMs / 1000} seconds; ${lines.join("; ")}`;
    }
    await pause(pollMs);
  }
  const connection = { host: socketDirectory, user: ownerRole, password, database: databaseName };
  const stop = async (mode: "now" | "when-idle" = "now"): Promise<void> => {
    isAsked = true;
    if (mode === "now") return endNow(pid, ended);
    signal(pid, "SIGTERM");
    await ended;
  };
  try {
    await ensureDatabase(connection);
  } catch (error) {
    await stop();
    return `the database does not take its password: ${(error as Error).message}`;
  }
  return { connection, pid, ended, stop };
}

/**
 * Starts PostgreSQL on the cluster in `dataDirectory`, reachable over a socket alone, and makes cluster and database when
 * they are not there. What a killed server or machine left behind is put in order first.
 * @throws Refusal `database.*` or `data.foreign_owner`, saying what the operator can do.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const cluster = clusterIn(options.dataDirectory);
  const binaries = findBinaries();
  const account = accountFor(cluster);
  const password = prepareCluster(binaries, account, cluster, options);
  await endOrphan(cluster, options.log);
  const startedAt = Date.now();
  for (;;) {
    const result = await launch(options, cluster, binaries, account, password);
    if (typeof result !== "string") return result;
    // Processes of a killed PostgreSQL may take a moment to leave its shared memory.
    const mayPass = /shared memory block|lock file/.test(result) && Date.now() - startedAt < leftoverDeadlineMs;
    if (!mayPass) throw new Refusal("unavailable", "database.start_failed", { reason: result });
    await pause(pollMs * 10);
  }
}

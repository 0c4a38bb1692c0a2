import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { clientConfig, ensureAppRole, migrate } from "#/db/index.ts";
import { accountFor, giveTo, invocation } from "#/db/embedded/account.ts";
import { findBinaries } from "#/db/embedded/binaries.ts";
import { silentLog } from "#/kernel/index.ts";
import { until } from "./until.ts";

/** How to reach a database over the socket. */
export interface SocketConnection {
  readonly host: string;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

export interface Cluster {
  /** As superuser; `database` is the migrated template. */
  readonly owner: SocketConnection;
  /** As the app's role. */
  readonly app: SocketConnection;
}

const password = "correct horse";
export const templateDatabase = "zegel_template";
const appFile = "app-role.json";
const cacheRoot = join(tmpdir(), `zegel-test-cache-${process.getuid?.() ?? 0}`);
const runPrefix = "zegel-test-run-";
const migrationsDirectory = join(import.meta.dirname, "../../src/db/migrations");
const environment = { LANG: "C", LC_ALL: "C", TZ: "UTC", PATH: "/usr/local/bin:/usr/bin:/bin" };

/** Nothing here has to outlive a power failure. */
const settings = [
  "listen_addresses=",
  "fsync=off",
  "full_page_writes=off",
  "synchronous_commit=off",
  "shared_buffers=32MB",
  "max_connections=60",
  "autovacuum=off",
  "jit=off",
];

function own(directory: string): void {
  const account = accountFor(directory);
  if (account) chownSync(directory, account.uid, account.gid);
  chmodSync(directory, 0o700);
}

function initialise(directory: string): void {
  const binaries = findBinaries();
  const account = accountFor(directory);
  const passwordFile = join(directory, "password");
  writeFileSync(passwordFile, `${password}\n`);
  if (account) chownSync(passwordFile, account.uid, account.gid);
  const locale = ["-E", "UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"];
  const quick = ["--no-sync", "--no-instructions", "--wal-segsize=1", "-A", "scram-sha-256"];
  const args = ["-D", join(directory, "cluster"), "-U", "zegel", `--pwfile=${passwordFile}`, ...locale, ...quick];
  const make = invocation(binaries.initdb, args, account, [directory, binaries.postgres]);
  const result = spawnSync(make.command, make.args, { ...make.ids, cwd: "/", env: environment, encoding: "utf8" });
  if (result.status !== 0) throw new Error(`initdb: ${result.stderr}`);
}

interface Running {
  readonly owner: SocketConnection;
  readonly child: ChildProcess;
}

/** Ends with this process, however that ends. */
async function run(directory: string): Promise<Running> {
  const binaries = findBinaries();
  const cluster = join(directory, "cluster");
  const args = ["-D", cluster, "-k", directory, ...settings.flatMap((setting) => ["-c", setting])];
  const serve = invocation(binaries.postgres, args, accountFor(cluster), [cluster]);
  const child = spawn(serve.command, serve.args, { ...serve.ids, cwd: "/", env: environment, stdio: "ignore" });
  child.unref();
  const owner = { host: directory, user: "zegel", password, database: "postgres" };
  await until("PostgreSQL answers", async () => {
    if (child.exitCode !== null) throw new Error("PostgreSQL did not start");
    return existsSync(join(directory, ".s.PGSQL.5432.lock")) && answers(owner);
  });
  return { owner, child };
}

async function answers(connection: SocketConnection): Promise<boolean> {
  const client = new Client(clientConfig(connection));
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function stopped({ child }: Running): Promise<void> {
  child.ref();
  const ended = new Promise((resolve) => child.once("close", resolve));
  child.kill("SIGINT");
  await ended;
}

function fingerprint(): string {
  const hash = createHash("sha256").update("1").update(findBinaries().postgres);
  for (const name of readdirSync(migrationsDirectory).toSorted())
    hash.update(name).update(readFileSync(join(migrationsDirectory, name)));
  return hash.digest("hex").slice(0, 16);
}

async function build(directory: string): Promise<void> {
  initialise(directory);
  const running = await run(directory);
  try {
    const client = new Client(clientConfig(running.owner));
    await client.connect();
    await client.query(`create database ${templateDatabase}`);
    await client.end();
    const owner = { ...running.owner, database: templateDatabase };
    await migrate(owner, silentLog);
    const app = (await ensureAppRole({ owner, password })) as SocketConnection;
    writeFileSync(join(directory, appFile), JSON.stringify({ user: app.user }));
  } finally {
    await stopped(running);
  }
}

/** A migrated cluster on disk, made once per version of the migrations; whoever is first, the others wait for no lock. */
async function cached(): Promise<string> {
  const directory = join(cacheRoot, fingerprint());
  if (existsSync(directory)) {
    utimesSync(directory, new Date(), new Date());
    return directory;
  }
  mkdirSync(cacheRoot, { recursive: true, mode: 0o755 });
  const draft = mkdtempSync(join(cacheRoot, "draft-"));
  own(draft);
  try {
    await build(draft);
    renameSync(draft, directory);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(directory)) throw error;
  }
  return directory;
}

const staleMs = 60 * 60 * 1000;

/** What test processes left that were killed, and clusters of migrations that have changed since. */
function removeAbandoned(): void {
  for (const name of readdirSync(tmpdir()).filter((each) => each.startsWith(runPrefix))) {
    const pid = Number(name.slice(runPrefix.length).split("-")[0]);
    if (!existsSync(`/proc/${pid}`)) rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
  for (const name of existsSync(cacheRoot) ? readdirSync(cacheRoot) : []) {
    const path = join(cacheRoot, name);
    const ageMs = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (name !== fingerprint() && ageMs > staleMs) rmSync(path, { recursive: true, force: true });
  }
}

async function start(): Promise<Cluster> {
  removeAbandoned();
  const template = await cached();
  const directory = mkdtempSync(join(tmpdir(), `${runPrefix}${process.pid}-`));
  const account = accountFor(directory);
  cpSync(join(template, "cluster"), join(directory, "cluster"), { recursive: true });
  if (account) giveTo(account, directory);
  chmodSync(directory, 0o700);
  chmodSync(join(directory, "cluster"), 0o700);
  const running = await run(directory);
  process.once("exit", () => {
    running.child.kill("SIGKILL");
    rmSync(directory, { recursive: true, force: true });
  });
  const { user } = JSON.parse(readFileSync(join(template, appFile), "utf8")) as { user: string };
  const owner = { ...running.owner, database: templateDatabase };
  return { owner, app: { ...owner, user } };
}

let cluster: Promise<Cluster> | undefined;

/** PostgreSQL with a migrated template: one per test process, which it ends with. */
export function testCluster(): Promise<Cluster> {
  cluster ??= start();
  return cluster;
}

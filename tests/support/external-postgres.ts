import { spawn, spawnSync } from "node:child_process";
import { chmodSync, chownSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Client } from "pg";
import { accountFor, invocation } from "#/db/embedded/account.ts";
import { freePorts } from "./free-port.ts";
import { until } from "./until.ts";

export interface ExternalPostgres {
  /** postgres://zegel:…@127.0.0.1:…/zegel, as superuser and owner of the database. */
  readonly url: string;
  readonly directory: string;
  /** Of the first process, which starts and watches the others. */
  pid(): number;
  /** SIGKILL to that process, and a start as the system's service would make it; resolves when it answers again. */
  crash(): Promise<void>;
  stop(): Promise<void>;
}

export interface ExternalPostgresOptions {
  /** Further variables of PostgreSQL's own environment. */
  readonly environment?: Readonly<Record<string, string>>;
}

const root = "/usr/lib/postgresql";

/** The oldest PostgreSQL of the distribution that Zegel supports. */
function systemBinaries(): string {
  const majors = readdirSync(root)
    .map(Number)
    .filter((major) => major >= 15);
  return join(root, String(Math.min(...majors)), "bin");
}

const environment = { LANG: "C", LC_ALL: "C", PATH: "/usr/bin:/bin" };

async function answers(url: string, question: string): Promise<boolean> {
  const client = new Client({ connectionString: url });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.query(question);
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The distribution's PostgreSQL on a loopback port with a database of its own, as an operator would have it elsewhere. */
export async function startExternalPostgres({
  environment: more = {},
}: ExternalPostgresOptions = {}): Promise<ExternalPostgres> {
  const bin = systemBinaries();
  const directory = mkdtempSync("/tmp/zegel-external-");
  const account = accountFor(directory);
  const passwordFile = join(directory, "password");
  writeFileSync(passwordFile, "correct horse\n");
  if (account) for (const path of [directory, passwordFile]) chownSync(path, account.uid, account.gid);
  chmodSync(directory, 0o700);
  const cluster = join(directory, "cluster");
  const initArguments = [
    "-D",
    cluster,
    "-U",
    "zegel",
    "-A",
    "scram-sha-256",
    "-E",
    "UTF8",
    `--pwfile=${passwordFile}`,
    "--no-sync",
  ];
  const make = invocation(join(bin, "initdb"), initArguments, account, [directory]);
  const made = spawnSync(make.command, make.args, { ...make.ids, cwd: "/", env: environment, encoding: "utf8" });
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`);
  const [port] = await freePorts(1);
  const settings = ["listen_addresses=127.0.0.1", `port=${port}`, "unix_socket_directories=", "fsync=off"];
  const serverArguments = ["-D", cluster, ...settings.flatMap((setting) => ["-c", setting])];
  // Set by `env`, past the change of account: what is preloaded there belongs to PostgreSQL alone.
  const variables = Object.entries(more).map(([name, value]) => `${name}=${value}`);
  const program = [...variables, join(bin, "postgres"), ...serverArguments];
  const serve = invocation("/usr/bin/env", program, account, [cluster]);
  const run = () => {
    const child = spawn(serve.command, serve.args, { ...serve.ids, cwd: "/", env: environment, stdio: "ignore" });
    const ended = new Promise<unknown>((resolve) => child.once("close", resolve));
    return { child, ended, pid: child.pid ?? 0 };
  };
  let running = run();
  const address = `postgres://zegel:correct%20horse@127.0.0.1:${port}`;
  const stop = async (): Promise<void> => {
    running.child.kill("SIGINT");
    await running.ended;
    rmSync(directory, { recursive: true, force: true });
  };
  const crash = async (): Promise<void> => {
    running.child.kill("SIGKILL");
    await running.ended;
    running = run();
    await until(
      "PostgreSQL answers again",
      async () => {
        // It ends at once while processes of the killed one still leave its memory.
        if (running.child.exitCode !== null) running = run();
        return answers(`${address}/zegel`, "select 1");
      },
      60_000,
    );
  };
  try {
    const create = "create database zegel encoding 'UTF8' template template0";
    await until("PostgreSQL answers", () => answers(`${address}/postgres`, create));
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `${address}/zegel`, directory, pid: () => running.pid, crash, stop };
}

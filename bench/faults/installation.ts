import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { programDirectory } from "#/config.ts";
import { startExternalPostgres } from "../../tests/support/external-postgres.ts";
import { freePorts } from "../../tests/support/free-port.ts";
import { bareEnvironment, type Ending, runProcess, startProcess } from "../../tests/support/process.ts";
import { until } from "../../tests/support/until.ts";
import { backendsOf } from "./backends.ts";
import { openClock, type FalseClock } from "./clock.ts";
import { keepRunning, type Unit } from "./unit.ts";

/** `together`: one process with the embedded database. `apart`: doors, worker, and a PostgreSQL of the system. */
export type Form = "together" | "apart";

export interface Installation {
  readonly form: Form;
  readonly url: string;
  readonly smtpPort: number;
  readonly dataDirectory: string;
  /** Everything that `bin/zegel` and the server see. */
  readonly environment: NodeJS.ProcessEnv;
  readonly server: Unit;
  /** Where it is a process of its own. */
  readonly worker: Unit | undefined;
  readonly clock: FalseClock;
  cli(args: readonly string[]): Promise<Ending>;
  /** SIGKILL to PostgreSQL's first process; resolves when there is a database again, or with it the server. */
  killDatabase(): Promise<void>;
  /** SIGKILL to one process that serves a connection; `pick` chooses among so many. */
  killBackend(pick: (count: number) => number): Promise<void>;
  stop(): Promise<void>;
}

export interface InstallationOptions {
  readonly form: Form;
  readonly environment: Readonly<Record<string, string>>;
  /** Where data goes; else a directory that is removed at the end. */
  readonly dataDirectory?: string | undefined;
  /** With a clock that can be set, where the machine has libfaketime. */
  readonly falseClock?: boolean;
}

const postmasterOf = (dataDirectory: string): number | undefined => {
  const file = join(dataDirectory, "postgres", "postmaster.pid");
  return existsSync(file) ? Number(readFileSync(file, "utf8").split("\n")[0]) || undefined : undefined;
};

export async function startInstallation(options: InstallationOptions): Promise<Installation> {
  const { form } = options;
  const own = mkdtempSync(join(tmpdir(), "zegel-faults-"));
  chmodSync(own, 0o711);
  const dataDirectory = options.dataDirectory ?? join(own, "data");
  const clock = openClock(own, options.falseClock === true && form === "apart");
  const [httpPort, smtpPort, smtpsPort] = (await freePorts(3)) as [number, number, number];
  const postgres = form === "apart" ? await startExternalPostgres({ environment: clock.environment }) : undefined;
  const environment: NodeJS.ProcessEnv = {
    ...bareEnvironment(),
    ...clock.environment,
    // As the launcher sets it for `npm start`.
    NODE_COMPILE_CACHE: join(own, "compile-cache"),
    ZEGEL_DATA: dataDirectory,
    ZEGEL_HTTP_PORT: String(httpPort),
    ZEGEL_SMTP_PORT: String(smtpPort),
    ZEGEL_SMTPS_PORT: String(smtpsPort),
    ZEGEL_TRUST_PROXY: "127.0.0.1",
    ZEGEL_LOG: "warn",
    ...(postgres ? { ZEGEL_DATABASE_URL: postgres.url } : {}),
    ...options.environment,
  };
  const main = join(programDirectory, "src/main.ts");
  const unit = (name: string, doors: string): Unit =>
    keepRunning(name, () =>
      startProcess(process.execPath, [main], { env: { ...environment, ZEGEL_DOORS: doors }, channel: true }),
    );
  const server = unit("server", form === "apart" ? "http,smtp" : "http,smtp,worker");
  // Two that start on nothing at the same moment would both make secrets.
  await server.ready();
  const worker = form === "apart" ? unit("worker", "worker") : undefined;
  await worker?.ready();

  const postmaster = (): Promise<number> =>
    until("there is a database", () => postgres?.pid() ?? postmasterOf(dataDirectory), 60_000);
  return {
    form,
    url: `http://localhost:${httpPort}`,
    smtpPort,
    dataDirectory,
    environment,
    server,
    worker,
    clock,
    cli: (args) => runProcess(join(programDirectory, "bin/zegel"), args, { env: environment }),
    killDatabase: async () => {
      if (postgres) return postgres.crash();
      const [pid, node] = [await postmaster(), server.pid()];
      process.kill(pid, "SIGKILL");
      // The server can't go on without it, and is started anew.
      await until("the server noticed", () => server.pid() !== node, 60_000);
    },
    killBackend: async (pick) => {
      const backends = backendsOf(await postmaster());
      const victim = backends[pick(backends.length)];
      if (victim !== undefined) process.kill(victim, "SIGKILL");
    },
    stop: async () => {
      await Promise.all([server.stop(), worker?.stop()]);
      await postgres?.stop();
      rmSync(own, { recursive: true, force: true });
    },
  };
}

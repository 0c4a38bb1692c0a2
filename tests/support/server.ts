import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { programDirectory } from "#/config.ts";
import { freePorts } from "./free-port.ts";
import { bareEnvironment, type Ending, runProcess, type RunningProcess, startProcess } from "./process.ts";

export interface TestServerOptions {
  /** Further `ZEGEL_…` variables, or others in place of the standard ones. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Behind `npm start --`. */
  readonly args?: readonly string[];
  /** Of an earlier server that was stopped with `keepData`; else a new one is made. */
  readonly dataDirectory?: string;
}

export interface TestServer {
  /** `http://localhost:PORT` */
  readonly url: string;
  readonly httpPort: number;
  readonly smtpPort: number;
  readonly smtpsPort: number;
  readonly dataDirectory: string;
  /** In which commands find this server. */
  readonly environment: NodeJS.ProcessEnv;
  readonly process: RunningProcess;
  /** `bin/zegel` beside this server. */
  cli(args: readonly string[], input?: string | Uint8Array): Promise<Ending>;
  /** SIGTERM, the end, and unless `keepData` the data directory is removed. */
  stop(options?: { keepData?: boolean }): Promise<Ending>;
  /** SIGKILL; the data stays as it is, to be started again or removed with `stop`. */
  kill(): Promise<void>;
}

/** A real server on free ports with data of its own, as `npm start` runs it. Ready when this resolves. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const [httpPort, smtpPort, smtpsPort] = (await freePorts(3)) as [number, number, number];
  const dataDirectory = options.dataDirectory ?? join(mkdtempSync(join(tmpdir(), "zegel-test-")), "data");
  const environment: NodeJS.ProcessEnv = {
    ...bareEnvironment(),
    ZEGEL_DATA: dataDirectory,
    ZEGEL_HTTP_PORT: String(httpPort),
    ZEGEL_SMTP_PORT: String(smtpPort),
    ZEGEL_SMTPS_PORT: String(smtpsPort),
    ...options.environment,
  };
  const main = join(programDirectory, "src/main.ts");
  const server = startProcess(process.execPath, [main, ...(options.args ?? [])], { env: environment, channel: true });
  await server.says(/^Zegel is ready\.$/m);
  const stop: TestServer["stop"] = async ({ keepData = false } = {}) => {
    const ending = await server.end("SIGTERM");
    if (!keepData) rmSync(dataDirectory, { recursive: true, force: true });
    return ending;
  };
  return {
    url: `http://localhost:${httpPort}`,
    httpPort,
    smtpPort,
    smtpsPort,
    dataDirectory,
    environment,
    process: server,
    cli: (args, input) =>
      runProcess(join(programDirectory, "bin/zegel"), args, {
        env: environment,
        ...(input === undefined ? {} : { input }),
      }),
    stop,
    kill: async () => void (await server.end("SIGKILL")),
  };
}

import { join } from "node:path";
import { configWarnings, forgetSecrets, loadConfig, programDirectory, readSources } from "#/config.ts";
import { exitStatus, lineOf, statusOf } from "#/doors/cli/operator-line.ts";
import { isRefusal, type Log, Refusal } from "#/kernel/index.ts";
import { keepMemoryOffDisk } from "./start/hygiene.ts";
import { openLog } from "./start/log.ts";
import { pathRefusal } from "./start/paths.ts";
import { Undo } from "./start/undo.ts";

/** Within the ten seconds that are promised, with room for whoever waits for us. */
const stopDeadlineMs = 8500;
const withoutDatabaseMs = 2000;

const tell = (line: string): void => void process.stdout.write(`${line}\n`);
const complain = (line: string): void => void process.stderr.write(`${line}\n`);

/** Aborts at the first signal, or when the launcher is gone; ends the process by force when the end takes too long. */
function watchForStop(log: Log): AbortSignal {
  const stopping = new AbortController();
  const stop = (reason: string): void => {
    if (stopping.signal.aborted) return;
    log.info({ reason }, "stopping");
    stopping.abort();
    setTimeout(() => {
      complain("Not everything ended in time; what was left has been broken off.");
      process.exit(exitStatus.refused);
    }, stopDeadlineMs).unref();
  };
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, stop);
  if (process.channel) {
    process.on("disconnect", () => stop("launcher is gone"));
    process.channel.unref();
  }
  return stopping.signal;
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });

/** A demonstration has a data directory of its own, so that it never mixes with a real firm. */
const environmentOf = (isDemo: boolean): NodeJS.ProcessEnv =>
  isDemo ? { ZEGEL_DATA: join(programDirectory, "data-demo"), ...process.env } : process.env;

async function serve(isDemo: boolean): Promise<void> {
  const environment = environmentOf(isDemo);
  const config = loadConfig(environment);
  for (const warning of configWarnings(config, readSources(environment))) complain(warning);
  forgetSecrets(process.env);
  const log = openLog(config.logLevel);
  keepMemoryOffDisk(log);
  const undo = new Undo(log);
  const stopping = watchForStop(log);
  try {
    // Loaded once the configuration is known to be good: most of the program hangs on it.
    const { startServer } = await import("./start/server.ts");
    const { lines, databaseEnded } = await startServer({ config, log, undo, stopping, isDemo });
    for (const line of lines) tell(line);
    tell("Zegel is ready.");
    const keepAlive = setInterval(() => undefined, 2 ** 30);
    const end = await Promise.race([aborted(stopping), databaseEnded.then(() => "database" as const)]);
    clearInterval(keepAlive);
    if (end === "database") {
      const ended = new Refusal("unavailable", "database.ended");
      // Nothing can be finished without it: who starts us again is not kept waiting.
      setTimeout(() => {
        complain(lineOf(ended));
        process.exit(statusOf(ended));
      }, withoutDatabaseMs).unref();
      throw ended;
    }
  } catch (error) {
    if (!stopping.aborted) throw pathRefusal(config, error) ?? error;
  } finally {
    await undo.run();
  }
}

const [flag, ...more] = process.argv.slice(2);
const isDemo = flag === "--demo";
if ((flag !== undefined && !isDemo) || more.length > 0) {
  complain(
    `Unknown: ${process.argv.slice(2).join(" ")}. Zegel is configured by environment variables: docs/configuration.md`,
  );
  process.exitCode = exitStatus.usage;
} else {
  try {
    await serve(isDemo);
    process.exitCode = exitStatus.good;
  } catch (error) {
    complain(isRefusal(error) ? lineOf(error) : `Zegel stopped by a fault of its own: ${(error as Error).stack}`);
    process.exitCode = isRefusal(error) ? statusOf(error) : exitStatus.refused;
  }
  process.exit();
}

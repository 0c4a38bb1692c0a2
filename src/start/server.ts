import { type App, openApp } from "#/app.ts";
import { assertNoRestore } from "#/backup/index.ts";
import type { Config, DoorName } from "#/config.ts";
import {
  type EmbeddedPostgres,
  lockDataDirectory,
  prepareDataDirectory,
  startEmbeddedPostgres,
} from "#/db/embedded/index.ts";
import { isConnectionError } from "#/doors/cli/operator-line.ts";
import { type Log, Refusal, systemClock } from "#/kernel/index.ts";
import { databaseVersion } from "./database-version.ts";
import { checkPorts, portRefusal } from "./ports.ts";
import type { Undo } from "./undo.ts";

/** A way in that is open. */
interface Door {
  readonly addresses: readonly string[];
  close(): Promise<void>;
}

/** What runs once everything is open. */
export interface Server {
  /** One line for each address, and one for the database. */
  readonly lines: readonly string[];
  /** Resolves when the embedded database ended without being asked to; never with another database. */
  readonly databaseEnded: Promise<void>;
}

const titles: Readonly<Record<DoorName, string>> = { http: "Web", smtp: "Mail submission", worker: "Worker" };

async function openDoor(name: DoorName, app: App): Promise<Door> {
  if (name === "http") return (await import("#/doors/http/index.ts")).openHttpDoor(app);
  if (name === "smtp") return (await import("#/doors/smtp/index.ts")).openSmtpDoor(app);
  return (await import("#/doors/worker/index.ts")).openWorkerDoor(app);
}

async function startDatabase({ config, log, undo, isDemo }: StartServer): Promise<EmbeddedPostgres | undefined> {
  const dataDirectory = prepareDataDirectory(config.dataDirectory);
  await assertNoRestore(dataDirectory);
  if (config.database.kind === "external") {
    await checkPorts(config);
    return undefined;
  }
  const lock = lockDataDirectory(dataDirectory);
  undo.add("data directory", () => lock.release());
  await checkPorts(config);
  if (isDemo) {
    const { renewDemo } = await import("#/demo/index.ts");
    renewDemo({ dataDirectory, secretsDirectory: config.secretsDirectory, clock: systemClock });
  }
  const embedded = await startEmbeddedPostgres({ dataDirectory, secretsDirectory: config.secretsDirectory, log });
  undo.add("database", () => embedded.stop());
  return embedded;
}

async function openAll(config: Config, log: Log, embedded: EmbeddedPostgres | undefined): Promise<App> {
  try {
    return await openApp({ config, log, ...(embedded ? { embedded: embedded.connection } : {}) });
  } catch (error) {
    if (!isConnectionError(error) || config.database.kind === "embedded") throw error;
    throw new Refusal("unavailable", "database.unreachable", { reason: error.message });
  }
}

async function fill(app: App): Promise<string[]> {
  const { demoLines, fillDemo } = await import("#/demo/index.ts");
  await fillDemo(app);
  return demoLines();
}

export interface StartServer {
  readonly config: Config;
  readonly log: Log;
  readonly undo: Undo;
  readonly stopping: AbortSignal;
  /** Fills an empty installation with the fictional firm before any door is open. */
  readonly isDemo: boolean;
}

/**
 * Brings everything up in order; each part that is open is in `undo` when this resolves or throws. Gives up between two
 * parts when `stopping` says so.
 * @throws Refusal whose line is for the operator.
 */
export async function startServer(start: StartServer): Promise<Server> {
  const { config, log, undo, stopping, isDemo } = start;
  const embedded = await startDatabase(start);
  stopping.throwIfAborted();
  const app = await openAll(config, log, embedded);
  undo.add("connections", () => app.close());
  const lines = isDemo ? await fill(app) : [];
  const doors: Door[] = [];
  undo.add("doors", async () => void (await Promise.all(doors.map((door) => door.close()))));
  for (const name of config.doors) {
    stopping.throwIfAborted();
    try {
      const door = await openDoor(name, app);
      doors.push(door);
      lines.push(...door.addresses.map((address) => `${titles[name]}: ${address}`));
    } catch (error) {
      throw portRefusal(config, error) ?? error;
    }
  }
  const version = await databaseVersion(app.ownerConnection, systemClock.now());
  lines.push(`Database: ${embedded ? "embedded " : ""}${version}`);
  const never = new Promise<boolean>(() => undefined);
  const ended = (embedded?.ended ?? never).then((wasAsked) =>
    wasAsked ? new Promise<void>(() => undefined) : undefined,
  );
  return { lines, databaseEnded: ended };
}

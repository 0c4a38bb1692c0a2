import { type App, openApp } from "#/app.ts";
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

/** Steps back, latest first. What fails on the way is told and does not keep the rest from being done. */
export class Undo {
  readonly #steps: { readonly name: string; readonly step: () => void | Promise<void> }[] = [];
  readonly #log: Log;

  constructor(log: Log) {
    this.#log = log;
  }

  add(name: string, step: () => void | Promise<void>): void {
    this.#steps.push({ name, step });
  }

  async run(): Promise<void> {
    for (const { name, step } of this.#steps.splice(0).toReversed()) {
      try {
        await step();
      } catch (error) {
        this.#log.error({ step: name, reason: (error as Error).message }, "a part did not end in order");
      }
    }
  }
}

const titles: Readonly<Record<DoorName, string>> = { http: "Web", smtp: "Mail submission", worker: "Worker" };

async function openDoor(name: DoorName, app: App): Promise<Door> {
  if (name === "http") return (await import("#/doors/http/index.ts")).openHttpDoor(app);
  if (name === "smtp") return (await import("#/doors/smtp/index.ts")).openSmtpDoor(app);
  return (await import("#/doors/worker/index.ts")).openWorkerDoor(app);
}

async function startDatabase(config: Config, log: Log, undo: Undo): Promise<EmbeddedPostgres | undefined> {
  const dataDirectory = prepareDataDirectory(config.dataDirectory);
  if (config.database.kind === "external") {
    await checkPorts(config);
    return undefined;
  }
  const lock = lockDataDirectory(dataDirectory);
  undo.add("data directory", () => lock.release());
  await checkPorts(config);
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

/**
 * Brings everything up in order; each part that is open is in `undo` when this resolves or throws. Gives up between two
 * parts when `stopping` says so.
 * @throws Refusal whose line is for the operator.
 */
export async function startServer(config: Config, log: Log, undo: Undo, stopping: AbortSignal): Promise<Server> {
  const embedded = await startDatabase(config, log, undo);
  stopping.throwIfAborted();
  const app = await openAll(config, log, embedded);
  undo.add("connections", () => app.close());
  const lines: string[] = [];
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

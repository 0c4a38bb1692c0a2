import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "#/config.ts";
import type { Connection } from "#/db/index.ts";
import { prepareDataDirectory, useEmbeddedPostgres } from "#/db/embedded/index.ts";
import { type Log, Refusal } from "#/kernel/index.ts";

/** The database as its owner, as it is: nothing is migrated. */
export interface ReachedDatabase {
  readonly connection: Connection;
  release(): Promise<void>;
}

/** @throws Refusal `recover.data_absent` where nothing was ever made: before what must not make it. */
export function assertDataThere({ database, dataDirectory }: Config): void {
  if (database.kind !== "external" && !existsSync(join(dataDirectory, "postgres", "PG_VERSION")))
    throw new Refusal("absent", "recover.data_absent", { directory: dataDirectory });
}

/** @throws Refusal `recover.data_absent` where there is none yet, and those of the embedded database. */
export async function reachDatabase(config: Config, log: Log): Promise<ReachedDatabase> {
  if (config.database.kind === "external")
    return { connection: config.database.directUrl, release: () => Promise.resolve() };
  assertDataThere(config);
  const { dataDirectory, secretsDirectory } = config;
  return useEmbeddedPostgres({ dataDirectory: prepareDataDirectory(dataDirectory), secretsDirectory, log });
}

/** The same, with an empty one made where there is none. */
export async function makeDatabase(config: Config, log: Log): Promise<ReachedDatabase> {
  if (config.database.kind === "external") return reachDatabase(config, log);
  const dataDirectory = prepareDataDirectory(config.dataDirectory);
  return useEmbeddedPostgres({ dataDirectory, secretsDirectory: config.secretsDirectory, log });
}

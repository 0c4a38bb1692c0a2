import { existsSync } from "node:fs";
import { join } from "node:path";
import { type BlobStore, openBlobDirectory } from "#/blobs/index.ts";
import type { Config } from "#/config.ts";
import { type Connection, type Database, openDatabase } from "#/db/index.ts";
import { useEmbeddedPostgres } from "#/db/embedded/index.ts";
import { isRefusal, type Log, Refusal } from "#/kernel/index.ts";

/** Database and blobs as they are: nothing is migrated, and no secrets are read but the database's own password. */
export interface ForRecovery {
  readonly database: Database;
  readonly blobs: BlobStore;
  close(): Promise<void>;
}

interface Reached {
  readonly connection: Connection;
  release(): Promise<void>;
}

async function reach(config: Config, log: Log): Promise<Reached> {
  if (config.database.kind === "external")
    return { connection: config.database.directUrl, release: () => Promise.resolve() };
  const { dataDirectory, secretsDirectory } = config;
  if (!existsSync(join(dataDirectory, "postgres", "PG_VERSION")))
    throw new Refusal("absent", "recover.data_absent", { directory: dataDirectory });
  const options = { dataDirectory, secretsDirectory, log };
  try {
    return await useEmbeddedPostgres(options);
  } catch (error) {
    if (!isRefusal(error) || error.code !== "database.password_missing") throw error;
    return useEmbeddedPostgres({ ...options, withoutPassword: true });
  }
}

/** The same as the app's role: a superuser would see every organisation at once. */
function asAppRole(connection: Connection): string {
  const url = new URL(typeof connection === "string" ? connection : "postgres://localhost");
  if (typeof connection !== "string") {
    url.username = encodeURIComponent(connection.user);
    url.password = encodeURIComponent(connection.password);
    url.pathname = `/${encodeURIComponent(connection.database)}`;
    url.searchParams.set("host", connection.host);
  }
  url.searchParams.set("options", "-c role=zegel_app");
  return url.href;
}

/** Who may not become the app's role is the app itself, or an owner to whom the policies apply. */
async function openAsAppRole(connection: Connection, log: Log): Promise<Database> {
  const database = await openDatabase({ connection: asAppRole(connection), poolSize: 2, log });
  try {
    await database.organisations();
    return database;
  } catch (error) {
    await database.close();
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code !== "42501" && code !== "22023") throw error;
    return openDatabase({ connection, poolSize: 2, log });
  }
}

/**
 * What is needed to recover: works also when the secrets directory is lost.
 * @throws Refusal `recover.data_absent`, and those of the embedded database.
 */
export async function openForRecovery({ config, log }: { config: Config; log: Log }): Promise<ForRecovery> {
  const reached = await reach(config, log);
  try {
    const database = await openAsAppRole(reached.connection, log);
    const blobs = await openBlobDirectory(config.blobs.path);
    const close = async (): Promise<void> => {
      await database.close();
      await reached.release();
    };
    return { database, blobs, close };
  } catch (error) {
    await reached.release();
    throw error;
  }
}

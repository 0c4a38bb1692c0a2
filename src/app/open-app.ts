import { join } from "node:path";
import { backUpBeforeMigration } from "#/backup/index.ts";
import { openBlobDirectory, type BlobStore } from "#/blobs/index.ts";
import { type Config, programVersion } from "#/config.ts";
import { type Connection, type Database, ensureAppRole, migrate, openDatabase } from "#/db/index.ts";
import { type Clock, type Log, systemClock } from "#/kernel/index.ts";
import { openRelay, type RelayApp } from "#/relay/index.ts";
import { checkSecretsBelong, openSecrets, type Secrets } from "#/secrets/index.ts";

/** Everything that verbs and doors use; each declares the part that it needs. */
export interface App {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
  readonly database: Database;
  readonly blobs: BlobStore;
  readonly secrets: Secrets;
  readonly relay: RelayApp;
  /** The role that owns the schema, past any pooler: for jobs and migrations alone. */
  readonly ownerConnection: Connection;
  close(): Promise<void>;
}

export interface AppOptions {
  readonly config: Config;
  readonly log: Log;
  /** Of the embedded database that is running; ignored where the configuration names another. */
  readonly embedded?: Connection;
  readonly clock?: Clock;
  readonly poolSize?: number;
  /** False: no backup of the rows before a migration, since they have just come out of one. */
  readonly keepsRows?: false;
}

function ownerOf(config: Config, embedded: Connection | undefined): Connection {
  if (config.database.kind === "external") return config.database.directUrl;
  if (!embedded) throw new Error("the embedded database is not running");
  return embedded;
}

/**
 * Brings the database to this version, and opens all that verbs need.
 * @throws Refusal `db.…` or `secrets.…`, whose sentence is for the operator.
 */
export async function openApp(options: AppOptions): Promise<App> {
  const { config, log, clock = systemClock, poolSize = 20 } = options;
  const ownerConnection = ownerOf(config, options.embedded);
  const secrets = await openSecrets(config.secretsDirectory, clock.now());
  const before = (): Promise<void> =>
    backUpBeforeMigration({
      connection: ownerConnection,
      directory: join(config.dataDirectory, "backups"),
      zegelVersion: programVersion(),
      now: clock.now(),
      log,
    });
  await migrate(ownerConnection, log, options.keepsRows === false ? {} : { before });
  const connection = await ensureAppRole({
    owner: ownerConnection,
    password: secrets.databasePassword,
    ...(config.database.kind === "external" ? { requested: config.database.url } : {}),
  });
  const database = await openDatabase({
    connection,
    poolSize,
    log,
    auditKey: secrets.auditKey,
    prepares: config.database.kind === "embedded" || config.database.directUrl === config.database.url,
  });
  try {
    await checkSecretsBelong(database, secrets);
    const blobs = await openBlobDirectory(config.blobs.path);
    const relay = openRelay(config.resolver, clock);
    return { config, clock, log, database, blobs, secrets, relay, ownerConnection, close: () => database.close() };
  } catch (error) {
    await database.close();
    throw error;
  }
}

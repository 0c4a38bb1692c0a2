import { openBlobDirectory } from "#/blobs/index.ts";
import {
  exportDatabase,
  importDatabase,
  type MadeBackup,
  makeBackup,
  type Manifest,
  verifyBackup,
} from "#/backup/index.ts";
import { type Config, programVersion } from "#/config.ts";
import type { Log } from "#/kernel/index.ts";
import { makeDatabase, reachDatabase, type ReachedDatabase } from "./reach-database.ts";

interface Surroundings {
  readonly config: Config;
  readonly log: Log;
}

export interface BackUpInstallation {
  readonly directory: string;
  readonly secretsTo?: string | undefined;
  readonly keepDays: number;
}

export { verifyBackup as verifyBackupOf };

async function using<T>(reached: Promise<ReachedDatabase>, run: (database: ReachedDatabase) => Promise<T>): Promise<T> {
  const database = await reached;
  try {
    return await run(database);
  } finally {
    await database.release();
  }
}

/** A backup of this installation, beside the running server or without. @throws as `makeBackup` */
export function backUpInstallation({ config, log }: Surroundings, input: BackUpInstallation): Promise<MadeBackup> {
  return using(reachDatabase(config, log), async ({ connection }) =>
    makeBackup({
      ...input,
      connection,
      blobs: await openBlobDirectory(config.blobs.path),
      ownDirectories: [config.dataDirectory, config.blobs.path, config.secretsDirectory],
      secretsDirectory: config.secretsDirectory,
      zegelVersion: programVersion(),
      now: new Date(),
    }),
  );
}

/** @throws as `exportDatabase` */
export const exportInstallation = ({ config, log }: Surroundings, directory: string): Promise<Manifest> =>
  using(reachDatabase(config, log), ({ connection }) =>
    exportDatabase({ connection, directory, zegelVersion: programVersion(), now: new Date() }),
  );

/** @throws as `importDatabase` */
export const importInstallation = ({ config, log }: Surroundings, directory: string): Promise<Manifest> =>
  using(makeDatabase(config, log), ({ connection }) =>
    importDatabase({ connection, directory, secretsDirectory: config.secretsDirectory, log }),
  );

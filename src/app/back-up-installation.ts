import { openBlobDirectory } from "#/blobs/index.ts";
import {
  assertNoRestore,
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

async function using<T>(
  { config, log }: Surroundings,
  reach: typeof reachDatabase,
  run: (database: ReachedDatabase) => Promise<T>,
): Promise<T> {
  await assertNoRestore(config.dataDirectory);
  const database = await reach(config, log);
  try {
    return await run(database);
  } finally {
    await database.release();
  }
}

/** A backup of this installation, beside the running server or without. @throws as `makeBackup` */
export function backUpInstallation(at: Surroundings, input: BackUpInstallation): Promise<MadeBackup> {
  const { config } = at;
  return using(at, reachDatabase, async ({ connection }) =>
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
export const exportInstallation = (at: Surroundings, directory: string): Promise<Manifest> =>
  using(at, reachDatabase, ({ connection }) =>
    exportDatabase({ connection, directory, zegelVersion: programVersion(), now: new Date() }),
  );

/** @throws as `importDatabase` */
export const importInstallation = (at: Surroundings, directory: string): Promise<Manifest> =>
  using(at, makeDatabase, ({ connection }) =>
    importDatabase({ connection, directory, secretsDirectory: at.config.secretsDirectory, log: at.log }),
  );

import { writeAudit } from "#/audit/index.ts";
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
import { type Connection, openDatabase } from "#/db/index.ts";
import type { Log } from "#/kernel/index.ts";
import { openSecrets, secretsFingerprint } from "#/secrets/index.ts";
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

/** Once for each run, in every organisation: whoever can read the database's files is the operator in person. */
async function tellAudit(
  { config, log }: Surroundings,
  connection: Connection,
  { manifest }: MadeBackup,
): Promise<void> {
  const { snapshot, takenAt, secretsFingerprint: belongs } = manifest;
  // Without the secrets of the installation there is nothing to vouch for an entry with.
  if (secretsFingerprint(config.secretsDirectory) !== belongs) return;
  const { auditKey } = await openSecrets(config.secretsDirectory, new Date());
  const database = await openDatabase({ connection, poolSize: 1, auditKey, log });
  try {
    for (const organisationId of await database.organisations())
      await database.inOrganisation(organisationId, (tx) =>
        writeAudit(tx, {
          at: new Date(),
          actor: { kind: "operator" },
          act: "backup.made",
          details: { snapshot, takenAt },
        }),
      );
  } finally {
    await database.close();
  }
}

/** A backup of this installation, beside the running server or without. @throws as `makeBackup` */
export function backUpInstallation(at: Surroundings, input: BackUpInstallation): Promise<MadeBackup> {
  const { config } = at;
  return using(at, reachDatabase, async ({ connection }) => {
    const made = await makeBackup({
      ...input,
      connection,
      blobs: await openBlobDirectory(config.blobs.path),
      ownDirectories: [config.dataDirectory, config.blobs.path, config.secretsDirectory],
      secretsDirectory: config.secretsDirectory,
      zegelVersion: programVersion(),
      now: new Date(),
    });
    await tellAudit(at, connection, made);
    return made;
  });
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

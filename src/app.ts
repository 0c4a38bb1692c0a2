import { assertNoRestore } from "#/backup/index.ts";
import { prepareDataDirectory, useEmbeddedPostgres } from "#/db/embedded/index.ts";
import { type App, type AppOptions, openApp } from "./app/open-app.ts";

export { type App, type AppOptions, openApp } from "./app/open-app.ts";
export { type ForRecovery, openForRecovery } from "./app/open-for-recovery.ts";
export {
  backUpInstallation,
  type BackUpInstallation,
  exportInstallation,
  importInstallation,
  verifyBackupOf,
} from "./app/back-up-installation.ts";
export { restoreInstallation, type RestoreInstallation } from "./app/restore-installation.ts";

/** For a command: beside the running server, or with the embedded database started for as long as it lasts. */
export async function openCommandApp({ config, log }: Pick<AppOptions, "config" | "log">): Promise<App> {
  await assertNoRestore(config.dataDirectory);
  if (config.database.kind === "external") return openApp({ config, log, poolSize: 4 });
  const dataDirectory = prepareDataDirectory(config.dataDirectory);
  const embedded = await useEmbeddedPostgres({ dataDirectory, secretsDirectory: config.secretsDirectory, log });
  try {
    const app = await openApp({ config, log, embedded: embedded.connection, poolSize: 4 });
    const close = async (): Promise<void> => {
      await app.close();
      await embedded.release();
    };
    return { ...app, close };
  } catch (error) {
    await embedded.release();
    throw error;
  }
}
export { assertDataThere } from "./app/reach-database.ts";

import { importInstallation } from "#/app.ts";
import { silentLog } from "#/kernel/index.ts";
import { directoryOf } from "./backup.ts";
import type { Command } from "./command.ts";

export const command: Command = {
  name: "database import",
  usage: "DIRECTORY",
  summary: "puts what database export wrote into an empty database",
  options: {},
  run: async (context) => {
    const directory = directoryOf(context);
    const { snapshot, takenAt, tables, jobs } = await importInstallation(
      { config: context.config(), log: silentLog },
      directory,
    );
    const rows = tables.reduce((sum, table) => sum + table.rows, 0);
    context.print({ directory, snapshot, takenAt, tables: tables.length, rows, jobs: jobs.rows }, [
      `${rows} rows of ${tables.length} tables and ${jobs.rows} jobs are in the database, as they were at ${takenAt}.`,
      "Everybody has to log in again.",
    ]);
  },
};

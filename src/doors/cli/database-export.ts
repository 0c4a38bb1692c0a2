import { exportInstallation } from "#/app.ts";
import { silentLog } from "#/kernel/index.ts";
import { directoryOf } from "./backup.ts";
import type { Command } from "./command.ts";

export const command: Command = {
  name: "database export",
  usage: "DIRECTORY",
  summary: "writes all rows to a new directory, for another PostgreSQL; the server is stopped meanwhile",
  options: {},
  run: async (context) => {
    const directory = directoryOf(context);
    const { snapshot, postgres, tables, jobs } = await exportInstallation(
      { config: context.config(), log: silentLog },
      directory,
    );
    const rows = tables.reduce((sum, table) => sum + table.rows, 0);
    context.print({ directory, snapshot, postgres, tables: tables.length, rows, jobs: jobs.rows }, [
      `${rows} rows of ${tables.length} tables and ${jobs.rows} jobs of PostgreSQL ${postgres} are in ${directory}.`,
      "Blobs and secrets stay where they are. Do not start the server on the old database again once the new one is in use.",
    ]);
  },
};

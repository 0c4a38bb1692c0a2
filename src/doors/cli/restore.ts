import { resolve } from "node:path";
import { restoreInstallation } from "#/app.ts";
import { silentLog } from "#/kernel/index.ts";
import { directoryOf } from "./backup.ts";
import type { Command } from "./command.ts";

export const command: Command = {
  name: "restore",
  usage: "DIRECTORY [--secrets DIRECTORY] [--snapshot NAME]",
  summary: "puts a backup into an empty data directory; --secrets: where the copy of the secrets is",
  options: { secrets: { type: "string" }, snapshot: { type: "string" } },
  run: async (context) => {
    const directory = directoryOf(context);
    const secrets = context.text("secrets");
    const config = context.config();
    const manifest = await restoreInstallation(
      { config, log: silentLog },
      { directory, secretsFrom: secrets && resolve(secrets), snapshot: context.text("snapshot") },
    );
    const { snapshot, takenAt, tables, blobs } = manifest;
    const rows = tables.reduce((sum, table) => sum + table.rows, 0);
    context.print({ directory, snapshot, takenAt, rows, blobs: blobs?.count ?? 0, data: config.dataDirectory }, [
      `${rows} rows and ${blobs?.count ?? 0} blobs are in place, as they were at ${takenAt}.`,
      "Nobody is signed in. What waited to leave at that time does not leave by itself, since it may have left already: its senders are told, and send it again.",
      "Check it: bin/zegel check. Then start the server.",
    ]);
  },
};

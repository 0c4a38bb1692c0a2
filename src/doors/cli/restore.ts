import { resolve } from "node:path";
import { restoreInstallation } from "#/app.ts";
import { silentLog } from "#/kernel/index.ts";
import { directoryOf } from "./backup.ts";
import type { Command } from "./command.ts";

export const command: Command = {
  name: "restore",
  usage: "DIRECTORY [--secrets DIRECTORY] [--snapshot NAME] [--skip-damaged]",
  summary:
    "puts a backup into an empty data directory; --secrets: where the copy of the secrets is; --skip-damaged: without the blobs that are damaged in it",
  options: { secrets: { type: "string" }, snapshot: { type: "string" }, "skip-damaged": { type: "boolean" } },
  run: async (context) => {
    const directory = directoryOf(context);
    const secrets = context.text("secrets");
    const config = context.config();
    const { manifest, skipped } = await restoreInstallation(
      { config, log: silentLog },
      {
        directory,
        secretsFrom: secrets && resolve(secrets),
        snapshot: context.text("snapshot"),
        skipDamaged: context.options["skip-damaged"] === true,
      },
    );
    const { snapshot, takenAt, tables, blobs } = manifest;
    const rows = tables.reduce((sum, table) => sum + table.rows, 0);
    const restored = (blobs?.count ?? 0) - skipped.length;
    context.print({ directory, snapshot, takenAt, rows, blobs: restored, skipped, data: config.dataDirectory }, [
      ...skipped.map((id) => `Not restored, since it is damaged in the backup: blob ${id}`),
      `${rows} rows and ${restored} blobs are in place, as they were at ${takenAt}.`,
      "Nobody is signed in. What waited to leave at that time does not leave by itself, since it may have left already: its senders are told, and send it again.",
      `Check it: bin/zegel check${skipped.length > 0 ? ", which names what lacks its blob" : ""}. Then start the server.`,
    ]);
  },
};

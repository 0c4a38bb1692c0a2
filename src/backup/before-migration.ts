import { readdir, rm, statfs } from "node:fs/promises";
import { join } from "node:path";
import type { Connection } from "#/db/index.ts";
import { type Log, Refusal } from "#/kernel/index.ts";
import { isThere, makeDirectory } from "./durable-files.ts";
import { writeExport } from "./export-database.ts";
import { layoutOf, listSnapshots, newSnapshot } from "./layout.ts";
import { isEmptyDatabase } from "./load-rows.ts";
import { withClient } from "./open-client.ts";

const kept = 3;
const reserveBytes = 2 ** 28;

export interface BeforeMigration {
  readonly connection: Connection;
  /** `ZEGEL_DATA/backups`. */
  readonly directory: string;
  readonly zegelVersion: string;
  readonly now: Date;
  readonly log: Log;
}

/** Those that were broken off go; of the others the newest stay. */
async function removeOld(directory: string): Promise<void> {
  const whole: string[] = [];
  for (const name of (await readdir(directory)).filter((each) => each.startsWith("before-")).toSorted()) {
    const path = join(directory, name);
    if ((await listSnapshots(layoutOf(path))).length > 0) whole.push(path);
    else await rm(path, { recursive: true, force: true });
  }
  for (const path of whole.slice(0, -kept)) await rm(path, { recursive: true, force: true });
}

/**
 * The rows as they are, before the schema changes: `database import` puts them back. Refuses, and so stops the start,
 * where they would not fit (`backup.no_room`); of an empty database there is nothing to keep.
 */
export async function backUpBeforeMigration(input: BeforeMigration): Promise<void> {
  const { directory, log } = input;
  await withClient(input.connection, async (client) => {
    if (await isEmptyDatabase(client)) return;
    await makeDirectory(directory);
    const { rows } = await client.query<{ bytes: number }>("select pg_database_size(current_database()) as bytes");
    const neededBytes = rows[0]!.bytes + reserveBytes;
    const { bavail, bsize } = await statfs(directory);
    if (bavail * bsize < neededBytes)
      throw new Refusal("unavailable", "backup.no_room", {
        directory,
        neededMebibytes: Math.ceil(neededBytes / 2 ** 20),
      });
    const name = `before-${newSnapshot(input.now)}`;
    await writeExport(client, { ...input, directory: join(directory, name) });
    if (await isThere(directory)) await removeOld(directory);
    log.info({ backup: name }, "the rows were backed up before the database is brought to this version");
  });
}

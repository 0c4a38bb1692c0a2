import { sql } from "kysely";
import type { Transaction } from "#/db/index.ts";
import type { Id } from "#/kernel/index.ts";
import { eraseObjectVersions } from "#/spaces/index.ts";
import type { FilesApp } from "../types.ts";

const atOnce = 1000;

async function prunable(tx: Transaction, now: Date) {
  const { rows } = await sql<{ entryId: Id; version: number; sizeBytes: number; spaceId: Id }>`
    select ranked.entry_id as "entryId", ranked.version, ranked.size_bytes as "sizeBytes", ranked.space_id as "spaceId" from (
      select kept.entry_id, kept.version, kept.size_bytes, kept.created_at, kept.is_pinned, entry.space_id, entry.version as current,
        space.versions_kept, space.keep_days,
        row_number() over (partition by kept.entry_id order by kept.version desc) as place
      from files_version kept
      join files_entry entry on entry.organisation_id = kept.organisation_id and entry.entry_id = kept.entry_id
      join files_space space on space.organisation_id = entry.organisation_id and space.space_id = entry.space_id
      where kept.organisation_id = ${tx.organisationId} and entry.reserved_version > 10
    ) ranked
    where ranked.place > ranked.versions_kept and not ranked.is_pinned and ranked.version <> ranked.current
      and ranked.created_at < ${now}::timestamptz - make_interval(days => ranked.keep_days)
    limit ${atOnce}`.execute(tx.query);
  return rows;
}

/** Versions beyond those that are kept, and older than the folder keeps them; how many went. */
export async function pruneVersions(app: Pick<FilesApp, "clock" | "database">, organisationId: Id): Promise<number> {
  const now = app.clock.now();
  return app.database.inOrganisation(organisationId, async (tx) => {
    const old = await prunable(tx, now);
    for (const { entryId, version, spaceId, sizeBytes } of old) {
      await tx.query
        .deleteFrom("files_version")
        .where("organisation_id", "=", organisationId)
        .where("entry_id", "=", entryId)
        .where("version", "=", version)
        .execute();
      await tx.query
        .updateTable("files_space")
        .set((set) => ({ used_bytes: set("used_bytes", "-", Number(sizeBytes)) }))
        .where("organisation_id", "=", organisationId)
        .where("space_id", "=", spaceId)
        .execute();
    }
    const gone = old.map(({ entryId, version }) => ({ objectId: entryId, version }));
    await eraseObjectVersions(tx, gone);
    return old.length;
  });
}

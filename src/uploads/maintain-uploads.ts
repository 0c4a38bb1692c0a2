import type { Id } from "#/kernel/index.ts";
import { eraseUploads } from "./remove-upload.ts";
import type { UploadsApp } from "./types.ts";

const uploadsAtOnce = 200;

/** Uploads that ran out go: unfinished for a day, or finished and in no draft for a week. Safe to run at any time. */
export async function maintainUploads(app: UploadsApp, organisationId: Id): Promise<number> {
  const now = app.clock.now();
  let removed = 0;
  for (let found = uploadsAtOnce; found === uploadsAtOnce; removed += found)
    found = await app.database.inOrganisation(organisationId, async (tx) => {
      const rows = await tx.query
        .selectFrom("uploads_upload")
        .select("upload_id")
        .where("organisation_id", "=", organisationId)
        .where("expires_at", "<=", now)
        .orderBy("expires_at")
        .limit(uploadsAtOnce)
        .forUpdate()
        .skipLocked()
        .execute();
      await eraseUploads(
        tx,
        rows.map((row) => row.upload_id),
      );
      return rows.length;
    });
  return removed;
}

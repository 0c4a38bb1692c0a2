import type { JobHandler } from "#/jobs/index.ts";
import { type Id, isId } from "#/kernel/index.ts";
import { endRightsInTime, renewAllKeys } from "./rights/renew-keys.ts";
import { emptyOldTrash } from "./trash/erase.ts";
import type { FoldersApp } from "./types.ts";
import { pruneVersions } from "./versions/prune.ts";

/** What the worker does for this room. */
export function filesJobs(app: FoldersApp): Record<string, JobHandler> {
  return {
    /** Members or groups changed: keys go from whom no right reaches any more. */
    "files.renew-keys": async ({ organisationId }) => {
      if (isId(organisationId)) await renewAllKeys(app, organisationId);
    },
  };
}

/** What time demands: rights that ended, old versions beyond those that are kept, the trash. */
export async function maintainFiles(app: FoldersApp, organisationId: Id): Promise<void> {
  await endRightsInTime(app, organisationId);
  await pruneVersions(app, organisationId);
  await emptyOldTrash(app, organisationId);
}

import type { Id } from "#/kernel/index.ts";
import { entryOf, entryQuery } from "../entry-rows.ts";
import { openFolders } from "../open-folders.ts";
import { rolesOf } from "../rights/roles.ts";
import { reaches } from "../rules.ts";
import type { FilesActor, FolderRole, FoldersApp } from "../types.ts";

/** A folder that begins a tree for the actor: it lies in no other that they can see. */
export interface TopFolder {
  readonly folderId: Id;
  readonly kind: "own" | "general" | "shared";
  readonly name: string;
  readonly role: FolderRole;
  readonly stepUpMinutes: number | null;
}

export interface TopFolders {
  readonly folders: readonly TopFolder[];
  /** Folders of which the key is still to come. */
  readonly waiting: number;
}

const order = ["own", "general", "shared"] as const;

/** The actor's own folder, everybody's, and every other that does not lie in one they see. */
export function listTopFolders(app: FoldersApp, actor: FilesActor): Promise<TopFolders> {
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const folders = await openFolders(app, tx, actor);
    const roles = await rolesOf(tx, actor, app.clock.now());
    const waiting = [...roles].filter(([spaceId, role]) => reaches(role, "reader") && !folders.has(spaceId)).length;
    const spaceIds = [...folders.keys()];
    if (spaceIds.length === 0) return { folders: [], waiting };
    const mounts = await entryQuery(tx)
      .where("mount_space_id", "in", spaceIds)
      .where("trashed_at", "is", null)
      .execute();
    const mounted = new Set(mounts.flatMap((row) => (folders.has(row.space_id) ? [row.mount_space_id] : [])));
    const spaces = await tx.query
      .selectFrom("files_space")
      .select(["space_id", "personal_of", "is_general", "step_up_minutes"])
      .where("organisation_id", "=", tx.organisationId)
      .where("space_id", "in", spaceIds)
      .execute();
    const roots = new Map(
      (await entryQuery(tx).where("entry_id", "in", spaceIds).execute()).map((row) => [row.entry_id, row]),
    );
    const top = spaces.flatMap((space): TopFolder[] => {
      const root = roots.get(space.space_id);
      const folder = folders.get(space.space_id)!;
      if (mounted.has(space.space_id) || !root || root.trashed_at) return [];
      const kind = space.personal_of === actor.memberId ? "own" : space.is_general ? "general" : "shared";
      const { name } = entryOf(root, folder);
      return [{ folderId: space.space_id, kind, name, role: folder.role, stepUpMinutes: space.step_up_minutes }];
    });
    const byName = new Intl.Collator(actor.language, { numeric: true });
    return {
      folders: top.toSorted(
        (one, other) => order.indexOf(one.kind) - order.indexOf(other.kind) || byName.compare(one.name, other.name),
      ),
      waiting,
    };
  });
}

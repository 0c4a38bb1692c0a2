import { type Id, Refusal } from "#/kernel/index.ts";
import type { Transaction } from "#/db/index.ts";
import { absent, entryOf, entryQuery, entryRow, folderRow } from "../entry-rows.ts";
import { openFolder, type OpenFolder, openFolders } from "../open-folders.ts";
import { filesLimits } from "../rules.ts";
import type { Entry, FilesActor, FolderRole, FoldersApp } from "../types.ts";

export interface FolderPage {
  readonly folderId: Id;
  readonly spaceId: Id;
  readonly role: FolderRole;
  /** From the topmost folder that the actor sees down to this one. */
  readonly path: readonly { readonly folderId: Id; readonly name: string }[];
  readonly entries: readonly Entry[];
  /** For the next page. */
  readonly after: Id | null;
}

export interface ListFolder {
  readonly folderId: Id;
  readonly after?: Id | undefined;
  readonly limit?: number | undefined;
}

const mostAtOnce = 5000;

/** Entries of a folder, folders with rights of their own only where the actor has one. Any order; by pages. */
export async function entriesIn(
  app: FoldersApp,
  tx: Transaction,
  actor: FilesActor,
  place: { readonly folderId: Id; readonly folder: OpenFolder },
  { after, limit = mostAtOnce }: Omit<ListFolder, "folderId"> = {},
): Promise<{ readonly entries: Entry[]; readonly after: Id | null }> {
  const rows = await entryQuery(tx)
    .where("parent_id", "=", place.folderId)
    .where("trashed_at", "is", null)
    .$if(after !== undefined, (query) => query.where("entry_id", ">", after!))
    .orderBy("entry_id")
    .limit(limit + 1)
    .execute();
  const page = rows.slice(0, limit);
  const mounted = page.flatMap((row) => (row.mount_space_id ? [row.mount_space_id] : []));
  const open = mounted.length > 0 ? await openFolders(app, tx, actor, mounted) : new Map<Id, OpenFolder>();
  const seen = page.filter((row) => row.mount_space_id === null || open.has(row.mount_space_id));
  return {
    entries: seen.map((row) => entryOf(row, place.folder)),
    after: rows.length > limit ? page.at(-1)!.entry_id : null,
  };
}

/** The folders above, topmost first, as far as the actor sees them. */
async function pathTo(app: FoldersApp, tx: Transaction, actor: FilesActor, folderId: Id) {
  const path: { folderId: Id; name: string }[] = [];
  let next: Id | null = folderId;
  let folder: OpenFolder | undefined;
  for (let step = 0; next !== null; step++) {
    if (step > filesLimits.depth * 2) throw new Refusal("invalid", "files.too_deep");
    const row = await entryRow(tx, next);
    if (row.trashed_at) throw absent();
    if (folder?.spaceId !== row.space_id)
      folder = (await openFolders(app, tx, actor, [row.space_id])).get(row.space_id);
    if (!folder) break;
    path.unshift({ folderId: row.entry_id, name: entryOf(row, folder).name });
    if (row.parent_id) {
      next = row.parent_id;
      continue;
    }
    const mount = await entryQuery(tx)
      .where("mount_space_id", "=", row.space_id)
      .where("trashed_at", "is", null)
      .executeTakeFirst();
    next = mount?.parent_id ?? null;
  }
  return path;
}

/** One page of a folder. @throws Refusal `files.absent`. */
export function listFolder(
  app: FoldersApp,
  actor: FilesActor,
  { folderId, after, limit }: ListFolder,
): Promise<FolderPage> {
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const row = await folderRow(tx, folderId);
    const folder = await openFolder(app, tx, actor, row.space_id, "reader");
    const place = { folderId: row.entry_id, folder };
    const page = await entriesIn(app, tx, actor, place, { after, limit: Math.min(limit ?? mostAtOnce, mostAtOnce) });
    const path = await pathTo(app, tx, actor, row.entry_id);
    return { folderId: row.entry_id, spaceId: row.space_id, role: folder.role, path, ...page };
  });
}

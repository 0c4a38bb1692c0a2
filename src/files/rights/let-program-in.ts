import { createAppPassword, type CreatedAppPassword, type MemberActor } from "#/identity/index.ts";
import type { Id } from "#/kernel/index.ts";
import { openFolder } from "../open-folders.ts";
import { ensureFolders } from "../spaces/ensure-folders.ts";
import type { FoldersApp } from "../types.ts";

export interface LetProgramIn {
  readonly label: string;
  /** Only these; left out: everything that the member sees, but folders that ask for the second factor. */
  readonly folderIds?: readonly Id[] | undefined;
}

/** An app password for the file manager. @throws Refusal as `createAppPassword`, `files.absent`. */
export async function letProgramIn(
  app: FoldersApp,
  actor: MemberActor,
  { label, folderIds }: LetProgramIn,
): Promise<CreatedAppPassword> {
  const { own } = await ensureFolders(app, actor);
  if (folderIds)
    await app.database.inOrganisation(actor.organisationId, async (tx) => {
      for (const spaceId of folderIds) await openFolder(app, tx, actor, spaceId, "reader");
    });
  const spaceIds = folderIds && folderIds.length > 0 ? folderIds : [own];
  return createAppPassword(app, actor, { door: "webdav", label, spaceIds });
}

import type { Transaction } from "#/db/index.ts";
import { readerOf, signerOf } from "#/identity/index.ts";
import { type Id, Refusal } from "#/kernel/index.ts";
import { forgetItems } from "#/segments/index.ts";
import { adoptObject } from "#/spaces/index.ts";
import { takeNumbers, writeChanges } from "../changes.ts";
import { type EntryRow, folderRow } from "../entry-rows.ts";
import { assertUnlocked } from "../locks/locks.ts";
import { openFolder, type OpenFolder } from "../open-folders.ts";
import { checkedName, fileKind } from "../rules.ts";
import { trashEntriesIn } from "../trash/trash.ts";
import type { FilesActor, FoldersApp } from "../types.ts";
import { enterFiles } from "../versions/enter-files.ts";
import { placesFor } from "../versions/places.ts";
import { changeEntryIn } from "./change-entry.ts";
import { childRow, type FoundEntry, openEntry } from "./find-entry.ts";
import { nameTaken } from "./make-folder.ts";

export interface MoveOver {
  readonly entryId: Id;
  readonly parentId: Id;
  readonly name: string;
  /** What has the name goes; else it is `files.name_taken`. */
  readonly overwrites: boolean;
}

/**
 * Programs save by writing beside a file and moving that over it: what is moved becomes the next version of the file, so
 * that its earlier ones stay. The entry that it was is gone.
 */
async function becomeVersion(
  app: FoldersApp,
  tx: Transaction,
  actor: FilesActor,
  { row, folder }: FoundEntry,
  { target, to, name }: { readonly target: EntryRow; readonly to: OpenFolder; readonly name: string },
): Promise<void> {
  const at = app.clock.now();
  await assertUnlocked(app, tx, actor, row.space_id, { entryIds: [row.entry_id, row.parent_id!] });
  await assertUnlocked(app, tx, actor, to.spaceId, { entryIds: [target.entry_id] });
  const [place] = await placesFor(tx, to, [{ parentId: target.parent_id!, name, modifiedAt: row.modified_at }], at);
  await tx.query
    .updateTable("files_entry")
    .set({ trashed_at: at })
    .where("organisation_id", "=", tx.organisationId)
    .where("entry_id", "=", row.entry_id)
    .execute();
  await tx.query
    .deleteFrom("files_entry")
    .where("organisation_id", "=", tx.organisationId)
    .where("entry_id", "=", row.entry_id)
    .execute();
  const version = row.version!;
  const adopted = await adoptObject(app, tx, readerOf(actor), {
    from: { objectId: row.entry_id, kind: fileKind, spaceId: row.space_id, version },
    as: { objectId: place!.entryId, version: place!.version },
    epoch: to.epoch,
    signer: signerOf(actor),
    at,
  });
  if (!adopted) throw new Refusal("absent", "files.absent");
  const first = await takeNumbers(tx, row.space_id, 1, -adopted.sizeBytes);
  const gone = { entryId: row.entry_id, act: "erased", parentId: row.parent_id, nameMac: row.name_mac } as const;
  writeChanges(tx, actor, { spaceId: folder.spaceId, first, at }, [
    { ...gone, nameSealed: row.name_sealed, version, isTrashed: true },
  ]);
  await forgetItems(tx, row.space_id, [row.entry_id]);
  await enterFiles(tx, actor, to, [{ place: place!, sizeBytes: adopted.sizeBytes }], at);
}

/** Moves an entry to a name, over what has it if that is wished. Whether something was there. */
export function moveOver(app: FoldersApp, actor: FilesActor, input: MoveOver): Promise<{ readonly replaced: boolean }> {
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const name = checkedName(input.name);
    const from = await openEntry(app, tx, actor, input.entryId, "editor", { forUpdate: true });
    const parent = await folderRow(tx, input.parentId);
    const to = await openFolder(app, tx, actor, parent.space_id, "editor");
    const target = await childRow(tx, to.nameKey, parent.entry_id, name);
    const change = { entryId: input.entryId, parentId: parent.entry_id, name };
    if (!target || target.entry_id === input.entryId) {
      await changeEntryIn(app, tx, actor, change);
      return { replaced: false };
    }
    if (!input.overwrites) throw nameTaken();
    const isSaving = from.row.kind === "file" && target.kind === "file" && from.row.reserved_version === 1;
    if (isSaving) await becomeVersion(app, tx, actor, from, { target, to, name });
    else {
      await trashEntriesIn(app, tx, actor, [target.entry_id]);
      await changeEntryIn(app, tx, actor, change);
    }
    return { replaced: true };
  });
}

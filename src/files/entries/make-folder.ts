import { writeAudit } from "#/audit/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type Id, newId, Refusal } from "#/kernel/index.ts";
import { type Change, takeNumbers, writeChanges } from "../changes.ts";
import { entryOf, folderRow } from "../entry-rows.ts";
import { assertUnlocked } from "../locks/locks.ts";
import { nameMac, sealName } from "../names.ts";
import { openFolder, type OpenFolder } from "../open-folders.ts";
import { checkedName } from "../rules.ts";
import type { Entry, FilesActor, FoldersApp } from "../types.ts";
import { childRow } from "./find-entry.ts";

export const nameTaken = (): Refusal => new Refusal("conflict", "files.name_taken");

export const auditActorOf = (actor: FilesActor) =>
  actor.kind === "member"
    ? ({ kind: "member", id: actor.memberId } as const)
    : ({ kind: "app-password", id: actor.appPasswordId } as const);

/** The rows of a new folder in an opened one. @throws Refusal `files.name_taken`. */
export async function insertFolder(
  tx: Transaction,
  actor: FilesActor,
  folder: OpenFolder,
  { parentId, name, at }: { readonly parentId: Id; readonly name: string; readonly at: Date },
): Promise<Entry> {
  const entryId = newId();
  const { spaceId, nameKey } = folder;
  const first = await takeNumbers(tx, spaceId, 1);
  const names = { nameMac: nameMac(nameKey, parentId, name), nameSealed: sealName(nameKey, spaceId, entryId, name) };
  const row = await tx.query
    .insertInto("files_entry")
    .values({
      organisation_id: tx.organisationId,
      entry_id: entryId,
      space_id: spaceId,
      parent_id: parentId,
      kind: "folder",
      name_mac: names.nameMac,
      name_sealed: names.nameSealed,
      revision: first,
      modified_at: at,
      changed_at: at,
      changed_by: actor.memberId,
      created_at: at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  if (!row) throw nameTaken();
  const change: Change = { entryId, act: "added", parentId, ...names, version: null, isTrashed: false };
  writeChanges(tx, actor, { spaceId, first, at }, [change]);
  return entryOf(row, folder);
}

/** A folder in a folder. @throws Refusal `files.name_taken`, `files.name_wrong`, `files.absent`, `files.only_reading`. */
export function makeFolder(
  app: FoldersApp,
  actor: FilesActor,
  input: { readonly parentId: Id; readonly name: string },
): Promise<Entry> {
  const name = checkedName(input.name);
  const at = app.clock.now();
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const parent = await folderRow(tx, input.parentId);
    const folder = await openFolder(app, tx, actor, parent.space_id, "editor");
    await assertUnlocked(app, tx, actor, parent.space_id, { entryIds: [parent.entry_id] });
    const made = await insertFolder(tx, actor, folder, { parentId: parent.entry_id, name, at });
    await writeAudit(tx, {
      at,
      actor: auditActorOf(actor),
      act: "files.folder-made",
      subject: { kind: "folder", id: made.entryId },
    });
    return made;
  });
}

/** The folder at the end of a path below another one; those that are missing are made. */
export async function folderAt(
  tx: Transaction,
  actor: FilesActor,
  folder: OpenFolder,
  { parentId, names, at }: { readonly parentId: Id; readonly names: readonly string[]; readonly at: Date },
): Promise<Id> {
  let folderId = parentId;
  for (const name of names) {
    const row = await childRow(tx, folder.nameKey, folderId, name);
    if (row && (row.kind !== "folder" || row.mount_space_id)) throw nameTaken();
    folderId = row?.entry_id ?? (await insertFolder(tx, actor, folder, { parentId: folderId, name, at })).entryId;
  }
  return folderId;
}

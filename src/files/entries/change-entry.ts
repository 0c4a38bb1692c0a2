import { writeAudit } from "#/audit/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type Id, Refusal } from "#/kernel/index.ts";
import { assertUnlocked } from "../locks/locks.ts";
import { takeNumbers, writeChanges } from "../changes.ts";
import { entryOf, entryRow, folderRow } from "../entry-rows.ts";
import { nameMac, sealName } from "../names.ts";
import { openFolder, type OpenFolder } from "../open-folders.ts";
import { checkedName, filesLimits } from "../rules.ts";
import type { Entry, FilesActor, FoldersApp } from "../types.ts";
import { changedMeanwhile } from "../versions/places.ts";
import { childRow, type FoundEntry, openEntry } from "./find-entry.ts";
import { auditActorOf, nameTaken } from "./make-folder.ts";
import { moveBetweenSpaces } from "./move-between-spaces.ts";

export interface ChangeEntry {
  readonly entryId: Id;
  readonly name?: string | undefined;
  /** The folder to move it to. */
  readonly parentId?: Id | undefined;
  readonly base?: number | undefined;
}

/** A folder can't be put into itself or below. @throws Refusal `files.into_itself`, `files.too_deep`. */
export async function assertNotBelow(tx: Transaction, entryId: Id, parentId: Id): Promise<void> {
  let next: Id | null = parentId;
  for (let step = 0; next !== null; step++) {
    if (next === entryId) throw new Refusal("conflict", "files.into_itself");
    if (step > filesLimits.depth) throw new Refusal("invalid", "files.too_deep");
    next = (await entryRow(tx, next)).parent_id;
  }
}

/** Gives an entry another place within its space; the caller has checked rights. @throws Refusal `files.name_taken`. */
export async function placeEntry(
  app: FoldersApp,
  tx: Transaction,
  actor: FilesActor,
  { row, folder }: Omit<FoundEntry, "entry">,
  { parentId, name }: { readonly parentId: Id | null; readonly name: string },
): Promise<Entry> {
  const { entry_id: entryId, space_id: spaceId } = row;
  const at = app.clock.now();
  const { nameKey } = folder;
  const taken = parentId && (await childRow(tx, nameKey, parentId, name));
  if (taken && taken.entry_id !== entryId) throw nameTaken();
  const first = await takeNumbers(tx, spaceId, 1);
  const names = {
    nameMac: nameMac(nameKey, parentId ?? spaceId, name),
    nameSealed: sealName(nameKey, spaceId, entryId, name),
  };
  const changed = await tx.query
    .updateTable("files_entry")
    .set({
      parent_id: parentId,
      name_mac: names.nameMac,
      name_sealed: names.nameSealed,
      revision: first,
      changed_at: at,
    })
    .where("organisation_id", "=", tx.organisationId)
    .where("entry_id", "=", entryId)
    .where("trashed_at", "is", null)
    .returningAll()
    .executeTakeFirst();
  if (!changed) throw changedMeanwhile();
  const act = parentId === row.parent_id ? "renamed" : "moved";
  const change = { entryId, act, parentId, ...names, version: row.version, isTrashed: false } as const;
  writeChanges(tx, actor, { spaceId, first, at }, [change]);
  await writeAudit(tx, {
    at,
    actor: auditActorOf(actor),
    act: `files.${act}`,
    subject: { kind: row.kind, id: entryId },
  });
  return entryOf(changed, folder);
}

/** The root of a space, and the entry by which it hangs in another folder, have one name. */
async function renameMount(app: FoldersApp, tx: Transaction, actor: FilesActor, mount: FoundEntry, name: string) {
  const root = await entryRow(tx, mount.row.mount_space_id!, { forUpdate: true });
  const folder = await openFolder(app, tx, actor, root.space_id, "owner");
  await placeEntry(app, tx, actor, { row: root, folder }, { parentId: null, name });
}

const isRootOf = (row: FoundEntry["row"]): boolean => row.parent_id === null;

/** Within a transaction: `changeEntry`. */
export async function changeEntryIn(
  app: FoldersApp,
  tx: Transaction,
  actor: FilesActor,
  input: ChangeEntry,
): Promise<Entry> {
  const found = await openEntry(app, tx, actor, input.entryId, "editor", { forUpdate: true });
  const { row, entry, folder } = found;
  if (input.base !== undefined && row.revision !== input.base) throw changedMeanwhile();
  const name = input.name === undefined ? entry.name : checkedName(input.name);
  const leaving = row.parent_id && (input.parentId !== undefined || name !== entry.name) ? [row.parent_id] : [];
  await assertUnlocked(app, tx, actor, row.space_id, { entryIds: [row.entry_id, ...leaving], below: [row.entry_id] });
  if (isRootOf(row)) return changeRoot(app, tx, actor, found, { ...input, name });
  const parent = input.parentId === undefined ? undefined : await folderRow(tx, input.parentId);
  if (parent) await assertUnlocked(app, tx, actor, parent.space_id, { entryIds: [parent.entry_id] });
  if (parent && parent.space_id !== row.space_id) {
    const to: OpenFolder = await openFolder(app, tx, actor, parent.space_id, "editor");
    return moveBetweenSpaces(app, tx, actor, found, { folder: to, parentId: parent.entry_id, name });
  }
  const parentId = parent?.entry_id ?? row.parent_id!;
  if (parent && row.kind === "folder") await assertNotBelow(tx, row.entry_id, parentId);
  if (row.mount_space_id && name !== entry.name) await renameMount(app, tx, actor, found, name);
  return placeEntry(app, tx, actor, { row, folder }, { parentId, name });
}

/** A whole space: its name, by its owners. One's own folder and everybody's are called what they are. */
async function changeRoot(
  app: FoldersApp,
  tx: Transaction,
  actor: FilesActor,
  { row, folder, entry }: FoundEntry,
  { name, parentId }: ChangeEntry & { readonly name: string },
): Promise<Entry> {
  if (parentId !== undefined) throw new Refusal("conflict", "files.root_stays");
  const space = await tx.query
    .selectFrom("files_space")
    .select(["personal_of", "is_general"])
    .where("organisation_id", "=", tx.organisationId)
    .where("space_id", "=", row.space_id)
    .executeTakeFirstOrThrow();
  if (space.personal_of || space.is_general) throw new Refusal("conflict", "files.root_stays");
  if (name === entry.name) return entry;
  if (folder.role !== "owner") throw new Refusal("forbidden", "files.owner_needed");
  return placeEntry(app, tx, actor, { row, folder }, { parentId: null, name });
}

/**
 * Renames an entry, or moves it to another folder, or both; into a space with other rights it is sealed anew, with all its
 * versions. @throws Refusal `files.absent`, `files.only_reading`, `files.name_wrong`, `files.name_taken`, `files.into_itself`,
 * `files.changed_meanwhile`, `files.root_stays`, `files.too_many_at_once`.
 */
export const changeEntry = (app: FoldersApp, actor: FilesActor, input: ChangeEntry): Promise<Entry> =>
  app.database.inOrganisation(actor.organisationId, (tx) => changeEntryIn(app, tx, actor, input));

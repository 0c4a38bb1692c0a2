import { writeAudit } from "#/audit/index.ts";
import type { Transaction } from "#/db/index.ts";
import { readerOf, signerOf } from "#/identity/index.ts";
import { type Id, Refusal } from "#/kernel/index.ts";
import { awaitMerging, forgetItems } from "#/segments/index.ts";
import { moveObject } from "#/spaces/index.ts";
import { type Change, takeNumbers, writeChanges } from "../changes.ts";
import { entryOf, type EntryRow } from "../entry-rows.ts";
import { nameMac, openName, sealName } from "../names.ts";
import type { OpenFolder } from "../open-folders.ts";
import type { Entry, FilesActor, FoldersApp } from "../types.ts";
import { fileKind } from "../rules.ts";
import { childRow, type FoundEntry } from "./find-entry.ts";
import { auditActorOf, nameTaken } from "./make-folder.ts";
import { subtree } from "./subtree.ts";

export interface MoveTarget {
  readonly folder: OpenFolder;
  readonly parentId: Id;
  readonly name: string;
}

/** Every version of a file, for the key of the other space. */
async function moveVersions(app: FoldersApp, tx: Transaction, actor: FilesActor, row: EntryRow, to: OpenFolder) {
  const versions = await tx.query
    .selectFrom("files_version")
    .select(["version", "size_bytes"])
    .where("organisation_id", "=", tx.organisationId)
    .where("entry_id", "=", row.entry_id)
    .execute();
  for (const { version } of versions) {
    const from = { objectId: row.entry_id, kind: fileKind, spaceId: row.space_id, version } as const;
    const moved = await moveObject(app, tx, readerOf(actor), { from, epoch: to.epoch, signer: signerOf(actor) });
    if (!moved) throw new Refusal("absent", "files.absent");
  }
  return versions.reduce((sum, each) => sum + each.size_bytes, 0);
}

/** Rows below the one that is moved, with their names for the other space's key. */
export async function moveRows(
  app: FoldersApp,
  tx: Transaction,
  actor: FilesActor,
  {
    from,
    to,
    rows,
  }: {
    readonly from: OpenFolder;
    readonly to: OpenFolder;
    readonly rows: readonly (EntryRow & { readonly newParentId: Id; readonly newName?: string })[];
  },
): Promise<void> {
  const at = app.clock.now();
  let sizeBytes = 0;
  for (const row of rows) if (row.kind === "file") sizeBytes += await moveVersions(app, tx, actor, row, to);
  const left = await takeNumbers(tx, from.spaceId, rows.length, -sizeBytes);
  const first = await takeNumbers(tx, to.spaceId, rows.length, sizeBytes);
  const leaving: Change[] = [];
  const coming: Change[] = [];
  for (const [index, row] of rows.entries()) {
    const name = row.newName ?? openName(from.nameKey, from.spaceId, row.entry_id, row.name_sealed);
    const { entry_id: entryId, version } = row;
    const nameSealed = sealName(to.nameKey, to.spaceId, entryId, name);
    const mac = nameMac(to.nameKey, row.newParentId, name);
    await tx.query
      .updateTable("files_entry")
      .set({
        space_id: to.spaceId,
        parent_id: row.newParentId,
        name_mac: mac,
        name_sealed: nameSealed,
        revision: first + index,
        changed_at: at,
      })
      .where("organisation_id", "=", tx.organisationId)
      .where("entry_id", "=", entryId)
      .execute();
    leaving.push({
      entryId,
      act: "moved",
      parentId: row.parent_id,
      nameMac: row.name_mac,
      nameSealed: row.name_sealed,
      version,
      isTrashed: true,
    });
    coming.push({
      entryId,
      act: "moved",
      parentId: row.newParentId,
      nameMac: mac,
      nameSealed,
      version,
      isTrashed: false,
    });
  }
  writeChanges(tx, actor, { spaceId: from.spaceId, first: left, at }, leaving);
  writeChanges(tx, actor, { spaceId: to.spaceId, first, at }, coming);
  const files = rows.filter((row) => row.kind === "file").map((row) => row.entry_id);
  await forgetItems(tx, from.spaceId, files);
  await awaitMerging(
    tx,
    files.map((itemId) => ({ spaceId: to.spaceId, itemId })),
  );
}

/** An entry with all below it into a space with other rights. Folders with rights of their own keep them. */
export async function moveBetweenSpaces(
  app: FoldersApp,
  tx: Transaction,
  actor: FilesActor,
  { row, folder }: FoundEntry,
  { folder: to, parentId, name }: MoveTarget,
): Promise<Entry> {
  if (await childRow(tx, to.nameKey, parentId, name)) throw nameTaken();
  const rows = await subtree(tx, row.entry_id, { forUpdate: true });
  const moved = rows.map((each) =>
    each.entry_id === row.entry_id
      ? { ...each, newParentId: parentId, newName: name }
      : { ...each, newParentId: each.parent_id! },
  );
  await moveRows(app, tx, actor, { from: folder, to, rows: moved });
  await writeAudit(tx, {
    at: app.clock.now(),
    actor: auditActorOf(actor),
    act: "files.moved",
    subject: { kind: row.kind, id: row.entry_id },
    details: { count: rows.length },
  });
  const now = await tx.query
    .selectFrom("files_entry")
    .selectAll()
    .where("organisation_id", "=", tx.organisationId)
    .where("entry_id", "=", row.entry_id)
    .executeTakeFirstOrThrow();
  return entryOf(now, to);
}

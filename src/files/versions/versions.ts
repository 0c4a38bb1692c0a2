import { writeAudit } from "#/audit/index.ts";
import { memberNames } from "#/identity/index.ts";
import { type Id, Refusal } from "#/kernel/index.ts";
import { openBeside, sealBeside } from "../names.ts";
import { openEntry } from "../entries/find-entry.ts";
import { auditActorOf } from "../entries/make-folder.ts";
import type { FilesActor, FilesApp, FoldersApp } from "../types.ts";
import { openVersion } from "./open-file.ts";
import type { WrittenFile } from "./enter-files.ts";
import { writeFile } from "./write-files.ts";

export interface FileVersion {
  readonly version: number;
  readonly sizeBytes: number;
  readonly modifiedAt: Date;
  readonly createdAt: Date;
  /** Null for a guest. */
  readonly createdBy: string | null;
  readonly door: string;
  /** Program or app password, as people call it. */
  readonly device: string;
  readonly label: string | null;
  readonly isPinned: boolean;
  readonly isCurrent: boolean;
}

/** All versions of a file, newest first. */
export function listVersions(
  app: FoldersApp,
  actor: FilesActor,
  { entryId }: { readonly entryId: Id },
): Promise<FileVersion[]> {
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const { entry, folder } = await openEntry(app, tx, actor, entryId, "reader", { trashed: true });
    const rows = await tx.query
      .selectFrom("files_version as version")
      .leftJoin("identity_app_password as password", (join) =>
        join
          .onRef("password.organisation_id", "=", "version.organisation_id")
          .onRef("password.app_password_id", "=", "version.device_id"),
      )
      .selectAll("version")
      .select("password.label")
      .where("version.organisation_id", "=", tx.organisationId)
      .where("version.entry_id", "=", entryId)
      .orderBy("version.version", "desc")
      .execute();
    const names = await memberNames(
      tx,
      rows.flatMap((row) => (row.created_by ? [row.created_by] : [])),
    );
    return rows.map((row) => ({
      version: row.version,
      sizeBytes: row.size_bytes,
      modifiedAt: row.modified_at,
      createdAt: row.created_at,
      createdBy: row.created_by ? (names.get(row.created_by) ?? null) : null,
      door: row.door,
      device: row.label ?? row.device,
      label: row.label_sealed && openBeside(folder.nameKey, entryId, `label/${row.version}`, row.label_sealed),
      isPinned: row.is_pinned,
      isCurrent: row.version === entry.version,
    }));
  });
}

/** An earlier version becomes the newest one; nothing is lost by that. */
export async function restoreVersion(
  app: FilesApp,
  actor: FilesActor,
  { entryId, version }: { readonly entryId: Id; readonly version: number },
): Promise<WrittenFile> {
  const { entry, opened } = await app.database.inOrganisation(actor.organisationId, async (tx) => {
    const found = await openEntry(app, tx, actor, entryId, "editor");
    if (found.entry.kind !== "file" || !found.entry.parentId) throw new Refusal("absent", "files.absent");
    return { entry: found.entry, opened: await openVersion(app, tx, actor, found.entry, version) };
  });
  return writeFile(app, actor, {
    parentId: entry.parentId!,
    name: entry.name,
    content: opened.stream(),
    base: entry.revision,
  });
}

export interface MarkVersion {
  readonly entryId: Id;
  readonly version: number;
  /** What it is called; empty: nothing. */
  readonly label?: string | undefined;
  readonly isPinned?: boolean | undefined;
}

/** Names a version, or pins it so that it stays. @throws Refusal `files.absent`, `files.only_reading`. */
export function markVersion(
  app: FoldersApp,
  actor: FilesActor,
  { entryId, version, label, isPinned }: MarkVersion,
): Promise<void> {
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const { folder } = await openEntry(app, tx, actor, entryId, "editor");
    const sealed = label ? sealBeside(folder.nameKey, entryId, `label/${version}`, label.slice(0, 200)) : null;
    const marked = await tx.query
      .updateTable("files_version")
      .set((set) => ({
        is_pinned: isPinned ?? set.ref("is_pinned"),
        label_sealed: label === undefined ? set.ref("label_sealed") : sealed,
      }))
      .where("organisation_id", "=", tx.organisationId)
      .where("entry_id", "=", entryId)
      .where("version", "=", version)
      .executeTakeFirst();
    if (marked.numUpdatedRows !== 1n) throw new Refusal("absent", "files.absent");
    await writeAudit(tx, {
      at: app.clock.now(),
      actor: auditActorOf(actor),
      act: "files.version-marked",
      subject: { kind: "file", id: entryId },
      details: { version },
    });
  });
}

import { writeAudit } from "#/audit/index.ts";
import { currentEpoch } from "#/spaces/index.ts";
import type { MemberActor } from "#/identity/index.ts";
import { type Id, Refusal } from "#/kernel/index.ts";
import { openEntry } from "../entries/find-entry.ts";
import { moveRows } from "../entries/move-between-spaces.ts";
import { subtree } from "../entries/subtree.ts";
import { checkedName } from "../rules.ts";
import { newFolderSpace, type RightRow } from "../spaces/new-folder-space.ts";
import type { FoldersApp } from "../types.ts";

export interface NewSharedFolder {
  readonly name: string;
  /** Besides who makes it, who owns it. */
  readonly rights: readonly RightRow[];
  readonly stepUpMinutes?: number | null | undefined;
}

const ownerRight = (memberId: Id): RightRow => ({ subjectKind: "member", subjectId: memberId, role: "owner" });

const withOwner = (rights: readonly RightRow[], memberId: Id): RightRow[] => [
  ownerRight(memberId),
  ...rights.filter(({ subjectKind, subjectId }) => subjectKind !== "member" || subjectId !== memberId),
];

/** A folder at the top, shared with whom it names. */
export function makeSharedFolder(app: FoldersApp, actor: MemberActor, input: NewSharedFolder): Promise<Id> {
  const name = checkedName(input.name);
  const at = app.clock.now();
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const rights = withOwner(input.rights, actor.memberId);
    const { spaceId } = await newFolderSpace(app, tx, actor, {
      name,
      rights,
      stepUpMinutes: input.stepUpMinutes ?? null,
      at,
    });
    await writeAudit(tx, {
      at,
      actor: { kind: "member", id: actor.memberId },
      act: "files.folder-shared",
      subject: { kind: "folder", id: spaceId },
      details: { rights: rights.length },
    });
    return spaceId;
  });
}

/**
 * Gives a subfolder rights of its own: what lies in it is sealed anew, for those whom the rights name. It needs an owner of
 * the folder it lies in. @throws Refusal `files.owner_needed`, `files.has_own_rights`, `files.too_many_at_once`.
 */
export function giveOwnRights(
  app: FoldersApp,
  actor: MemberActor,
  { folderId, rights }: { readonly folderId: Id; readonly rights: readonly RightRow[] },
): Promise<Id> {
  const at = app.clock.now();
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const { row, entry, folder } = await openEntry(app, tx, actor, folderId, "owner", { forUpdate: true });
    if (row.kind !== "folder") throw new Refusal("invalid", "files.is_file");
    if (row.parent_id === null || row.mount_space_id) throw new Refusal("conflict", "files.has_own_rights");
    const named = withOwner(rights, actor.memberId);
    const made = await newFolderSpace(app, tx, actor, { name: entry.name, rights: named, at });
    const below = (await subtree(tx, folderId, { forUpdate: true })).filter((each) => each.entry_id !== folderId);
    const to = {
      spaceId: made.spaceId,
      role: "owner",
      nameKey: made.nameKey,
      epoch: await currentEpoch(app, tx, made.spaceId),
    } as const;
    const rows = below.map((each) => ({
      ...each,
      newParentId: each.parent_id === folderId ? made.spaceId : each.parent_id!,
    }));
    if (rows.length > 0) await moveRows(app, tx, actor, { from: folder, to, rows });
    await tx.query
      .updateTable("files_entry")
      .set({ mount_space_id: made.spaceId })
      .where("organisation_id", "=", tx.organisationId)
      .where("entry_id", "=", folderId)
      .execute();
    await writeAudit(tx, {
      at,
      actor: { kind: "member", id: actor.memberId },
      act: "files.folder-shared",
      subject: { kind: "folder", id: made.spaceId },
      details: { rights: named.length },
    });
    return made.spaceId;
  });
}

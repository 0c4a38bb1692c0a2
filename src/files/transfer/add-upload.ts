import { type MemberActor, readerOf, signerOf } from "#/identity/index.ts";
import { type Id, isRefusal, Refusal } from "#/kernel/index.ts";
import { adoptObject } from "#/spaces/index.ts";
import { takeUploads } from "#/uploads/index.ts";
import { say } from "#/words/index.ts";
import { folderRow } from "../entry-rows.ts";
import { folderAt } from "../entries/make-folder.ts";
import { assertUnlocked } from "../locks/locks.ts";
import { openFolder } from "../open-folders.ts";
import { checkedName, conflictName, fileKind } from "../rules.ts";
import { freeNameIn } from "../trash/trash.ts";
import type { FilesActor, FilesApp } from "../types.ts";
import { enterFiles, type WrittenFile } from "../versions/enter-files.ts";
import { placesFor, type Wish } from "../versions/places.ts";

export interface AddUpload extends Wish {
  readonly uploadId: Id;
  /** What becomes of it where somebody changed the file meanwhile: refused, or kept beside it. */
  /** Folders below the parent; those that are missing are made. */
  readonly folders?: readonly string[] | undefined;
  readonly onConflict?: "refuse" | "both" | undefined;
}

/** To the minute, as people write it; UTC, since the server knows no other clock of theirs. */
const minuteOf = (at: Date): string => at.toISOString().slice(0, 16).replace("T", " ").replace(":", ".");

/**
 * A finished upload becomes a file, or the next version of the one that has its name: sealed for the folder by a new header, its
 * payload stays as it is. @throws Refusal as `writeFiles`, `uploads.absent`, `uploads.unfinished`.
 */
export function addUpload(
  app: FilesApp,
  actor: MemberActor & FilesActor,
  { uploadId, onConflict = "refuse", folders = [], ...wish }: AddUpload,
): Promise<WrittenFile & { readonly name: string }> {
  const at = app.clock.now();
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const parent = await folderRow(tx, wish.parentId);
    const folder = await openFolder(app, tx, actor, parent.space_id, "editor");
    const names = folders.map(checkedName);
    const parentId = await folderAt(tx, actor, folder, { parentId: parent.entry_id, names, at });
    const place = async (name: string, base: number | null | undefined) =>
      (await placesFor(tx, folder, [{ ...wish, parentId, name, base }], at))[0]!;
    const placed = await place(wish.name, wish.base).catch(async (error: unknown) => {
      const isConflict = isRefusal(error) && error.code === "files.changed_meanwhile";
      if (!isConflict || onConflict === "refuse") throw error;
      const word = say(actor.language, "files.conflict_word", {});
      const beside = conflictName(checkedName(wish.name), word, actor.name, minuteOf(at));
      return place(await freeNameIn(tx, folder, parentId, beside), null);
    });
    await assertUnlocked(app, tx, actor, folder.spaceId, { entryIds: [placed.isNew ? parentId : placed.entryId] });
    const taken = (await takeUploads(tx, actor, [uploadId])).get(uploadId);
    if (!taken) throw new Refusal("absent", "uploads.absent");
    const adopted = await adoptObject(app, tx, readerOf(actor), {
      from: { objectId: uploadId, kind: "attachment", spaceId: taken.spaceId },
      as: { objectId: placed.entryId, version: placed.version },
      epoch: folder.epoch,
      kind: fileKind,
      signer: signerOf(actor),
      at,
    });
    if (!adopted) throw new Refusal("absent", "uploads.absent");
    const [written] = await enterFiles(tx, actor, folder, [{ place: placed, sizeBytes: adopted.sizeBytes }], at);
    return { ...written!, name: placed.name };
  });
}

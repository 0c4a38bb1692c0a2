import { makeZip, predictLength } from "client-zip";
import { type Bytes, type Id, Refusal } from "#/kernel/index.ts";
import { entryOf, folderRow } from "../entry-rows.ts";
import { subtree } from "../entries/subtree.ts";
import { openFolder } from "../open-folders.ts";
import { freeName } from "../rules.ts";
import type { FilesActor, FoldersApp } from "../types.ts";
import { noteHandedOut, type OpenedFileVersion, openVersion } from "../versions/open-file.ts";

export interface ZippedFolder {
  readonly name: string;
  readonly sizeBytes: number;
  readonly content: AsyncIterable<Bytes>;
}

/** What no system takes as a path, a device or a command. */
const safe = (name: string): string => name.replaceAll(/[\\:*?"<>|\p{Cc}]/gu, "_").replace(/[. ]+$/u, "") || "_";

/** As Windows compares names: two that differ in case alone are one there. */
const keyOf = (path: string): string => path.toLowerCase();

const mostFiles = 5000;

async function* read(stream: ReadableStream<Uint8Array>): AsyncGenerator<Bytes, void> {
  yield* stream as unknown as AsyncIterable<Bytes>;
}

/**
 * A folder with all in it as one zip file, stored as it is and made while it is read; its size is known beforehand. Folders
 * with rights of their own stay out. `peek`: nothing is handed out. @throws Refusal `files.too_many_at_once` above 5,000 files.
 */
export function zipFolder(
  app: FoldersApp,
  actor: FilesActor,
  { folderId, peek = false }: { readonly folderId: Id; readonly peek?: boolean },
): Promise<ZippedFolder> {
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const top = await folderRow(tx, folderId);
    const folder = await openFolder(app, tx, actor, top.space_id, "reader");
    const rows = (await subtree(tx, top.entry_id)).filter((row) => row.mount_space_id === null);
    if (rows.length > mostFiles) throw new Refusal("too-large", "files.too_many_at_once", { limit: mostFiles });
    const paths = new Map<Id, string>();
    const taken = new Set<string>();
    const files: { readonly path: string; readonly file: OpenedFileVersion }[] = [];
    for (const row of rows) {
      const entry = entryOf(row, folder);
      const above = row.entry_id === top.entry_id ? undefined : paths.get(row.parent_id!);
      const path = `${above === undefined ? "" : `${above}/`}${freeName(safe(entry.name), (name) => taken.has(keyOf(`${above ?? ""}/${name}`)))}`;
      taken.add(keyOf(`${above ?? ""}/${path.split("/").at(-1)!}`));
      paths.set(row.entry_id, path);
      if (row.kind === "folder") continue;
      const file = await openVersion(app, tx, actor, entry);
      if (!peek) noteHandedOut(tx, actor, entry.entryId, file.version, app.clock.now());
      files.push({ path, file });
    }
    const named = files.map(({ path, file }) => ({ name: path, size: file.sizeBytes }));
    async function* inputs() {
      for (const { path, file } of files)
        yield { name: path, size: file.sizeBytes, lastModified: file.entry.modifiedAt, input: file.stream() };
    }
    const sizeBytes = Number(predictLength(named));
    return { name: `${paths.get(top.entry_id)!}.zip`, sizeBytes, content: read(makeZip(inputs())) };
  });
}

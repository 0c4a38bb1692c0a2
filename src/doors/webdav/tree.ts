import type { Transaction } from "#/db/index.ts";
import { followPath, type FoundEntry, listTopFolders, type TopFolder } from "#/files/index.ts";
import { Refusal } from "#/kernel/index.ts";
import type { DavActor, DavApp } from "./types.ts";

/** Where an address leads: the root, one of the folders at the top, or something in one. */
export interface Resource {
  readonly names: readonly string[];
  readonly top: TopFolder | undefined;
  /** Undefined for the root, and where nothing has the last name. */
  readonly found: FoundEntry | undefined;
  /** The folder in which the last name is; undefined for the root and the folders at the top. */
  readonly parent: FoundEntry | undefined;
  /** What to rename or to remove: the entry in the folder above, also of a folder with rights of its own. */
  readonly entryId: string | undefined;
}

export const prefix = "/dav/";

/** Names at the top, each once: two folders that are shared under one name get a number. */
export function topNames(folders: readonly TopFolder[]): Map<string, TopFolder> {
  const names = new Map<string, TopFolder>();
  for (const folder of folders) {
    let name = folder.name;
    for (let count = 2; names.has(name); count++) name = `${folder.name} (${count})`;
    names.set(name, folder);
  }
  return names;
}

/** The names of a path below `/dav/`. @throws Refusal `http.malformed`, `files.name_wrong`. */
export function namesOf(path: string): string[] {
  if (path !== "/dav" && !path.startsWith(prefix)) throw new Refusal("absent", "files.absent");
  const parts = path
    .slice(prefix.length)
    .split("/")
    .filter((part) => part !== "");
  return parts.map((part) => {
    let name: string;
    try {
      name = decodeURIComponent(part).normalize("NFC");
    } catch {
      throw new Refusal("invalid", "http.malformed");
    }
    if (name === "." || name === ".." || name.includes("/")) throw new Refusal("invalid", "files.name_wrong");
    return name;
  });
}

export const hrefOf = (names: readonly string[], isFolder: boolean): string => {
  const path = names.map((name) =>
    encodeURIComponent(name).replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`),
  );
  return `${prefix}${path.join("/")}${isFolder && path.length > 0 ? "/" : ""}`;
};

const keptMs = 2000;
const kept = new WeakMap<object, { readonly folders: readonly TopFolder[]; readonly untilMs: number }>();

/**
 * The folders at the top: programs ask for every file by its path, so they are kept for two seconds for as long as the door
 * keeps the actor. What a right allows is asked of the database on every use, whatever stands here.
 */
async function topsOf(app: DavApp, actor: DavActor): Promise<readonly TopFolder[]> {
  const known = actor.opened && kept.get(actor.opened);
  if (known && known.untilMs > performance.now()) return known.folders;
  const { folders } = await listTopFolders(app, actor);
  if (actor.opened) kept.set(actor.opened, { folders, untilMs: performance.now() + keptMs });
  return folders;
}

/** Follows names, within one transaction. A folder on the way that is not there is `files.absent`. */
export async function resolve(app: DavApp, actor: DavActor, names: readonly string[]): Promise<Resource> {
  if (names.length === 0) return { names, top: undefined, found: undefined, parent: undefined, entryId: undefined };
  const top = topNames(await topsOf(app, actor)).get(names[0]!);
  if (!top) {
    if (names.length === 1) return { names, top, found: undefined, parent: undefined, entryId: undefined };
    throw new Refusal("absent", "files.absent");
  }
  return app.database.inOrganisation(actor.organisationId, async (tx: Transaction) => {
    const { found, parent, mount } = await followPath(app, tx, actor, top.folderId, names.slice(1));
    return { names, top, found, parent, entryId: (mount ?? found)?.entry.entryId };
  });
}

/** What is there. @throws Refusal `files.absent`. */
export async function resolveThere(app: DavApp, actor: DavActor, names: readonly string[]) {
  const resource = await resolve(app, actor, names);
  if (!resource.found) throw new Refusal("absent", "files.absent");
  return { ...resource, found: resource.found };
}

/** At the top nothing is made, moved or removed. @throws Refusal `files.root_stays`, kind forbidden. */
export function assertBelowTop(names: readonly string[]): void {
  if (names.length < 2) throw new Refusal("forbidden", "files.root_stays");
}

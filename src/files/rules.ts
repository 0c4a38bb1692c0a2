import { dayMs, Refusal, utf8 } from "#/kernel/index.ts";
import type { FilesActor, FilesDoor, FolderRole } from "./types.ts";
import { folderRoles } from "./types.ts";

/** The kind of objects that are versions of files. */
export const fileKind = "file";

export const filesLimits = {
  nameBytes: 255,
  /** Folders within folders. */
  depth: 64,
  fileBytes: 16 * 1024 ** 3,
  /** Of files that are committed together. */
  groupFiles: 200,
  groupBytes: 8 * 1024 ** 2,
  /** Entries that one act moves between spaces, copies, or rewinds. */
  entriesAtOnce: 20_000,
  trashMs: 30 * dayMs,
} as const;

/**
 * A name as it is kept: NFC, 1 to 255 bytes. @throws Refusal `files.name_wrong` for what no folder can hold.
 */
export function checkedName(given: string): string {
  const name = given.normalize("NFC");
  const bytes = utf8(name).byteLength;
  const isWrong =
    bytes === 0 || bytes > filesLimits.nameBytes || name === "." || name === ".." || /[/\p{Cc}\p{Cs}]/u.test(name);
  if (isWrong) throw new Refusal("invalid", "files.name_wrong");
  return name;
}

export const reaches = (role: FolderRole, needed: FolderRole): boolean =>
  folderRoles.indexOf(role) >= folderRoles.indexOf(needed);

export const widest = (one: FolderRole, other: FolderRole): FolderRole => (reaches(one, other) ? one : other);

/** Stem and ending of a name; a dot at its beginning begins no ending. */
export function nameParts(name: string): { readonly stem: string; readonly ending: string } {
  const [, stem = name, ending = ""] = /^(.+?)(\.[^.]{1,10})?$/su.exec(name) ?? [];
  return { stem, ending };
}

function shortened(stem: string, mostBytes: number): string {
  let short = stem;
  while (utf8(short).byteLength > mostBytes) short = [...short].slice(0, -1).join("");
  return short;
}

/** The name with something behind its stem, within the bound of names. */
export function nameWith(name: string, addition: string): string {
  const { stem, ending } = nameParts(name);
  const room = filesLimits.nameBytes - utf8(addition + ending).byteLength;
  return `${shortened(stem, room)}${addition}${ending}`;
}

/** `brief (2).docx`: the first that is not taken. */
export function freeName(name: string, isTaken: (name: string) => boolean): string {
  let free = name;
  for (let count = 2; isTaken(free); count++) free = nameWith(name, ` (${count})`);
  return free;
}

/** What two people wrote at once is kept under both names. `at` to the minute, as the reader's clock has it. */
export const conflictName = (name: string, word: string, who: string, at: string): string =>
  nameWith(name, ` (${word}, ${who.replaceAll(/[/\p{Cc}]/gu, " ")}, ${at})`);

export const doorOf = (actor: FilesActor): FilesDoor => {
  if (actor.kind === "member") return actor.sessionId.byteLength > 0 ? "web" : "cli";
  return actor.door === "sync" ? "sync" : "webdav";
};

export const deviceIdOf = (actor: FilesActor): string | null =>
  actor.kind === "app-password" ? actor.appPasswordId : null;

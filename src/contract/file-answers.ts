import { z } from "zod";
import { idSchema, instantSchema } from "./common.ts";

export const folderRole = z.enum(["uploader", "reader", "editor", "owner"]);
export type FolderRoleAnswer = z.infer<typeof folderRole>;

/** A name of a file or folder: what the server makes of it is in docs/spec/files.md. */
export const fileName = z.string().min(1).max(1000);

export const topFolderAnswer = z.object({
  folderId: idSchema,
  /** The member's own folder, everybody's, or one that is shared. */
  kind: z.enum(["own", "general", "shared"]),
  name: z.string(),
  role: folderRole,
  stepUpMinutes: z.number().nullable(),
});
export type TopFolderAnswer = z.infer<typeof topFolderAnswer>;

export const dated = z.date().transform((date) => date.toISOString());

export const entryAnswer = z.object({
  entryId: idSchema,
  kind: z.enum(["folder", "file"]),
  name: z.string(),
  /** Of the last change: the base for the next one. */
  revision: z.number(),
  version: z.number().nullable(),
  sizeBytes: z.number(),
  modifiedAt: dated,
  changedAt: dated,
  /** A folder with rights of its own. */
  mountSpaceId: idSchema.nullable(),
});
export type EntryAnswer = z.output<typeof entryAnswer>;

export const versionAnswer = z.object({
  version: z.number(),
  sizeBytes: z.number(),
  createdAt: dated,
  createdBy: z.string().nullable(),
  door: z.string(),
  device: z.string(),
  label: z.string().nullable(),
  isPinned: z.boolean(),
  isCurrent: z.boolean(),
});
export type VersionAnswer = z.output<typeof versionAnswer>;

const subjectKind = z.enum(["member", "group", "everybody"]);
export const rightRequest = z.object({
  subjectKind,
  subjectId: idSchema,
  role: z.enum(["reader", "editor", "owner"]),
  until: instantSchema.nullable().default(null),
});
export type RightRequest = z.input<typeof rightRequest>;
export const rights = z.array(rightRequest).max(500);

export const folderRightsAnswer = z.object({
  spaceId: idSchema,
  role: folderRole,
  /** One's own folder, which nobody else sees. */
  isOwn: z.boolean(),
  stepUpMinutes: z.number().nullable(),
  rights: z.array(
    z.object({ subjectKind, subjectId: idSchema, name: z.string(), role: folderRole, until: dated.nullable() }),
  ),
  people: z.array(z.object({ memberId: idSchema, name: z.string(), role: folderRole })),
});
export type FolderRightsAnswer = z.output<typeof folderRightsAnswer>;

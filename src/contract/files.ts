import { z } from "zod";
import { idSchema, instantSchema, nameSchema } from "./common.ts";
import { defineRoutes } from "./route.ts";

export const folderRole = z.enum(["uploader", "reader", "editor", "owner"]);
export type FolderRoleAnswer = z.infer<typeof folderRole>;

/** A name of a file or folder: what the server makes of it is in docs/spec/files.md. */
const fileName = z.string().min(1).max(1000);

export const topFolderAnswer = z.object({
  folderId: idSchema,
  /** The member's own folder, everybody's, or one that is shared. */
  kind: z.enum(["own", "general", "shared"]),
  name: z.string(),
  role: folderRole,
  stepUpMinutes: z.number().nullable(),
});
export type TopFolderAnswer = z.infer<typeof topFolderAnswer>;

const dated = z.date().transform((date) => date.toISOString());

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
const rights = z.array(rightRequest).max(500);

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

export const groupAnswer = z.object({
  groupId: idSchema,
  name: z.string(),
  members: z.array(z.object({ memberId: idSchema, name: z.string(), email: z.string() })),
});
export type GroupAnswer = z.infer<typeof groupAnswer>;

const written = z.object({ entryId: idSchema, revision: z.number(), version: z.number() });
const folderParams = z.object({ folderId: idSchema });
/** A file or a folder. */
const itemParams = z.object({ itemId: idSchema });
const entryIds = z.object({ entryIds: z.array(idSchema).min(1).max(1000) });
const groupBody = z.object({ name: nameSchema, memberIds: z.array(idSchema).max(1000) });

/** Small files in one request: what its body is stands in docs/spec/files.md, under "Coming in". */
export const batchProtocol = {
  path: "/api/files/folders/:folderId/batch",
  contentType: "application/vnd.zegel.batch",
  answerType: "application/x-ndjson",
  /** Of one file in a batch. */
  fileBytes: 8 * 2 ** 20,
} as const;

export const fileRoutes = defineRoutes({
  listTopFolders: {
    method: "GET",
    path: "/api/files",
    summary: "One's own folder, everybody's, and those that are shared with one",
    access: "member",
    answer: z.object({ folders: z.array(topFolderAnswer), waiting: z.number() }),
  },
  listFolder: {
    method: "GET",
    path: "/api/files/folders/:folderId",
    summary: "A folder's entries, in pages",
    access: "member",
    params: folderParams,
    query: z.object({ after: idSchema.optional() }),
    answer: z.object({
      folderId: idSchema,
      spaceId: idSchema,
      role: folderRole,
      path: z.array(z.object({ folderId: idSchema, name: z.string() })),
      entries: z.array(entryAnswer),
      after: idSchema.nullable(),
    }),
  },
  makeSharedFolder: {
    method: "POST",
    path: "/api/files/folders",
    summary: "Make a folder at the top, shared with whom it names",
    access: "member",
    body: z.object({ name: fileName, rights }),
    answer: z.object({ folderId: idSchema }),
    status: 201,
  },
  makeFolder: {
    method: "POST",
    path: "/api/files/folders/:folderId/folders",
    summary: "Make a folder in a folder",
    access: "member",
    params: folderParams,
    body: z.object({ name: fileName }),
    answer: entryAnswer,
    status: 201,
  },
  addFile: {
    method: "POST",
    path: "/api/files/folders/:folderId/files",
    summary: "Make a finished upload a file, or the next version of the one with its name",
    access: "member",
    params: folderParams,
    body: z.object({
      uploadId: idSchema,
      name: fileName,
      modifiedAt: instantSchema.optional(),
      /** The revision that was changed; null: there has to be none. */
      base: z.number().int().nullable().optional(),
      onConflict: z.enum(["refuse", "both"]).default("refuse"),
    }),
    answer: written.extend({ name: z.string() }),
    status: 201,
  },
  changeEntry: {
    method: "PATCH",
    path: "/api/files/items/:itemId",
    summary: "Rename a file or folder, or move it",
    access: "member",
    params: itemParams,
    body: z
      .object({ name: fileName.optional(), parentId: idSchema.optional(), base: z.number().int().optional() })
      .refine(({ name, parentId }) => name !== undefined || parentId !== undefined),
    answer: entryAnswer,
  },
  copyEntry: {
    method: "POST",
    path: "/api/files/items/:itemId/copy",
    summary: "Copy a file, or a folder with all in it",
    access: "member",
    params: itemParams,
    body: z.object({ parentId: idSchema, name: fileName }),
    answer: z.object({ entryId: idSchema }),
    status: 201,
  },
  fileContent: {
    method: "GET",
    path: "/api/files/items/:itemId/content",
    summary: "Download a file, or one of its versions; in parts, too",
    access: "member",
    params: itemParams,
    query: z.object({ version: z.coerce.number().int().min(1).optional() }),
    binary: true,
  },
  listVersions: {
    method: "GET",
    path: "/api/files/items/:itemId/versions",
    summary: "All versions of a file, newest first: when, who, from where",
    access: "member",
    params: itemParams,
    answer: z.object({ versions: z.array(versionAnswer) }),
  },
  restoreVersion: {
    method: "POST",
    path: "/api/files/items/:itemId/restore-version",
    summary: "Make an earlier version the newest one",
    access: "member",
    params: itemParams,
    body: z.object({ version: z.number().int().min(1) }),
    answer: written,
  },
  markVersion: {
    method: "POST",
    path: "/api/files/items/:itemId/mark-version",
    summary: "Name a version, or pin it so that it stays",
    access: "member",
    params: itemParams,
    body: z.object({
      version: z.number().int().min(1),
      label: z.string().max(200).optional(),
      isPinned: z.boolean().optional(),
    }),
    status: 204,
  },
  trashEntries: {
    method: "POST",
    path: "/api/files/trash",
    summary: "Throw files and folders away; for 30 days they can be put back",
    access: "member",
    body: entryIds,
    status: 204,
  },
  listFileTrash: {
    method: "GET",
    path: "/api/files/trash",
    summary: "What was thrown away, newest first",
    access: "member",
    answer: z.object({
      entries: z.array(entryAnswer.extend({ folderName: z.string(), trashedAt: dated.nullable() })),
    }),
  },
  restoreEntries: {
    method: "POST",
    path: "/api/files/restore",
    summary: "Put files and folders back",
    access: "member",
    body: entryIds,
    answer: z.object({ entries: z.array(entryAnswer) }),
  },
  eraseEntries: {
    method: "POST",
    path: "/api/files/erase",
    summary: "Erase for good what is in the trash",
    access: "member",
    body: entryIds,
    status: 204,
  },
  folderRights: {
    method: "GET",
    path: "/api/files/folders/:folderId/rights",
    summary: "Who may do what in a folder, and whom that reaches",
    access: "member",
    params: folderParams,
    answer: folderRightsAnswer,
  },
  setFolderRights: {
    method: "PUT",
    path: "/api/files/folders/:folderId/rights",
    summary: "Say anew who may do what in a folder with rights of its own (its owners)",
    access: "member",
    params: folderParams,
    body: z.object({ rights }),
    status: 204,
  },
  giveOwnRights: {
    method: "POST",
    path: "/api/files/folders/:folderId/own-rights",
    summary: "Give a subfolder rights of its own (owners of the folder it lies in)",
    access: "member",
    params: folderParams,
    body: z.object({ rights }),
    answer: z.object({ folderId: idSchema }),
    status: 201,
  },
  filesHandedOut: {
    method: "GET",
    path: "/api/files/handed-out/:memberId",
    summary: "Which files a member was handed out (admins)",
    access: "member",
    params: z.object({ memberId: idSchema }),
    answer: z.object({
      files: z.array(
        z.object({
          entryId: idSchema,
          name: z.string().nullable(),
          version: z.number(),
          door: z.string(),
          at: dated,
        }),
      ),
    }),
  },
  letProgramIn: {
    method: "POST",
    path: "/api/files/programs",
    summary: "Make an app password for the file manager; the secret is shown once",
    access: "member",
    body: z.object({ label: nameSchema, folderIds: z.array(idSchema).max(100).optional() }),
    answer: z.object({ appPasswordId: idSchema, userName: z.string(), secret: z.string() }),
    status: 201,
  },
  listGroups: {
    method: "GET",
    path: "/api/groups",
    summary: "All groups of members",
    access: "member",
    answer: z.object({ groups: z.array(groupAnswer) }),
  },
  makeGroup: {
    method: "POST",
    path: "/api/groups",
    summary: "Make a group of members (admins)",
    access: "member",
    body: groupBody,
    answer: z.object({ groupId: idSchema }),
    status: 201,
  },
  changeGroup: {
    method: "PUT",
    path: "/api/groups/:groupId",
    summary: "Say anew what a group is called and who is in it (admins)",
    access: "member",
    params: z.object({ groupId: idSchema }),
    body: groupBody,
    status: 204,
  },
  removeGroup: {
    method: "DELETE",
    path: "/api/groups/:groupId",
    summary: "End a group; rights that it had end with it (admins)",
    access: "member",
    params: z.object({ groupId: idSchema }),
    status: 204,
  },
});

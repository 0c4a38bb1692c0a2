import { queryOptions } from "@tanstack/react-query";
import type { Answer, MemberRoutes } from "../../parts/call.ts";
import { call, queryClient } from "../session.ts";

export type FolderPageAnswer = Answer<MemberRoutes, "listFolder">;
export type FileEntry = FolderPageAnswer["entries"][number];
export type TopFolder = Answer<MemberRoutes, "listTopFolders">["folders"][number];
export type FileVersion = Answer<MemberRoutes, "listVersions">["versions"][number];
export type FolderRights = Answer<MemberRoutes, "folderRights">;

export const topFoldersQuery = queryOptions({ queryKey: ["files"], queryFn: () => call("listTopFolders") });

/** All pages of a folder as one; the server gives up to 5,000 entries at a time. */
export const folderQuery = (folderId: string) =>
  queryOptions({
    queryKey: ["files", "folder", folderId],
    queryFn: async (): Promise<FolderPageAnswer> => {
      const first = await call("listFolder", { params: { folderId }, query: {} });
      const entries = [...first.entries];
      for (let { after } = first; after !== null;) {
        const more = await call("listFolder", { params: { folderId }, query: { after } });
        entries.push(...more.entries);
        ({ after } = more);
      }
      return { ...first, entries };
    },
  });

export const versionsQuery = (itemId: string) =>
  queryOptions({
    queryKey: ["files", "versions", itemId],
    queryFn: () => call("listVersions", { params: { itemId } }),
  });

export const rightsQuery = (folderId: string) =>
  queryOptions({
    queryKey: ["files", "rights", folderId],
    queryFn: () => call("folderRights", { params: { folderId } }),
  });

export const fileTrashQuery = queryOptions({ queryKey: ["files", "trash"], queryFn: () => call("listFileTrash") });
export const groupsQuery = queryOptions({ queryKey: ["groups"], queryFn: () => call("listGroups") });

/** After anything that changed: what is shown is asked for anew. */
export const filesChanged = (): Promise<void> => queryClient.invalidateQueries({ queryKey: ["files"] });

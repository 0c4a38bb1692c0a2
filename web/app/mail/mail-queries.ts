import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { Answer, MemberRoutes } from "../../parts/call.ts";
import { call } from "../session.ts";

const folders = ["inbox", "sent", "archive", "trash"] as const;
const labelPattern = /^label-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** As it stands in the address: a folder, or a label by its id. */
export type Folder = (typeof folders)[number] | `label-${string}`;
export type ListEntry = Answer<MemberRoutes, "listMessages">["entries"][number];
export type Conversation = Answer<MemberRoutes, "readConversation">;
export type Message = Conversation["messages"][number];
export type Recipient = Message["recipients"][number];

export const isFolder = (text: string): text is Folder =>
  (folders as readonly string[]).includes(text) || labelPattern.test(text);
export const labelOf = (folder: Folder): string | undefined => labelPattern.exec(folder)?.[1];

/** What is held of a list at once: scrolling further lets go of what is far away. */
const pagesHeld = 6;
/** For each page the one before it; cursors lead forward only. */
const pageBefore = new Map<string, string>();

export const folderQuery = (folder: Folder, unread = false) =>
  infiniteQueryOptions({
    queryKey: ["mail", folder, unread],
    queryFn: async ({ pageParam }) => {
      const labelId = labelOf(folder);
      const place = labelId ? ("all" as const) : (folder as (typeof folders)[number]);
      const page = await call("listMessages", {
        query: {
          folder: place,
          ...(labelId && { labelId }),
          ...(unread && { unread: "true" as const }),
          ...(pageParam !== "" && { cursor: pageParam }),
        },
      });
      if (page.next !== null) pageBefore.set(page.next, pageParam);
      return page;
    },
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
    getPreviousPageParam: (_page, _pages, first) => (first === "" ? null : pageBefore.get(first)),
    maxPages: pagesHeld,
    refetchInterval: 30_000,
  });

export const conversationQuery = (conversationId: string) =>
  queryOptions({
    queryKey: ["conversation", conversationId],
    queryFn: () => call("readConversation", { params: { conversationId } }),
    refetchInterval: 20_000,
  });

/** One row per conversation: its newest message here, unread when any of them is. */
export function byConversation(entries: readonly ListEntry[]): ListEntry[] {
  const rows = new Map<string, ListEntry>();
  for (const entry of entries) {
    const newest = rows.get(entry.conversationId);
    if (!newest) rows.set(entry.conversationId, entry);
    else if (entry.unread && !newest.unread) rows.set(entry.conversationId, { ...newest, unread: true });
  }
  return [...rows.values()];
}

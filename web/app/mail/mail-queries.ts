import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { Answer, MemberRoutes } from "../../parts/call.ts";
import { call } from "../session.ts";

export type Folder = "inbox" | "sent";
export type ListEntry = Answer<MemberRoutes, "listMessages">["entries"][number];
export type Conversation = Answer<MemberRoutes, "readConversation">;
export type Message = Conversation["messages"][number];
export type Recipient = Message["recipients"][number];

export const folderQuery = (folder: Folder) =>
  infiniteQueryOptions({
    queryKey: ["mail", folder],
    queryFn: ({ pageParam }) =>
      call("listMessages", { query: { folder, ...(pageParam !== null && { cursor: pageParam }) } }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
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

import { useInfiniteQuery } from "@tanstack/react-query";
import { folderQuery } from "../mail/mail-queries.ts";

/** How many messages wait to be read; renewed with the inbox. */
export function useUnreadCount(): number {
  const { data } = useInfiniteQuery(folderQuery("inbox"));
  return data?.pages[0]?.unread ?? 0;
}

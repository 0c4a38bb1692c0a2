import { queryOptions } from "@tanstack/react-query";
import type { Answer, MemberRoutes } from "../../parts/call.ts";
import { call, queryClient } from "../session.ts";

export type FollowUp = Answer<MemberRoutes, "readFollowUp">;
export type FollowedRecipient = FollowUp["recipients"][number];

export const followUpQuery = (messageId: string) =>
  queryOptions({
    queryKey: ["follow-up", messageId],
    queryFn: () => call("readFollowUp", { params: { messageId } }),
    refetchInterval: 20_000,
  });

/** What was done to a message shows in the conversation and in what became of it. */
export const renewAfterAct = ({ conversationId, messageId }: { conversationId: string; messageId: string }) =>
  Promise.all([
    queryClient.invalidateQueries({ queryKey: ["conversation", conversationId] }),
    queryClient.invalidateQueries({ queryKey: ["follow-up", messageId] }),
  ]);

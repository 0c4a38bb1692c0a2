import { queryOptions, useQuery } from "@tanstack/react-query";
import type { Answer, MemberRoutes } from "../../parts/call.ts";
import { call } from "../session.ts";

export type HeldEntry = Answer<MemberRoutes, "listHeld">["entries"][number];
export type HeldRule = HeldEntry["rules"][number];

export const heldQuery = queryOptions({
  queryKey: ["held"],
  queryFn: () => call("listHeld"),
  refetchInterval: 60_000,
});

/** Whether there is a place for approving, and how many messages wait there. */
export function useApprovals(): { readonly isApprover: boolean; readonly waiting: number } {
  const { data } = useQuery(heldQuery);
  return {
    isApprover: data?.isApprover ?? false,
    waiting: data?.entries.filter(({ state }) => state === "held").length ?? 0,
  };
}

import { queryOptions } from "@tanstack/react-query";
import type { Answer, MemberRoutes } from "../../parts/call.ts";
import { call } from "../session.ts";

export type Member = Answer<MemberRoutes, "listMembers">["members"][number];
export type Role = Member["roles"][number];

export const membersQuery = queryOptions({
  queryKey: ["members"],
  queryFn: () => call("listMembers"),
  staleTime: 60_000,
});

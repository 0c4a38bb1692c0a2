import { queryOptions } from "@tanstack/react-query";
import type { Answer, MemberRoutes } from "../../parts/call.ts";
import { call } from "../session.ts";

export type SharedMailbox = Answer<MemberRoutes, "listSharedMailboxes">["mailboxes"][number];
export type StandIn = Answer<MemberRoutes, "listStandIns">["standIns"][number];

export const sharedMailboxesQuery = queryOptions({
  queryKey: ["shared-mailboxes"],
  queryFn: () => call("listSharedMailboxes"),
});
export const standInsQuery = queryOptions({ queryKey: ["stand-ins"], queryFn: () => call("listStandIns") });

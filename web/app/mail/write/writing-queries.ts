import { queryOptions } from "@tanstack/react-query";
import type { Answer, MemberRoutes } from "../../../parts/call.ts";
import { call } from "../../session.ts";
import { draftsKey } from "./saving.ts";

export type DraftEntry = Answer<MemberRoutes, "listDrafts">["drafts"][number];
export type ScheduledEntry = Answer<MemberRoutes, "listScheduled">["entries"][number];
export type Template = Answer<MemberRoutes, "listTemplates">["templates"][number];
export type WritingSettings = Answer<MemberRoutes, "writingSettings">;

export const draftsQuery = queryOptions({ queryKey: draftsKey, queryFn: () => call("listDrafts") });
export const scheduledQuery = queryOptions({
  queryKey: ["scheduled"],
  queryFn: () => call("listScheduled"),
  refetchInterval: 30_000,
});
export const templatesQuery = queryOptions({ queryKey: ["templates"], queryFn: () => call("listTemplates") });
export const writingQuery = queryOptions({ queryKey: ["writing"], queryFn: () => call("writingSettings") });

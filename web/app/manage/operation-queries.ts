import { queryOptions } from "@tanstack/react-query";
import type { Answer, MemberRoutes } from "../../parts/call.ts";
import { call } from "../session.ts";

export type DomainRecord = Answer<MemberRoutes, "readDomain">["records"][number];
export type CheckedRecord = Answer<MemberRoutes, "checkDomain">["records"][number];
export type HealthEntry = Answer<MemberRoutes, "readHealth">["entries"][number];

export const domainQuery = queryOptions({ queryKey: ["domain"], queryFn: () => call("readDomain") });
/** Asks the DNS: at the page's first sight, and when somebody wants it again. */
export const domainCheckQuery = queryOptions({
  queryKey: ["domain", "check"],
  queryFn: () => call("checkDomain"),
  refetchOnWindowFocus: false,
  refetchOnReconnect: false,
  retry: false,
});
export const healthQuery = queryOptions({
  queryKey: ["health"],
  queryFn: () => call("readHealth"),
  refetchInterval: 60_000,
});

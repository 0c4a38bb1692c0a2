import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Answer, MemberRoutes } from "../../parts/call.ts";
import { call, queryClient } from "../session.ts";

export type Readable = Answer<MemberRoutes, "readableAgreements">["sections"];
export type Replayed = Answer<MemberRoutes, "replayAgreements">;
export type Checked = Answer<MemberRoutes, "checkAgreements">;

/** The same key as what the page decides by while somebody writes. */
export const currentQuery = queryOptions({
  queryKey: ["agreements", "current"],
  queryFn: () => call("agreements"),
  staleTime: 60_000,
});
export const readableQuery = (version: number, language: string) =>
  queryOptions({
    queryKey: ["agreements", "readable", version, language],
    queryFn: () => call("readableAgreements", { query: { version } }),
  });
export const versionsQuery = queryOptions({
  queryKey: ["agreements", "versions"],
  queryFn: () => call("agreementVersions"),
});
export const readersQuery = queryOptions({
  queryKey: ["agreements", "readers"],
  queryFn: () => call("agreementReaders"),
});
/** What a document would mean; asked anew with each change of it. */
export const checkQuery = (text: string) =>
  queryOptions({
    queryKey: ["agreements", "check", text],
    queryFn: () => call("checkAgreements", { body: { text } }),
    enabled: text !== "",
    placeholderData: keepPreviousData,
    gcTime: 0,
  });

/** What a document would have done with the mail so far. */
export const replayQuery = (text: string) =>
  queryOptions({
    queryKey: ["agreements", "replay", text],
    queryFn: () => call("replayAgreements", { body: { text } }),
    enabled: text !== "",
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    gcTime: 60_000,
  });

export const refreshAgreements = (): Promise<void> => queryClient.invalidateQueries({ queryKey: ["agreements"] });

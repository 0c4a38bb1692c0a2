import { queryOptions, useQueries, useQuery } from "@tanstack/react-query";
import { call } from "../../session.ts";
import { type Draft, type DraftAttachment, ownAttachments } from "../draft.ts";
import type { FoundInFile } from "./look-at-draft.ts";

export const agreementsQuery = queryOptions({
  queryKey: ["agreements", "current"],
  queryFn: () => call("agreements"),
  staleTime: 5 * 60_000,
});

const fileQuery = ({ uploadId, attachmentId, name, type }: DraftAttachment, version: number) => ({
  queryKey: ["found-in-file", uploadId ?? attachmentId, version],
  queryFn: () => call("lookAtFile", { body: { ...(uploadId ? { uploadId } : { attachmentId }), name, type } }),
  staleTime: Infinity,
  retry: false,
});

/** What the server found in the files of a draft, as far as it answered; nothing is asked while there are no agreements. */
export function useFilesFound(draft: Draft): FoundInFile[] {
  const { data: current } = useQuery(agreementsQuery);
  const version = current?.version ?? 0;
  return useQueries({
    queries: version === 0 ? [] : ownAttachments(draft).map((each) => fileQuery(each, version)),
    combine: (results) => results.flatMap(({ data }): FoundInFile[] => (data ? [data] : [])),
  });
}

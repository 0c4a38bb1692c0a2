import { infiniteQueryOptions, queryOptions, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Answer, MemberRoutes } from "../../../parts/call.ts";
import { call } from "../../session.ts";
import { type Folder, labelOf } from "../mail-queries.ts";

export type Label = Answer<MemberRoutes, "listLabels">["labels"][number];

export const labelsQuery = queryOptions({
  queryKey: ["labels"],
  queryFn: () => call("listLabels"),
  staleTime: 60_000,
});

export const searchQuery = (q: string) =>
  infiniteQueryOptions({
    queryKey: ["search", q],
    queryFn: ({ pageParam }) => call("searchMail", { body: { q, ...(pageParam !== "" && { cursor: pageParam }) } }),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
    enabled: q !== "",
    staleTime: 30_000,
  });

export const useLabels = (): readonly Label[] => useQuery(labelsQuery).data?.labels ?? [];

/** What a folder or label is called. */
export function useFolderName(folder: string): string {
  const { t } = useTranslation();
  const labels = useLabels();
  const labelId = labelOf(folder as Folder);
  if (labelId === undefined) return t(`app.place.${folder}`);
  return labels.find((label) => label.labelId === labelId)?.name ?? t("find.label");
}

import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { Answer, MemberRoutes } from "../../parts/call.ts";
import { call, queryClient } from "../session.ts";

export type Contact = Answer<MemberRoutes, "listContacts">["contacts"][number];
export type Preview = Answer<MemberRoutes, "previewImport">;
export type Imported = Answer<MemberRoutes, "importContacts">;
export type ImportedRow = Preview["rows"][number];
export type Column = Preview["columns"][number]["holds"];
export type Book = Contact["book"];

export const contactsQuery = (text: string) =>
  infiniteQueryOptions({
    queryKey: ["contacts", text],
    queryFn: ({ pageParam }) =>
      call("listContacts", {
        body: { ...(text !== "" && { text }), ...(pageParam !== null && { cursor: pageParam }) },
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
export const importsQuery = queryOptions({ queryKey: ["contact-imports"], queryFn: () => call("listImports") });

export const contactsChanged = (): Promise<unknown> =>
  Promise.all([
    queryClient.invalidateQueries({ queryKey: ["contacts"] }),
    queryClient.invalidateQueries({ queryKey: ["contact-imports"] }),
    queryClient.invalidateQueries({ queryKey: ["addresses"] }),
  ]);

import { useMutation } from "@tanstack/react-query";
import type { PageLanguage } from "../../parts/languages.ts";
import { call, meQuery, queryClient } from "../session.ts";

/** Keeps the chosen language with the member, for mails and other browsers. */
export function useSetLanguage(): (language: PageLanguage) => void {
  const { mutate } = useMutation({
    mutationFn: (language: PageLanguage) => call("setLanguage", { body: { language } }),
    onSuccess: (_, language) =>
      queryClient.setQueryData(meQuery.queryKey, (me) => (me === undefined ? me : { ...me, language })),
  });
  return mutate;
}

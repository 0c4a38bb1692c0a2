import { queryOptions, useQuery } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import type { Answer, MemberRoutes } from "../../../parts/call.ts";
import { chooseMailbox, chosenMailbox, onMailboxChosen } from "../../chosen-mailbox.ts";
import { call, queryClient } from "../../session.ts";

export type Mailbox = Answer<MemberRoutes, "listMailboxes">["mailboxes"][number];

export const mailboxesQuery = queryOptions({
  queryKey: ["mailboxes"],
  queryFn: () => call("listMailboxes"),
  refetchInterval: 60_000,
});

/** The mailbox that the page works in; undefined while it is not known, or for one's own. */
export function useMailbox(): { mailboxes: readonly Mailbox[]; current: Mailbox | undefined } {
  const chosen = useSyncExternalStore(onMailboxChosen, chosenMailbox);
  const { data } = useQuery(mailboxesQuery);
  const mailboxes = data?.mailboxes ?? [];
  const current = mailboxes.find(({ mailboxId, kind }) => (chosen ? mailboxId === chosen : kind === "own"));
  return { mailboxes, current };
}

/** What is the same in whichever mailbox one works. */
const everywhere = new Set(["me", "mailboxes", "members", "organisation"]);

/** Goes over to another mailbox: nothing of the former stays in memory. */
export async function goToMailbox({ mailboxId, kind }: Mailbox): Promise<void> {
  await queryClient.cancelQueries();
  chooseMailbox(kind === "own" ? undefined : mailboxId);
  const predicate = ({ queryKey }: { readonly queryKey: readonly unknown[] }): boolean =>
    !everywhere.has(String(queryKey[0]));
  queryClient.removeQueries({ type: "inactive", predicate });
  // What is on the screen empties at once, and is asked for anew.
  await queryClient.resetQueries({ type: "active", predicate });
}

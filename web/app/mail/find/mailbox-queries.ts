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
  queryClient.removeQueries({ predicate: ({ queryKey }) => !everywhere.has(String(queryKey[0])) });
}

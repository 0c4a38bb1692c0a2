import { useMutation } from "@tanstack/react-query";
import type { MemberRoutes } from "../../../parts/call.ts";
import { call, queryClient } from "../../session.ts";
import type { z } from "zod";
import type { ListEntry } from "../mail-queries.ts";

export type Change = Omit<z.input<MemberRoutes["changeFlags"]["body"]>, "conversationIds">;
interface Step {
  readonly change: Change;
  readonly conversationIds: readonly string[];
}
export interface Filed {
  /** Names the sentence that says what was done. */
  readonly act: "archive" | "trash" | "folder" | "read" | "unread" | "label" | "unlabel";
  readonly count: number;
  readonly at: number;
  readonly undo: readonly Step[];
}

const mostAtOnce = 500;

function actOf(change: Change): Filed["act"] {
  if (change.place !== undefined) return change.place;
  if (change.unread !== undefined) return change.unread ? "unread" : "read";
  return change.addLabelId === undefined ? "unlabel" : "label";
}

/** How everything becomes again what it was: what was so already stays as it is. */
function undoOf(change: Change, entries: readonly ListEntry[]): Step[] {
  const steps: { change: Change; of: (entry: ListEntry) => boolean }[] = [];
  const { place, unread, addLabelId, removeLabelId } = change;
  if (place !== undefined)
    for (const before of ["folder", "archive", "trash"] as const)
      if (before !== place) steps.push({ change: { place: before }, of: (entry) => entry.place === before });
  if (unread !== undefined) steps.push({ change: { unread: !unread }, of: (entry) => entry.unread !== unread });
  if (addLabelId !== undefined)
    steps.push({ change: { removeLabelId: addLabelId }, of: (entry) => !entry.labelIds.includes(addLabelId) });
  if (removeLabelId !== undefined)
    steps.push({ change: { addLabelId: removeLabelId }, of: (entry) => entry.labelIds.includes(removeLabelId) });
  return steps.flatMap(({ change: back, of }) => {
    const conversationIds = entries.filter(of).map((entry) => entry.conversationId);
    return conversationIds.length === 0 ? [] : [{ change: back, conversationIds }];
  });
}

async function run(steps: readonly Step[]): Promise<void> {
  for (const { change, conversationIds } of steps)
    for (let at = 0; at < conversationIds.length; at += mostAtOnce)
      await call("changeFlags", {
        body: { ...change, conversationIds: conversationIds.slice(at, at + mostAtOnce) },
      });
  for (const key of ["mail", "search", "mailboxes"]) void queryClient.invalidateQueries({ queryKey: [key] });
}

/** Puts conversations away, marks and labels them, and can take the last one back. */
export function useFiling(onDone: () => void) {
  const file = useMutation({
    mutationFn: async ({ change, entries }: { change: Change; entries: readonly ListEntry[] }): Promise<Filed> => {
      await run([{ change, conversationIds: entries.map((entry) => entry.conversationId) }]);
      return { act: actOf(change), count: entries.length, at: Date.now(), undo: undoOf(change, entries) };
    },
    onSuccess: onDone,
  });
  const undo = useMutation({ mutationFn: (filed: Filed) => run(filed.undo), onSuccess: () => file.reset() });
  return {
    file: (change: Change, entries: readonly ListEntry[]) => {
      if (entries.length > 0) file.mutate({ change, entries });
    },
    filed: file.data,
    undo: () => file.data && undo.mutate(file.data),
    dismiss: () => file.reset(),
    busy: file.isPending || undo.isPending,
    error: file.error ?? undo.error,
  };
}

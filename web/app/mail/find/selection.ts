import { useState } from "react";
import type { ListEntry } from "../mail-queries.ts";

export interface Selection {
  readonly entries: readonly ListEntry[];
  has(entry: ListEntry): boolean;
  /** With `range`, everything from the one touched last. */
  toggle(entry: ListEntry, range: boolean): void;
  all(): void;
  clear(): void;
}

/** Which rows are chosen. What is no longer in the list is no longer chosen. */
export function useSelection(shown: readonly ListEntry[]): Selection {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const [last, setLast] = useState<string>();
  const indexOf = (id: string | undefined): number => shown.findIndex((entry) => entry.conversationId === id);
  return {
    entries: shown.filter((entry) => ids.has(entry.conversationId)),
    has: (entry) => ids.has(entry.conversationId),
    toggle: (entry, range) => {
      const next = new Set(ids);
      const [from, to] = [indexOf(last), indexOf(entry.conversationId)];
      if (range && from >= 0)
        for (const each of shown.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(each.conversationId);
      else if (!next.delete(entry.conversationId)) next.add(entry.conversationId);
      setIds(next);
      setLast(entry.conversationId);
    },
    all: () => setIds(new Set(shown.map((entry) => entry.conversationId))),
    clear: () => setIds(new Set()),
  };
}

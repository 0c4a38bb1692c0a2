import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { Answer, MemberRoutes } from "../../../parts/call.ts";
import { call, queryClient } from "../../session.ts";
import type { Draft } from "../draft.ts";
import { useFilesFound } from "./file-queries.ts";

export type Suspected = Answer<MemberRoutes, "suspectRecipients">;
export type Suspicion = Suspected["recipients"][number]["suspicions"][number];
export type Signal = Suspicion["signal"];

const pauseMs = 300;
const greetingChars = 160;
const mostPeople = 1_000;

export const warningsQuery = queryOptions({ queryKey: ["warnings"], queryFn: () => call("listWarnings") });

export async function noteWarning(signal: Signal, act: "heeded" | "renew"): Promise<void> {
  await call("noteWarning", { body: { signal, act } });
  await Promise.all([
    queryClient.invalidateQueries(warningsQuery),
    queryClient.invalidateQueries({ queryKey: ["suspect"] }),
  ]);
}

const signsOf = (suspected: Suspected): Map<string, Signal> =>
  new Map(
    suspected.recipients.flatMap(({ email, suspicions }) =>
      suspicions.map(({ signal }) => [`${signal} ${email}`, signal] as const),
    ),
  );

/** What is gone since it was said: somebody changed the draft because of it. */
function noteHeeded(before: Suspected, now: Suspected): void {
  const left = signsOf(now);
  const gone = [...signsOf(before)].filter(([sign]) => !left.has(sign)).map(([, signal]) => signal);
  // A retired one is gone because nobody heeded it; what was noted is only a count, and may fail.
  for (const signal of new Set(gone))
    if (!now.retired.includes(signal)) void call("noteWarning", { body: { signal, act: "heeded" } }).catch(() => {});
}

const nobody: Suspected = { recipients: [], retired: [] };

interface AskedOfDraft {
  readonly suspected: Suspected | undefined;
  /** Of the draft as it stands; else as it was a moment ago. */
  readonly isFresh: boolean;
}

/** What may be wrong with the recipients of a draft, a moment after each change of them. */
export function useSuspected(draft: Draft): AskedOfDraft {
  const { recipients, conversationId, text } = draft;
  const files = useFilesFound(draft);
  const asked = JSON.stringify({
    recipients: recipients.map(({ email, name, role }) => ({ email, name, role })),
    conversationId,
    text: text.slice(0, greetingChars).split("\n", 2).join("\n"),
    people: [...new Set(files.flatMap(({ people }) => people))].slice(0, mostPeople),
  });
  const [settled, setSettled] = useState(asked);
  useEffect(() => {
    let isOver = false;
    const timer = setTimeout(async () => {
      const { peopleIn } = await import("./people-in-draft.ts");
      if (!isOver) setSettled(JSON.stringify({ ...JSON.parse(asked), values: peopleIn(text) }));
    }, pauseMs);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [asked, text]);
  const body = JSON.parse(settled) as NonNullable<Parameters<typeof call<"suspectRecipients">>[1]>["body"] & object;
  const { data, isPlaceholderData } = useQuery({
    queryKey: ["suspect", settled],
    queryFn: () => (body.recipients.length === 0 ? nobody : call("suspectRecipients", { body })),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    retry: false,
  });
  return { suspected: data, isFresh: !isPlaceholderData };
}

/** Counts what was of use: to be asked in one place only. */
export function useHeeded({ suspected, isFresh }: AskedOfDraft): void {
  const said = useRef<Suspected>(undefined);
  useEffect(() => {
    if (!suspected || !isFresh) return;
    if (said.current) noteHeeded(said.current, suspected);
    said.current = suspected;
  }, [suspected, isFresh]);
}

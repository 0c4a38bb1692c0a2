import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Draft, noteDraft } from "../draft.ts";
import { agreementsQuery, useFilesFound } from "./file-queries.ts";
import type { Noticed } from "./look-at-draft.ts";
import type { Suspected } from "./use-suspected.ts";

const pauseMs = 150;

/** Each recipient learns the least check that is asked for, so that everything about them shows it. */
function noteLeast(key: string, { decision }: Noticed): void {
  const least = new Map(decision.recipients.map(({ email, verification }) => [email, verification]));
  noteDraft(key, ({ recipients }) => {
    const isSame = recipients.every((each) => (each.least ?? "none") === (least.get(each.email) ?? "none"));
    return isSame
      ? {}
      : { recipients: recipients.map((each) => ({ ...each, least: least.get(each.email) ?? "none" })) };
  });
}

export interface Seen {
  readonly noticed: Noticed | undefined;
  /** Files that could not be read. */
  readonly unread: number;
  /** The firm's own words for a rule, in the reader's language where there are. */
  readonly whyOf: (source: string) => string;
}

/** What the agreements say of a draft, a moment after each change; undefined while there are none, or not yet. */
export function useNoticed(draft: Draft, sender: string, suspected: Suspected | undefined): Seen {
  const { data: current } = useQuery(agreementsQuery);
  const files = useFilesFound(draft);
  const [noticed, setNoticed] = useState<Noticed>();
  const { key, text, subject, quote, recipients } = draft;
  const people = JSON.stringify(recipients.map(({ email, known }) => [email, known?.route]));
  useEffect(() => {
    if (!current || current.version === 0) return setNoticed(undefined);
    let isOver = false;
    const timer = setTimeout(async () => {
      const { lookAtDraft } = await import("./look-at-draft.ts");
      if (isOver) return;
      const found = lookAtDraft(draft, current.agreements, sender, files, suspected);
      setNoticed(found);
      noteLeast(key, found);
    }, pauseMs);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
    // The draft itself changes with every note made in it; these are what is looked at.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [current, key, text, subject, quote, people, files, sender, suspected]);
  const { i18n } = useTranslation();
  const whyOf = (source: string): string => {
    const why = current?.agreements.triggers.find(({ name }) => name === source)?.why ?? "";
    if (typeof why === "string") return why;
    return why[i18n.language.slice(0, 2) as keyof typeof why] ?? Object.values(why)[0] ?? "";
  };
  return { noticed, whyOf, unread: files.reduce((sum, file) => sum + file.unread, 0) };
}

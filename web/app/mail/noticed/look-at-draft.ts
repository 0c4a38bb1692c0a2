import { decide, type Decision, matchKeywords } from "#/agreements/rules/index.ts";
import { type Finding, FindingCounter, recognise } from "#/recognise/index.ts";
import type { Answer, MemberRoutes } from "../../../parts/call.ts";
import type { Draft } from "../draft.ts";
import type { Suspected } from "./use-suspected.ts";

type Agreements = Answer<MemberRoutes, "agreements">["agreements"];
export type FoundInFile = Answer<MemberRoutes, "lookAtFile">;

export interface Noticed {
  readonly decision: Decision;
  /** In the text, with offsets in it. */
  readonly findings: readonly Finding[];
}

const mostText = 200_000;

/**
 * What the agreements make of a draft as it stands: the same rules as the server's, in this page. What the server knows
 * of files comes with `files`; it decides again when the message is sent.
 */
export function lookAtDraft(
  draft: Draft,
  agreements: Agreements,
  sender: string,
  files: readonly FoundInFile[],
  suspected: Suspected | undefined,
): Noticed {
  const text = draft.text.slice(0, mostText);
  const texts = [draft.subject, text, draft.quote?.text.slice(0, mostText) ?? ""];
  const counter = new FindingCounter();
  const findings = recognise(text);
  counter.add(text, findings);
  for (const other of [texts[0]!, texts[2]!]) counter.add(other, recognise(other));
  const wanted = new Set(agreements.triggers.flatMap(({ when }) => when.keywords ?? []));
  const signals = new Map(
    suspected?.recipients.map(({ email, suspicions }) => [email, suspicions.map(({ signal }) => signal)]),
  );
  const decision = decide(
    agreements,
    {
      at: new Date().toISOString(),
      sender,
      recipients: draft.recipients.map(({ email, known }) => ({
        email,
        kind: known?.route === "member" ? "member" : "guest",
        signals: signals.get(email) ?? [],
      })),
      keywords: [...matchKeywords(wanted, texts), ...files.flatMap(({ keywords }) => keywords)],
      attachments: files.map(({ kind, sizeBytes }) => ({ kind, sizeBytes })),
      // What is written here is always sealed.
      wish: { secure: true },
    },
    [...counter.counts(), ...files.flatMap((file) => file.findings)],
  );
  return { decision, findings };
}

import type { MisaddressingSignal } from "../../contract/index.ts";
import { addressSignals } from "./address-signals.ts";
import { draftSignals } from "./draft-signals.ts";
import { prepare } from "./known.ts";
import type { AddressedDraft, History, Suspicion } from "./types.ts";

export interface SuspectRecipient {
  readonly email: string;
  readonly suspicions: readonly Suspicion[];
}

/**
 * What may be wrong with each recipient, in the order of the draft; empty where nothing is. Pure: the same on the server
 * and in the browser. Signals in `retired` are not raised (`weighSignals`).
 */
export function suspect(
  draft: AddressedDraft,
  history: History,
  retired: ReadonlySet<MisaddressingSignal> = new Set(),
): SuspectRecipient[] {
  const known = prepare(history);
  const ofDraft = draftSignals(known, draft);
  return draft.recipients.map((recipient) => ({
    email: recipient.email,
    suspicions: [...addressSignals(known, recipient), ...ofDraft(recipient)].filter(
      ({ signal }) => !retired.has(signal),
    ),
  }));
}

import type { MailRecord } from "#/agreements/index.ts";
import type { DirectGroup } from "./enforcing/direct-groups.ts";
import { discardDispatch, type PreparedDispatch } from "./queue-dispatch.ts";
import type { RelayEnvelope } from "./relay-content.ts";
import { prepareRelay, type RelayRules, reopenPrepared } from "./relay-prepare.ts";
import type { Submission } from "./submission.ts";
import type { MailApp } from "./types.ts";

export function relayEnvelope({ envelope }: Submission): RelayEnvelope {
  const { from, to, is8Bit = false, returnContent, envelopeId } = envelope;
  return {
    from,
    to: to.map(({ email, notify, originalRecipient }) => ({
      email,
      ...(notify ? { notify: notify as NonNullable<RelayEnvelope["to"][number]["notify"]> } : {}),
      ...(originalRecipient ? { originalRecipient } : {}),
    })),
    is8Bit,
    ...(returnContent ? { returnContent } : {}),
    ...(envelopeId ? { envelopeId } : {}),
  };
}

/** How the recipients of one mail part. */
export interface Apart {
  readonly kept: PreparedDispatch;
  readonly sealed: ReadonlySet<string>;
  readonly direct: readonly DirectGroup[];
  readonly rules: RelayRules;
  readonly record: MailRecord;
}

/** One mail for all who get it the ordinary way, and one for each domain that gets it straight. */
export async function prepareRest(app: MailApp, submission: Submission, { kept, sealed, direct }: Apart) {
  const envelope = relayEnvelope(submission);
  const groups = direct.map(({ emails, ways }) => ({ emails: new Set(emails), ways }));
  const isOrdinary = (email: string): boolean => !sealed.has(email) && !groups.some(({ emails }) => emails.has(email));
  const envelopes: RelayEnvelope[] = [
    { ...envelope, to: envelope.to.filter(({ email }) => isOrdinary(email.toLowerCase())) },
    ...groups.map(({ emails, ways }) => ({
      ...envelope,
      to: envelope.to.filter(({ email }) => emails.has(email.toLowerCase())),
      direct: [...ways],
    })),
  ];
  const rest: { envelope: RelayEnvelope; prepared: PreparedDispatch }[] = [];
  try {
    for (const each of envelopes.filter(({ to }) => to.length > 0))
      rest.push({ envelope: each, prepared: await prepareRelay(app, each, reopenPrepared(app, kept)) });
    return rest;
  } catch (error) {
    await Promise.all(rest.map(({ prepared }) => discardDispatch(app, prepared)));
    throw error;
  }
}

import type { InForce, MailRecord } from "#/agreements/index.ts";
import type { Decision } from "#/agreements/rules/index.ts";
import { type AppPasswordActor, type MemberActor } from "#/identity/index.ts";
import { htmlToText, type ParsedMail } from "#/intake/index.ts";
import { inboxes } from "../mailboxes/inboxes.ts";
import type { MailApp } from "../types.ts";
import { assertNotRefused, decideSending, isAdvice, recordOf } from "./decide-sending.ts";
import { type DirectGroup, directGroups } from "./direct-groups.ts";
import type { MessageLook } from "./look-at-message.ts";
import { signalsOf, suspectIn } from "./suspect-recipients.ts";

export interface DecidedSubmission {
  readonly decision: Decision;
  /** Addresses, in lower case, of those who must get it sealed. */
  readonly sealed: ReadonlySet<string>;
  /** Those whose domain gets it straight instead. */
  readonly direct: readonly DirectGroup[];
  readonly rules: { readonly agreements?: number; readonly rules?: string[] };
  readonly record: MailRecord;
}

const squeezed = (text: string): string => text.replaceAll(/\s+/gu, "");

/** A mail's texts, each once: the two forms of the same are one. */
export const textsOf = ({ text, html }: { readonly text: string; readonly html: string }): string[] => {
  const shown = html === "" ? "" : htmlToText(html);
  return squeezed(shown) === squeezed(text) ? [text] : [text, shown];
};

/**
 * What the agreements make of ordinary mail from a mail program. `look` has seen its attachments.
 * @throws Refusal `mail.agreements_refuse`.
 */
export async function decideSubmission(
  app: MailApp,
  actor: MemberActor | AppPasswordActor,
  { version, agreements }: InForce,
  { look, mail, emails }: { readonly look: MessageLook; readonly mail: ParsedMail; readonly emails: readonly string[] },
): Promise<DecidedSubmission> {
  await look.text(mail.subject, ...textsOf(mail));
  const known = await app.database.inOrganisation(actor.organisationId, (tx) => inboxes(app, tx, { emails }));
  const members = new Set(known.map(({ email }) => email));
  const addressed = {
    recipients: emails.map((email) => ({ email, role: "to" as const })),
    text: textsOf(mail)[0] ?? "",
  };
  const suspected = await app.database.inOrganisation(actor.organisationId, (tx) =>
    suspectIn(app, tx, actor, agreements, addressed),
  );
  const signals = signalsOf(suspected);
  const recipients = emails.map(
    (email) => ({ email, kind: members.has(email) ? "member" : "guest", signals: signals.get(email) ?? [] }) as const,
  );
  const sending = { at: app.clock.now(), sender: actor.email, recipients };
  const decision = decideSending(agreements, sending, look.done());
  assertNotRefused(agreements, decision, actor.language);
  const counting = decision.recipients
    .flatMap((each) => each.reasons)
    .filter((each) => each.exception === undefined && !isAdvice(each));
  const rules = [...new Set(counting.map(({ source }) => source))].slice(0, 20);
  const direct = await directGroups(app, decision);
  const straight = new Set(direct.flatMap((group) => group.emails));
  const kept = decision.recipients.filter(({ route, email }) => route !== "plain" && !straight.has(email));
  return {
    decision,
    direct,
    sealed: new Set(kept.map(({ email }) => email)),
    rules: rules.length > 0 ? { agreements: version, rules } : {},
    record: recordOf(sending, look.done(), decision.strictest),
  };
}

/** Ordinary mail while nothing is agreed: remembered, so that agreements can be tried on it before they are made. */
export async function recordSubmission(
  app: MailApp,
  actor: MemberActor | AppPasswordActor,
  { look, mail, emails }: { readonly look: MessageLook; readonly mail: ParsedMail; readonly emails: readonly string[] },
): Promise<MailRecord> {
  await look.text(mail.subject, ...textsOf(mail));
  const known = await app.database.inOrganisation(actor.organisationId, (tx) => inboxes(app, tx, { emails }));
  const members = new Set(known.map(({ email }) => email));
  const recipients = emails.map((email) => ({ email, kind: members.has(email) ? "member" : "guest" }) as const);
  return recordOf({ at: app.clock.now(), sender: actor.email, recipients }, look.done(), "plain");
}

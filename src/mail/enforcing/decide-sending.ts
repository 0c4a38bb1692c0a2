import { agreementsInForce, type InForce, type MailRecord } from "#/agreements/index.ts";
import {
  decide,
  type Decision,
  type Envelope,
  type Reason,
  type RecipientDecision,
  type Route,
} from "#/agreements/rules/index.ts";
import type { Agreements } from "#/contract/index.ts";
import type { Transaction } from "#/db/index.ts";
import { languageSchema, type Language } from "#/contract/index.ts";
import { type Id, Refusal } from "#/kernel/index.ts";
import type { MailApp } from "../types.ts";
import type { Looked } from "./look-at-message.ts";

/** The agreements in force; read once for each message. */
export const agreementsFor = (app: MailApp, organisationId: Id): Promise<InForce> =>
  app.database.inOrganisation(organisationId, (tx: Transaction) => agreementsInForce(app, tx));

/** Only said; of no weight in what happens. */
export const isAdvice = ({ source, action }: Reason): boolean => source === "misaddressing" && action === "advise";

/** Every keyword that some trigger asks for. */
export const keywordsOf = ({ triggers }: Agreements): string[] => [
  ...new Set(triggers.flatMap(({ when }) => when.keywords ?? [])),
];

export interface Sending {
  readonly at: Date;
  readonly sender: string;
  readonly recipients: Envelope["recipients"];
  readonly process?: string | undefined;
  readonly wish?: Envelope["wish"] | undefined;
}

function envelopeOf({ at, process, wish, ...who }: Sending, { attachments }: Looked) {
  return {
    ...who,
    at: at.toISOString(),
    attachments,
    ...(process !== undefined && { process }),
    ...(wish && { wish }),
  } satisfies Envelope;
}

export function decideSending(agreements: Agreements, sending: Sending, looked: Looked): Decision {
  return decide(agreements, { ...envelopeOf(sending, looked), keywords: looked.keywords }, looked.findings);
}

/** What stays of it, so that other agreements can be tried on it later. */
export function recordOf(sending: Sending, looked: Looked, outcome: Route): MailRecord {
  const { recipients, attachments, ...envelope } = envelopeOf(sending, looked);
  return {
    ...envelope,
    recipients: recipients.map(({ email, kind, signals = [] }) => ({ email, kind, signals: [...signals] })),
    attachments: [...attachments],
    findings: [...looked.findings],
    outcome,
  };
}

/** The firm's own words for a rule, in the reader's language or else in one that there is. */
export function whyOf(agreements: Agreements, source: string, language: Language): string {
  const why = agreements.triggers.find(({ name }) => name === source)?.why;
  if (why === undefined || typeof why === "string") return why ?? "";
  return why[language] ?? languageSchema.options.map((each) => why[each]).find((each) => each !== undefined) ?? "";
}

const strictestReason = ({ reasons }: RecipientDecision, action: string) =>
  reasons.find((reason) => reason.exception === undefined && reason.action === action);

/** @throws Refusal `mail.agreements_refuse` where a recipient may not get this at all: then nobody does. */
export function assertNotRefused(agreements: Agreements, decision: Decision, language: Language): void {
  const refused = decision.recipients.find(({ route }) => route === "refuse");
  if (!refused) return;
  const source = strictestReason(refused, "refuse")?.source ?? "";
  throw new Refusal("forbidden", "mail.agreements_refuse", {
    address: refused.email.slice(0, 100),
    rule: source,
    why: whyOf(agreements, source, language),
  });
}

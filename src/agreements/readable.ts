import {
  type AgreementException,
  type Agreements,
  type AgreementTrigger,
  type Language,
  misaddressingSignals,
  type ReadableSection,
} from "#/contract/index.ts";
import { say } from "#/words/index.ts";
import { conditionLines, listOf } from "./readable-conditions.ts";

/*
 * What people read and sign, made from the document alone: a rule that is enforced stands here, and nothing else does.
 */

type Details = Parameters<typeof say>[2];
const text = (language: Language, key: string, details: Details = {}): string =>
  say(language, `agreement-text.${key}`, details);

function actionOf(language: Language, { action, verification }: AgreementTrigger): string {
  const check = verification === undefined || verification === "none" ? "" : `_${verification}`;
  if (action !== "hold") return text(language, `action_${action}${action === "secure" ? check : ""}`);
  const held = text(language, "action_hold");
  return check === "" ? held : `${held}; ${text(language, `action_secure${check}`)}`;
}

function whyOf(language: Language, why: AgreementTrigger["why"]): string | undefined {
  if (why === undefined || typeof why === "string") return why;
  return why[language] ?? why.nl ?? why.en ?? why.fr ?? why.de;
}

/** One trigger as a line. */
export function triggerLine(language: Language, agreements: Agreements, trigger: AgreementTrigger): string {
  const conditions = conditionLines(language, agreements, trigger.when).join("; ");
  const why = whyOf(language, trigger.why);
  const isOther = trigger.scope !== undefined && trigger.scope !== agreements.scope;
  return [
    text(language, "rule", { name: trigger.name, conditions, action: actionOf(language, trigger) }),
    ...(isOther ? [text(language, `rule_${trigger.scope}`)] : []),
    ...(why === undefined ? [] : [text(language, "why", { why })]),
  ].join(" ");
}

/** One exception as a line. */
export function exceptionLine(language: Language, exception: AgreementException): string {
  const { name, triggers, domains = [], addresses = [], senders, until, reason } = exception;
  const named = [...domains, ...addresses];
  const to = named.length === 0 ? text(language, "whom_everybody") : listOf(language, named);
  const whom = senders ? text(language, "whom_from", { groups: listOf(language, senders), whom: to }) : to;
  const rules = triggers.map((each) => (each === "default" ? text(language, "default_rule") : each));
  const day = `${until}T12:00:00Z`;
  return text(language, "exception", { name, rules: listOf(language, rules), whom, until: day, why: reason });
}

const scopeLines = (language: Language, { scope, defaults }: Agreements): string[] => [
  text(language, `scope_${scope}`),
  text(language, `default_${defaults.action}`),
  text(language, `check_${defaults.verification}`),
];

const signalLines = (language: Language, { misaddressing }: Agreements): string[] =>
  misaddressingSignals.map((signal) =>
    text(language, "warn", {
      signal: say(language, `agreement-signal.${signal.replaceAll("-", "_")}`),
      action: text(language, `warn_${misaddressing[signal] ?? "advise"}`),
    }),
  );

function approvalLines(language: Language, { approval }: Agreements): string[] {
  const { approvers, standIns, deadlineHours, mayRead } = approval;
  if (approvers.length === 0) return [text(language, "no_approvers")];
  return [
    text(language, "approvers", { people: listOf(language, approvers) }),
    ...(standIns.length > 0 ? [text(language, "standins", { people: listOf(language, standIns) })] : []),
    text(language, "deadline", { hours: deadlineHours }),
    text(language, mayRead ? "may_read" : "may_not_read"),
  ];
}

const supportLines = (language: Language, { support }: Agreements): string[] =>
  support.length === 0
    ? [text(language, "no_support")]
    : support.map(({ name, email, phone, hours }) => [name, email, phone, hours].filter(Boolean).join(", "));

const retentionLines = (language: Language, { retention }: Agreements): string[] => [
  text(language, "keep_messages", { days: retention.messageDays }),
  text(language, "keep_held", { days: retention.heldDays }),
  text(language, "keep_findings", { days: retention.findingDays }),
];

/** Without a way or a rule for it nothing is said: then everything that must be sealed is. */
const relayLines = (language: Language, { relay }: Agreements): string[] =>
  relay.direct.length === 0 || relay.for.length === 0
    ? []
    : [
        text(language, "direct", {
          ways: listOf(
            language,
            relay.direct.map((way) => (way === "dane" ? "DANE" : "MTA-STS")),
          ),
          rules: listOf(
            language,
            relay.for.map((each) => (each === "default" ? text(language, "default_rule") : each)),
          ),
        }),
      ];

const groupLines = (language: Language, { groups }: Agreements): string[] =>
  Object.entries(groups).map(([name, people]) =>
    text(language, "group", {
      name,
      people: people.length === 0 ? text(language, "nobody") : listOf(language, people),
    }),
  );

/** The whole, in sections; every one of them has at least one line. */
export function readableAgreements(language: Language, agreements: Agreements): ReadableSection[] {
  const { triggers, exceptions } = agreements;
  const parts: Record<string, string[]> = {
    scope: scopeLines(language, agreements),
    rules: [
      ...triggers.map((trigger) => triggerLine(language, agreements, trigger)),
      ...groupLines(language, agreements),
    ],
    relay: relayLines(language, agreements),
    recipients: signalLines(language, agreements),
    approval: approvalLines(language, agreements),
    support: supportLines(language, agreements),
    retention: retentionLines(language, agreements),
    exceptions: exceptions.map((exception) => exceptionLine(language, exception)),
  };
  return Object.entries(parts)
    .filter(([, lines]) => lines.length > 0)
    .map(([name, lines]) => ({ heading: text(language, `heading_${name}`), lines }));
}

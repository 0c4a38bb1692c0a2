import type { Agreements, FindingCount } from "../../contract/index.ts";
import { type Compiled, type CompiledTrigger, compile } from "./compile.ts";
import type { Facts } from "./conditions.ts";
import { addressKey, addressParts } from "./domains.ts";
import { fold } from "./keywords.ts";
import { compareDemands, join, stricterRoute } from "./strictness.ts";
import type { Because, Decision, Envelope, EnvelopeRecipient, Reason, RecipientDecision, Route } from "./types.ts";

const dayFormat = new Intl.DateTimeFormat("en-CA", {
  timeZone: "Europe/Amsterdam",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
});
/** The day in the Low Countries, `YYYY-MM-DD`. @throws RangeError for what is no instant. */
export function dayOf(at: string): string {
  const parts = new Map(dayFormat.formatToParts(new Date(at)).map(({ type, value }) => [type, value]));
  return `${parts.get("year")!.padStart(4, "0")}-${parts.get("month")}-${parts.get("day")}`;
}

interface Mail {
  readonly agreements: Agreements;
  readonly compiled: Compiled;
  readonly facts: Facts;
  readonly day: string;
  /** Triggers that apply to the mail as a whole, and why. */
  readonly matched: readonly { readonly rule: CompiledTrigger; readonly because: readonly Because[] }[];
}

function factsOf(compiled: Compiled, envelope: Envelope, findings: readonly FindingCount[]): Facts {
  return {
    envelope,
    findings,
    labels: new Set(envelope.labels?.map(fold)),
    keywords: new Set(envelope.keywords?.map(fold)),
    senderGroups: compiled.groupsOf(addressKey(envelope.sender)),
  };
}

interface Addressed {
  readonly recipient: EnvelopeRecipient;
  readonly address: string;
  readonly domain: string;
}

/** The exception that keeps a trigger from counting here and now. */
function exceptionFor(mail: Mail, source: string, { address, domain }: Addressed): string | undefined {
  return mail.compiled.exceptions
    .get(source)
    ?.filter(
      ({ exception: { until, senders }, isFor }) =>
        mail.day <= until &&
        (!senders || senders.some((group) => mail.facts.senderGroups.has(group))) &&
        isFor(address, domain),
    )
    .map(({ exception }) => exception.name)
    .toSorted()[0];
}

const isInScope = (scope: Agreements["scope"], { kind }: EnvelopeRecipient): boolean =>
  scope === "everyone" || kind === "guest";

function triggered(mail: Mail, to: Addressed): Reason[] {
  return mail.matched.flatMap(({ rule, because }) => {
    const ofDomain = isInScope(rule.scope, to.recipient) ? rule.ofDomain(to.domain) : undefined;
    if (!ofDomain) return [];
    const { name, action, verification } = rule.trigger;
    const reason = { source: name, action, because: [...because, ...ofDomain] };
    return [{ ...reason, ...(verification && { verification }) }];
  });
}

function byDefault({ agreements }: Mail, { recipient }: Addressed): Reason[] {
  const { action } = agreements.defaults;
  return action === "none" || !isInScope(agreements.scope, recipient)
    ? []
    : [{ source: "default", action, because: [] }];
}

function wished({ facts }: Mail): Reason[] {
  const { wish } = facts.envelope;
  if (!wish?.secure) return [];
  return [
    { source: "wish", action: "secure", because: [], ...(wish.verification && { verification: wish.verification }) },
  ];
}

/** A signal that the agreements say nothing of is advice. */
function warned({ agreements }: Mail, { recipient }: Addressed): Reason[] {
  return [...new Set(recipient.signals)].flatMap((signal) => {
    const action = agreements.misaddressing[signal] ?? "advise";
    return action === "off"
      ? []
      : [{ source: "misaddressing", action, because: [{ what: "signal", signal }] } as const];
  });
}

/** By name; only signals share one. */
function compareReasons(one: Reason, other: Reason): number {
  const strict = compareDemands(one, other);
  if (strict !== 0) return strict;
  if (one.source !== other.source) return one.source < other.source ? -1 : 1;
  return JSON.stringify(one.because) < JSON.stringify(other.because) ? -1 : 1;
}

function decideFor(mail: Mail, recipient: EnvelopeRecipient): RecipientDecision {
  const { local, domain } = addressParts(recipient.email);
  const to = { recipient, address: `${local}@${domain}`, domain };
  const ruled = [...triggered(mail, to), ...byDefault(mail, to)].map((reason) => {
    const exception = exceptionFor(mail, reason.source, to);
    return exception === undefined ? reason : { ...reason, exception };
  });
  const reasons: Reason[] = [...ruled, ...wished(mail), ...warned(mail, to)];
  const counting = reasons.filter(({ exception }) => exception === undefined);
  return {
    email: recipient.email,
    ...join(counting, mail.agreements.defaults.verification, mail.compiled.besides),
    reasons: reasons.toSorted(compareReasons),
  };
}

/**
 * What happens to a mail, for each recipient apart, and why. Pure; the same in the browser, at every door, and when a
 * past month is replayed. Milliseconds at most: the agreements are bounded, and recipients are looked at one by one.
 */
export function decide(agreements: Agreements, envelope: Envelope, findings: readonly FindingCount[]): Decision {
  const compiled = compile(agreements);
  const facts = factsOf(compiled, envelope, findings);
  const matched = compiled.triggers.flatMap((rule) => {
    const because = rule.ofMail(facts);
    return because ? [{ rule, because }] : [];
  });
  // In the order of the reasons, so that these need hardly any sorting for each recipient.
  matched.sort((one, other) => compareDemands(one.rule.trigger, other.rule.trigger));
  const mail: Mail = { agreements, compiled, facts, day: dayOf(envelope.at), matched };
  const recipients = envelope.recipients.map((recipient) => decideFor(mail, recipient));
  return { recipients, strictest: recipients.reduce<Route>((most, { route }) => stricterRoute(most, route), "plain") };
}

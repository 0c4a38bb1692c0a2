import type { AgreementCondition, FindingCount } from "../../contract/index.ts";
import { domainMatcher } from "./domains.ts";
import { fold } from "./keywords.ts";
import type { Because, Envelope } from "./types.ts";

/** What is the same for all recipients of a mail, prepared once. */
export interface Facts {
  readonly envelope: Envelope;
  readonly findings: readonly FindingCount[];
  readonly labels: ReadonlySet<string>;
  readonly keywords: ReadonlySet<string>;
  readonly senderGroups: ReadonlySet<string>;
}

/** Why it holds, or undefined where it does not. All parts of a condition must hold; in a list, one entry is enough. */
type Test = (facts: Facts) => Because[] | undefined;

const bytesPerMb = 1_000_000;

function findingsTest(wanted: NonNullable<AgreementCondition["findings"]>): Test {
  const rules = wanted.map((rule) => ({ ...rule, kinds: new Set<string>(rule.kinds) }));
  return ({ findings }) => {
    const because = rules.flatMap(({ kinds, atLeast, confidence }) => {
      const counts = new Map<FindingCount["kind"], number>();
      for (const { kind, count, confidence: sure } of findings)
        if (kinds.has(kind) && sure >= confidence) counts.set(kind, (counts.get(kind) ?? 0) + count);
      const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
      if (total < atLeast) return [];
      return [...counts].map(([kind, count]) => ({ what: "finding", kind, count }) as const);
    });
    return because.length > 0 ? because : undefined;
  };
}

function wordsTest(what: "label" | "keyword", wanted: readonly string[]): Test {
  const folded = wanted.map((word) => ({ value: word, key: fold(word) }));
  return (facts) => {
    const present = what === "label" ? facts.labels : facts.keywords;
    const because = folded.filter(({ key }) => present.has(key)).map(({ value }) => ({ what, value }));
    return because.length > 0 ? because : undefined;
  };
}

function attachmentsTest({ kinds, largerThanMb }: NonNullable<AgreementCondition["attachments"]>): Test {
  const wanted = kinds && new Set<string>(kinds);
  return ({ envelope }) => {
    const because = (envelope.attachments ?? [])
      .filter(({ kind }) => !wanted || wanted.has(kind))
      .filter(({ sizeBytes }) => largerThanMb === undefined || sizeBytes > largerThanMb * bytesPerMb)
      .map(({ kind, sizeBytes }) => ({ what: "attachment", kind, sizeBytes }) as const);
    return because.length > 0 ? because : undefined;
  };
}

function sendersTest(wanted: readonly string[]): Test {
  return ({ senderGroups }) => {
    const because = wanted
      .filter((group) => senderGroups.has(group))
      .map((value) => ({ what: "sender-group", value }) as const);
    return because.length > 0 ? because : undefined;
  };
}

const processTest =
  (wanted: readonly string[]): Test =>
  ({ envelope: { process } }) =>
    process !== undefined && wanted.includes(process) ? [{ what: "process", value: process }] : undefined;

export interface CompiledCondition {
  /** For the mail as a whole. */
  readonly ofMail: Test;
  /** For one recipient's domain, as in the DNS. */
  readonly ofDomain: (domain: string) => Because[] | undefined;
}

function recipientsTest(recipients: AgreementCondition["recipients"]): CompiledCondition["ofDomain"] {
  if (!recipients) return () => [];
  const isAmong = recipients.domains && domainMatcher(recipients.domains);
  const isOther = recipients.otherThan && domainMatcher(recipients.otherThan);
  return (domain) =>
    (isAmong && !isAmong(domain)) || isOther?.(domain) ? undefined : [{ what: "domain", value: domain }];
}

/** A condition made ready to be asked often. */
export function compileCondition(when: AgreementCondition): CompiledCondition {
  const tests: Test[] = [];
  if (when.findings) tests.push(findingsTest(when.findings));
  if (when.labels) tests.push(wordsTest("label", when.labels));
  if (when.keywords) tests.push(wordsTest("keyword", when.keywords));
  if (when.senders) tests.push(sendersTest(when.senders));
  if (when.attachments) tests.push(attachmentsTest(when.attachments));
  if (when.process) tests.push(processTest(when.process));
  const ofMail: Test = (facts) => {
    const because: Because[] = [];
    for (const test of tests) {
      const part = test(facts);
      if (!part) return undefined;
      because.push(...part);
    }
    return because;
  };
  return { ofMail, ofDomain: recipientsTest(when.recipients) };
}

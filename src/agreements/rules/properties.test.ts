import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import {
  agreementActions,
  type Agreements,
  agreementsSchema,
  directWays,
  type FindingCount,
  findingKinds,
  misaddressingSignals,
} from "../../contract/index.ts";
import { decide, type Envelope, isNotLooser } from "./index.ts";

const kinds = findingKinds.slice(0, 4);
const domains = ["a.nl", "b.a.nl", "c.be", "xn--bcher-kva.de"];
const some = <T>(values: readonly T[]) => fc.subarray([...values], { minLength: 1 });
const check = fc.constantFrom("none" as const, "sms" as const, "password" as const);

const when = fc
  .record(
    {
      findings: fc.array(
        fc.record({
          kinds: some(kinds),
          atLeast: fc.integer({ min: 1, max: 4 }),
          confidence: fc.constantFrom(0, 0.5, 0.9),
        }),
        { minLength: 1, maxLength: 2 },
      ),
      labels: some(["intern", "geheim"]),
      keywords: some(["dossier", "loon"]),
      senders: some(["hr", "zorg"]),
      recipients: fc.oneof(fc.record({ domains: some(domains) }), fc.record({ otherThan: some(["*.nl", "c.be"]) })),
      attachments: fc.record({
        kinds: some(["pdf", "spreadsheet"] as const),
        largerThanMb: fc.integer({ min: 0, max: 3 }),
      }),
      process: some(["quote", "payroll"]),
    },
    { requiredKeys: [] },
  )
  .filter((condition) => Object.keys(condition).length > 0);

const trigger = (index: number) =>
  fc
    .record({
      when,
      action: fc.constantFrom(...agreementActions),
      scope: fc.constantFrom("outsiders", "everyone"),
      verification: check,
    })
    .map(({ verification, ...rest }) => ({
      name: `t${index}`,
      ...rest,
      ...((rest.action === "secure" || rest.action === "hold") && { verification }),
    }));

const exception = (index: number) =>
  fc.record({
    name: fc.constant(`e${index}`),
    triggers: some(["t0", "t1", "t2", "default"]),
    domains: some([...domains, "*.a.nl"]),
    until: fc.constantFrom("2026-12-31", "2027-12-31"),
    reason: fc.constant("x"),
  });

const agreements: fc.Arbitrary<Agreements> = fc
  .record({
    scope: fc.constantFrom("outsiders", "everyone"),
    defaults: fc.record({ action: fc.constantFrom("none", "advise", "secure"), verification: check }),
    triggers: fc.tuple(...[0, 1, 2, 3].map(trigger)),
    misaddressing: fc.dictionary(fc.constantFrom(...misaddressingSignals), fc.constantFrom("off", "advise", "hold")),
    exceptions: fc.tuple(...[0, 1].map(exception)),
    relay: fc.record({ direct: fc.subarray([...directWays]), for: fc.subarray(["t0", "t1", "t2", "default"]) }),
  })
  .map((rest) =>
    agreementsSchema.parse({ version: 1, name: "x", groups: { hr: ["h@a.nl"], zorg: ["z@a.nl"] }, ...rest }),
  );

const recipient = fc.record({
  email: fc.tuple(fc.constantFrom("p", "q"), fc.constantFrom(...domains)).map(([name, domain]) => `${name}@${domain}`),
  kind: fc.constantFrom("member" as const, "guest" as const),
  signals: fc.subarray([...misaddressingSignals].slice(0, 3)),
});
const envelope: fc.Arbitrary<Envelope> = fc.record({
  at: fc.constantFrom("2026-12-31T22:59:00Z", "2026-12-31T23:01:00Z"),
  sender: fc.constantFrom("h@a.nl", "z@a.nl", "o@a.nl"),
  recipients: fc.array(recipient, { minLength: 1, maxLength: 4 }),
  labels: fc.subarray(["intern", "geheim"]),
  keywords: fc.subarray(["dossier", "loon"]),
  attachments: fc.array(
    fc.record({
      kind: fc.constantFrom("pdf" as const, "spreadsheet" as const),
      sizeBytes: fc.constantFrom(1, 1_500_000, 3_500_000),
    }),
    { maxLength: 2 },
  ),
  process: fc.constantFrom("quote", "payroll", "other"),
});
const findings: fc.Arbitrary<FindingCount[]> = fc.array(
  fc.record({
    kind: fc.constantFrom(...kinds),
    count: fc.integer({ min: 1, max: 3 }),
    confidence: fc.constantFrom(0.4, 0.7, 1),
  }),
  { maxLength: 4 },
);

type Case = readonly [Agreements, Envelope, FindingCount[]];

/** Decides twice, and holds that the second is as strict as the first for each recipient. */
function staysStrict(before: Case, after: Case): void {
  const [milder, stricter] = [decide(...before), decide(...after)];
  for (const [index, decision] of milder.recipients.entries())
    assert.ok(
      isNotLooser(stricter.recipients[index]!, decision),
      JSON.stringify([decision, stricter.recipients[index]]),
    );
}

/** The same cases each time: who changes the rules gets others by another seed. */
const runs = { numRuns: 1000, seed: 20261123 };
const always = (title: string, change: (given: Case, pick: number) => Case): void =>
  void test(title, () =>
    fc.assert(
      fc.property(agreements, envelope, findings, fc.nat(100), (a, e, f, pick) =>
        staysStrict([a, e, f], change([a, e, f], pick)),
      ),
      runs,
    ),
  );
const withTrigger = (
  a: Agreements,
  pick: number,
  change: (t: Agreements["triggers"][number]) => object,
): Agreements => ({
  ...a,
  triggers: a.triggers.map((each, index) => (index === pick % a.triggers.length ? { ...each, ...change(each) } : each)),
});

const extra = (pick: number): Agreements["triggers"][number] => ({
  name: "extra",
  when: { process: ["quote"] },
  action: agreementActions[pick % 4]!,
});
always("A trigger that is added never loosens", ([a, e, f], pick) => [
  { ...a, triggers: [...a.triggers, extra(pick)] },
  e,
  f,
]);
// To hold alone does not seal: an approver may release as it is. So what was sealed stays so by its check.
always("A stricter action never loosens", ([a, e, f], pick) => [
  withTrigger(a, pick, ({ action, verification = "none" }) => ({
    action: agreementActions[Math.min(3, agreementActions.indexOf(action) + 1)]!,
    ...(action === "secure" && { verification: verification === "none" ? "sms" : verification }),
  })),
  e,
  f,
]);
always("A stronger check never loosens", ([a, e, f], pick) => [
  withTrigger(a, pick, ({ action }) => (action === "advise" ? {} : { verification: "password" })),
  e,
  f,
]);
always("A lower threshold never loosens", ([a, e, f], pick) => [
  withTrigger(a, pick, ({ when: { findings: wanted, ...rest } }) => ({
    when: { ...rest, ...(wanted && { findings: wanted.map((each) => ({ ...each, atLeast: 1, confidence: 0 })) }) },
  })),
  e,
  f,
]);
always("A wider scope never loosens", ([a, e, f], pick) => [
  { ...withTrigger(a, pick, () => ({ scope: "everyone" })), scope: "everyone" },
  e,
  f,
]);
always("An exception that is taken away never loosens", ([a, e, f], pick) => [
  { ...a, exceptions: a.exceptions.filter((_, index) => index !== pick % 2) },
  e,
  f,
]);
always("An exception that has ended never loosens", ([a, e, f]) => [a, { ...e, at: "2028-01-01T00:00:00Z" }, f]);
always("A stricter default never loosens", ([a, e, f]) => [
  { ...a, defaults: { action: "secure", verification: "password" } },
  e,
  f,
]);
always("More that was found never loosens", ([a, e, f], pick) => [
  a,
  e,
  [...f, { kind: kinds[pick % 4]!, count: 3, confidence: 1 }],
]);
always("A label, a keyword, an attachment more never loosens", ([a, e, f]) => [
  a,
  {
    ...e,
    labels: ["intern", "geheim"],
    keywords: ["dossier", "loon"],
    attachments: [...(e.attachments ?? []), { kind: "pdf", sizeBytes: 9_000_000 }],
  },
  f,
]);
always("A sender's wish never loosens", ([a, e, f]) => [a, { ...e, wish: { secure: true } }, f]);

always("A way straight to the domain that is no longer allowed never loosens", ([a, e, f], pick) => [
  { ...a, relay: { direct: a.relay.direct.slice(1), for: a.relay.for.filter((_, index) => index !== pick % 3) } },
  e,
  f,
]);

const shuffled = <T>(values: readonly T[], pick: number): T[] =>
  values
    .map((value, index) => ({ value, key: (index * 7 + pick * 13) % 11 }))
    .toSorted((one, other) => one.key - other.key)
    .map(({ value }) => value);

test("The order of triggers, exceptions, findings, labels and attachments doesn't matter", () => {
  fc.assert(
    fc.property(agreements, envelope, findings, fc.nat(100), (a, e, f, pick) => {
      const other: Agreements = {
        ...a,
        triggers: shuffled(a.triggers, pick),
        exceptions: shuffled(a.exceptions, pick),
      };
      const turned: Envelope = {
        ...e,
        labels: shuffled(e.labels ?? [], pick),
        keywords: shuffled(e.keywords ?? [], pick),
      };
      assert.deepEqual(decide(other, turned, f), decide(a, e, f));
      const strip = ({ recipients }: ReturnType<typeof decide>): unknown =>
        recipients.map((decision) => ({ ...decision, reasons: [] }));
      const moved: Envelope = { ...e, attachments: shuffled(e.attachments ?? [], pick) };
      assert.deepEqual(strip(decide(a, moved, shuffled(f, pick))), strip(decide(a, e, f)));
    }),
    runs,
  );
});

test("What happens to one recipient doesn't depend on the others, nor on their order", () => {
  fc.assert(
    fc.property(agreements, envelope, findings, (a, e, f) => {
      const together = decide(a, e, f).recipients;
      const apart = e.recipients.map((each) => decide(a, { ...e, recipients: [each] }, f).recipients[0]);
      assert.deepEqual(together, apart);
      const reversed = decide(a, { ...e, recipients: e.recipients.toReversed() }, f).recipients;
      assert.deepEqual(reversed.toReversed(), together);
    }),
    runs,
  );
});

test("Whatever isn't plain has a reason that counts", () => {
  fc.assert(
    fc.property(agreements, envelope, findings, (a, e, f) => {
      for (const { route, isSecure, reasons } of decide(a, e, f).recipients)
        if (route !== "plain" || isSecure) assert.ok(reasons.some((reason) => reason.exception === undefined));
    }),
    runs,
  );
});

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  agreementActions,
  type Agreements,
  attachmentKinds,
  findingKinds,
  knownProcesses,
  misaddressingSignals,
} from "#/contract/index.ts";
import { isWordKey } from "#/words/index.ts";
import { differences, listPresets, readableAgreements, readAgreements } from "./index.ts";
import { decide } from "./rules/index.ts";

const languages = ["nl", "en", "fr", "de"] as const;
const understood = (text: string): Agreements => {
  const { agreements, problems } = readAgreements(text);
  assert.ok(agreements, JSON.stringify(problems));
  return agreements;
};
const linesOf = (agreements: Agreements, language: (typeof languages)[number] = "en"): string[] =>
  readableAgreements(language, agreements).flatMap(({ lines }) => lines);

const text = `version: 1
name: Praktijk
groups: { hr: [els@tulp.example] }
processes: { intake: Intakegesprek }
triggers:
  - name: bsn
    when: { findings: [{ kinds: [bsn], atLeast: 3 }], senders: [hr], process: [intake, quote] }
    action: secure
    verification: sms
    why: { nl: Omdat het moet., en: Because it must. }
  - name: large
    scope: everyone
    when: { attachments: { largerThanMb: 25 }, recipients: { otherThan: ["*.nl"] } }
    action: hold
approval: { approvers: [jan@tulp.example], mayRead: true }
exceptions:
  - { name: lab, triggers: [bsn, default], domains: [lab.example], until: 2027-01-31, reason: Eigen lijn. }
`;

test("Everything that a document may name has a word in every language", () => {
  const names = {
    kind: findingKinds,
    attachment: attachmentKinds,
    process: knownProcesses,
    signal: misaddressingSignals,
  };
  for (const [group, values] of Object.entries(names))
    for (const name of values)
      assert.ok(isWordKey(`agreement-${group}.${name.replaceAll("-", "_")}`), `${group} ${name}`);
  for (const action of agreementActions) assert.ok(isWordKey(`agreement-text.action_${action}`), action);
});

test("The readable agreement says what the document says, in each language", () => {
  const agreements = understood(text);
  const lines = linesOf(agreements);
  assert.ok(
    lines.includes(
      "bsn — when: citizen service number (BSN) found, at least 3 times; sender in hr; it belongs to: Intakegesprek, quote. Then: send secure, with a code by SMS. Why: Because it must.",
    ),
    lines.join("\n"),
  );
  assert.ok(lines.some((line) => line.includes("larger than 25 MB") && line.endsWith("Between colleagues, too.")));
  assert.ok(lines.some((line) => line.includes("lab.example") && line.includes("31 January 2027")));
  for (const language of languages)
    for (const line of linesOf(agreements, language)) assert.doesNotMatch(line, /[{}]|undefined|agreement-/, line);
  assert.ok(linesOf(agreements, "nl").some((line) => line.includes("31 januari 2027")));
});

const changes: readonly (readonly [string, string, RegExp])[] = [
  ["atLeast: 3", "atLeast: 4", /^Changed\. It was: bsn .*at least 3 .* It becomes: bsn .*at least 4/],
  ["verification: sms", "verification: password", /It becomes: bsn .*agreed password/],
  ["until: 2027-01-31", "until: 2028-01-31", /^Changed.*31 January 2028/],
  ["mayRead: true", "mayRead: false", /It becomes: .*not the content/],
  ["name: large", "name: huge", /^New: huge/],
  ["jan@tulp.example", "piet@tulp.example", /piet@tulp\.example/],
  ["els@tulp.example", "eva@tulp.example", /^New: The group hr: eva@/],
  ["name: Praktijk\n", "name: Praktijk\nscope: everyone\n", /colleagues/],
  ["name: Praktijk\n", "name: Praktijk\nretention: { heldDays: 5 }\n", /Held messages: 5 days/],
  ["name: Praktijk\n", "name: Praktijk\nmisaddressing: { typo: hold }\n", /It becomes: One letter.*: held/],
  ["name: Praktijk\n", "name: Praktijk\nrelay: { direct: [dane], for: [bsn] }\n", /^New: .*verified by DANE: bsn\.$/],
  ["name: Praktijk\n", "name: Praktijk\nsupport: [{ name: Els }]\n", /^New: Els/],
];
for (const [from, to, expected] of changes)
  test(`A change is said in plain words: ${to.trim().split("\n").at(-1)}`, () => {
    assert.ok(text.includes(from));
    const said = differences("en", understood(text), understood(text.replace(from, to)));
    assert.ok(
      said.some((line) => expected.test(line)),
      said.join("\n"),
    );
    assert.ok(said.length <= 2, said.join("\n"));
  });

test("Where only the writing differs, nothing has changed", () => {
  const other = text.replace("name: Praktijk", "# Ours\nname: Praktijk");
  assert.deepEqual(differences("nl", understood(text), understood(other)), ["Er verandert niets aan de afspraken."]);
});

for (const { trade, text: preset } of listPresets("nl"))
  test(`The document for ${trade} is in order, seals a citizen's number to outsiders, names its sources, and lets a plain mail be`, () => {
    const agreements = understood(preset);
    const to = {
      at: "2027-01-10T09:00:00Z",
      sender: "a@b.example",
      recipients: [{ email: "c@d.example", kind: "guest" as const }],
    };
    const [sealed] = decide(agreements, to, [{ kind: "bsn", count: 1, confidence: 0.95 }]).recipients;
    assert.deepEqual([sealed!.route, sealed!.verification], ["secure", "sms"]);
    const ordinary = decide(agreements, to, [
      { kind: "email", count: 2, confidence: 0.99 },
      { kind: "phone", count: 1, confidence: 0.9 },
      { kind: "name", count: 3, confidence: 0.9 },
    ]);
    assert.equal(ordinary.strictest, "plain");
    assert.match(preset, /# .*GDPR art\. 9/);
    for (const language of languages) assert.ok(linesOf(agreements, language).length > 20);
  });

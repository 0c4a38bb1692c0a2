import assert from "node:assert/strict";
import { test } from "node:test";
import { type Agreements, agreementsSchema, type FindingCount } from "../../contract/index.ts";
import { decide, type Envelope, matchKeywords, type RecipientDecision } from "./index.ts";

const found = (kind: FindingCount["kind"], count = 1, confidence = 0.9): FindingCount => ({ kind, count, confidence });

/** One firm's agreements, with every kind of trigger. */
const agreements: Agreements = agreementsSchema.parse({
  version: 1,
  name: "Praktijk",
  defaults: { verification: "none" },
  groups: { hr: ["els@tulp.example"] },
  approval: { approvers: ["jan@tulp.example"] },
  misaddressing: { typo: "hold", "first-time": "off" },
  triggers: [
    { name: "bsn", when: { findings: [{ kinds: ["bsn"] }] }, action: "secure", verification: "sms" },
    { name: "many", when: { findings: [{ kinds: ["bsn", "iban"], atLeast: 5 }] }, action: "hold" },
    { name: "label", when: { labels: ["Vertrouwelijk"] }, action: "secure" },
    { name: "word", when: { keywords: ["medisch dossier"] }, action: "secure", verification: "password" },
    {
      name: "hr",
      when: { senders: ["hr"], findings: [{ kinds: ["work-and-money"] }] },
      action: "secure",
      scope: "everyone",
    },
    {
      name: "abroad",
      when: { recipients: { otherThan: ["*.nl", "*.be"] }, findings: [{ kinds: ["health"] }] },
      action: "refuse",
    },
    { name: "list", when: { attachments: { kinds: ["spreadsheet"], largerThanMb: 1 } }, action: "advise" },
    { name: "file", when: { process: ["patient-record"] }, action: "secure", verification: "sms" },
  ],
  exceptions: [
    { name: "lab", triggers: ["bsn", "file"], domains: ["lab.example"], until: "2027-01-31", reason: "Own connection" },
    {
      name: "els",
      triggers: ["word"],
      addresses: ["vera@ward.nl"],
      senders: ["hr"],
      until: "2027-01-31",
      reason: "Trial",
    },
  ],
});

const envelope = (change: Partial<Envelope> = {}): Envelope => ({
  at: "2027-01-10T09:00:00Z",
  sender: "piet@tulp.example",
  recipients: [{ email: "vera@ward.nl", kind: "guest" }],
  ...change,
});
const to = (email: string, kind: "guest" | "member" = "guest"): Partial<Envelope> => ({
  recipients: [{ email, kind }],
});

type Row = readonly [string, Partial<Envelope>, readonly FindingCount[], string, string?];
const rows: readonly Row[] = [
  ["Nothing found goes out plain", {}, [], "plain"],
  ["A number of a citizen goes secure, with a code by SMS", {}, [found("bsn")], "secure sms", "bsn"],
  ["What is hardly a finding counts for nothing", {}, [found("bsn", 1, 0.5)], "plain"],
  ["To a colleague it goes as it is", to("els@tulp.example", "member"), [found("bsn")], "plain"],
  ["Five of them are held, and stay secure once released", {}, [found("bsn", 5)], "hold sms", "many"],
  ["Counts of kinds in one trigger are added up", {}, [found("iban", 2), found("iban", 3)], "hold none", "many"],
  ["Four are not five", {}, [found("iban", 4)], "plain"],
  ["A label asks for sealing, however it is written", { labels: ["VERTROUWELIJK "] }, [], "secure none", "label"],
  ["A keyword asks for a password", { keywords: ["medisch dossier"] }, [], "secure password", "word"],
  ["The stronger of two checks counts", { keywords: ["medisch dossier"] }, [found("bsn")], "secure password", "word"],
  [
    "A group's mail on pay is sealed among colleagues too",
    { sender: "Els@Tulp.example", ...to("jan@tulp.example", "member") },
    [found("work-and-money")],
    "secure none",
    "hr",
  ],
  ["Another sender's is not", to("jan@tulp.example", "member"), [found("work-and-money")], "plain"],
  ["Health data does not leave the Low Countries", to("a@clinic.de"), [found("health")], "refuse none", "abroad"],
  ["Within them it may", to("a@clinic.be"), [found("health")], "plain"],
  [
    "A large table is advice alone",
    { attachments: [{ kind: "spreadsheet", sizeBytes: 1_000_001 }] },
    [],
    "plain",
    "list",
  ],
  ["A process asks for what was agreed for it", { process: "patient-record" }, [], "secure sms", "file"],
  [
    "An exception holds on its last day, to the last minute",
    { at: "2027-01-31T22:59:59Z", ...to("x@LAB.example") },
    [found("bsn")],
    "plain",
    "bsn",
  ],
  [
    "And not a minute longer",
    { at: "2027-01-31T23:00:00Z", ...to("x@lab.example") },
    [found("bsn")],
    "secure sms",
    "bsn",
  ],
  ["It is not for domains below it", to("x@old.lab.example"), [found("bsn")], "secure sms", "bsn"],
  ["Nor for a domain that looks like it", to("x@łab.example"), [found("bsn")], "secure sms", "bsn"],
  ["It lifts only the triggers that it names", to("x@lab.example"), [found("bsn", 5)], "hold none", "many"],
  [
    "It may be for a group's mail alone",
    { sender: "els@tulp.example", keywords: ["medisch dossier"] },
    [],
    "plain",
    "word",
  ],
  [
    "The sender may always ask for more",
    { wish: { secure: true, verification: "password" } },
    [found("bsn")],
    "secure password",
    "wish",
  ],
  [
    "A recipient who seems mistyped is held",
    { recipients: [{ email: "a@b.nl", kind: "guest", signals: ["typo"] }] },
    [],
    "hold none",
    "misaddressing",
  ],
  [
    "A signal that was switched off says nothing",
    { recipients: [{ email: "a@b.nl", kind: "guest", signals: ["first-time"] }] },
    [],
    "plain",
  ],
  [
    "One that the agreements leave open is advice",
    { recipients: [{ email: "a@b.nl", kind: "guest", signals: ["outsider"] }] },
    [],
    "plain",
    "misaddressing",
  ],
];

const inWords = ({ route, isSecure, verification }: RecipientDecision): string =>
  route === "plain" ? route : `${route} ${isSecure ? verification : "none"}`;

for (const [title, change, findings, expected, source] of rows)
  test(title, () => {
    const [decision] = decide(agreements, envelope(change), findings).recipients;
    assert.equal(inWords(decision!), expected, JSON.stringify(decision));
    assert.equal(decision!.reasons[0]?.source, source, JSON.stringify(decision));
  });

test("Each recipient is decided on apart, and the strictest is named", () => {
  const recipients = ["els@tulp.example", "vera@ward.nl", "a@clinic.de", "x@lab.example"].map((email, index) => ({
    email,
    kind: index === 0 ? ("member" as const) : ("guest" as const),
  }));
  const decision = decide(agreements, envelope({ recipients }), [found("bsn"), found("health")]);
  assert.deepEqual(decision.recipients.map(inWords), ["plain", "secure sms", "refuse sms", "refuse none"]);
  assert.equal(decision.strictest, "refuse");
});

test("The reasons say what was seen, the strictest first, and which exception holds", () => {
  const [decision] = decide(agreements, envelope(to("x@lab.example")), [found("bsn", 6)]).recipients;
  assert.deepEqual(decision!.reasons, [
    { source: "many", action: "hold", because: [{ what: "finding", kind: "bsn", count: 6 }] },
    {
      source: "bsn",
      action: "secure",
      verification: "sms",
      because: [{ what: "finding", kind: "bsn", count: 6 }],
      exception: "lab",
    },
  ]);
});

test("Keywords are found as whole words, whatever their accents and their writing", () => {
  const text = ["Betreft: MEDISCH-dossier; het dóssier", "startartikel"];
  assert.deepEqual(matchKeywords(["medisch dossier", "dossier", "art", "artikel", "!!!"], text), [
    "medisch dossier",
    "dossier",
  ]);
});

test("A draft of 20 KB with 50 recipients under 200 triggers is decided within 100 ms", () => {
  const triggers = Array.from({ length: 200 }, (_, index) => ({
    name: `t${index}`,
    when: { findings: [{ kinds: ["bsn"] }], keywords: [`woord ${index}`], recipients: { otherThan: ["*.nl"] } },
    action: "secure",
  }));
  const large = agreementsSchema.parse({ version: 1, name: "x", triggers });
  const recipients = Array.from({ length: 50 }, (_, index) => ({ email: `a${index}@b.be`, kind: "guest" as const }));
  const keywords = large.triggers.flatMap(({ when }) => when.keywords ?? []);
  const text = keywords.join(" en ").padEnd(20_000, " abc");
  const once = (): number => {
    const begin = performance.now();
    const seen = matchKeywords(keywords, [text]);
    assert.equal(decide(large, envelope({ recipients, keywords: seen }), [found("bsn")]).strictest, "secure");
    return performance.now() - begin;
  };
  assert.ok(Math.min(once(), once(), once()) < 100);
});

test("A verified way straight to the domain does as well as sealing only where every rule that counts says so", () => {
  const direct = agreementsSchema.parse({
    ...agreements,
    relay: { direct: ["mta-sts", "dane"], for: ["label", "bsn", "many"] },
  });
  const mail: Envelope = {
    at: "2026-11-24T09:00:00Z",
    sender: "ada@tulp.example",
    recipients: [{ email: "bo@firma.nl", kind: "guest" }],
  };
  const waysOf = (more: Partial<Envelope>, findings: readonly FindingCount[] = [], by = direct) =>
    decide(by, { ...mail, ...more }, findings).recipients[0]!.direct;
  const labels = ["vertrouwelijk"];
  assert.deepEqual(waysOf({ labels }), ["dane", "mta-sts"]);
  assert.deepEqual(waysOf({ labels }, [], agreements), []);
  // A check, a rule that is not named, holding, and the sender's own wish each ask for sealing.
  assert.deepEqual(waysOf({ labels }, [found("bsn")]), []);
  assert.deepEqual(waysOf({ labels, keywords: ["medisch dossier"] }), []);
  assert.deepEqual(waysOf({ labels }, [found("iban", 5)]), []);
  assert.deepEqual(waysOf({ labels, wish: { secure: true } }), []);
  assert.deepEqual(waysOf({}), []);
});

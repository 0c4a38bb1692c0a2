import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { type Problem, readAgreements, sayProblem } from "./index.ts";
import { yamlBounds } from "./read-yaml.ts";

const good = `version: 1
name: Praktijk De Tulp
triggers:
  - name: bsn
    when: { findings: [{ kinds: [bsn, national-number-be] }] }
    action: secure
    verification: sms
  - name: hr-groot
    when:
      senders: [hr]
      attachments: { largerThanMb: 5 }
    action: hold
groups:
  hr: [Els@tulp.example]
approval: { approvers: [jan@tulp.example], standIns: [piet@tulp.example] }
exceptions:
  - name: salaris
    triggers: [bsn]
    domains: ["*.salaris.example"]
    until: 2027-01-31
    reason: Verwerkersovereenkomst, eigen beveiligde verbinding.
`;

const problemsOf = (text: string): readonly Problem[] => readAgreements(text).problems ?? [];
const only = (text: string): Problem => {
  const problems = problemsOf(text);
  assert.equal(problems.length, 1, JSON.stringify(problems));
  return problems[0]!;
};

test("A document that is in order is understood, with what it leaves open filled in", () => {
  const { agreements } = readAgreements(good);
  assert.ok(agreements);
  assert.equal(agreements.scope, "outsiders");
  assert.deepEqual(agreements.groups, { hr: ["els@tulp.example"] });
  assert.equal(agreements.triggers[0]!.when.findings![0]!.atLeast, 1);
  assert.equal(agreements.approval.deadlineHours, 24);
});

const mistakes: readonly (readonly [string, string, string, Partial<Problem>])[] = [
  [
    "a wrong word",
    "action: hold",
    "action: holld",
    { line: 12, path: "triggers[2].action", code: "not_one_of", found: "holld" },
  ],
  ["an unknown key", "largerThanMb", "biggerThan", { line: 11, code: "key_unknown", found: "biggerThan" }],
  ["a missing key", "    action: secure\n", "", { line: 4, path: "triggers[1].action", code: "not_one_of" }],
  ["text for a number", "largerThanMb: 5", "largerThanMb: vijf", { line: 11, code: "wrong_kind", expected: "number" }],
  ["a number out of bounds", "largerThanMb: 5", "largerThanMb: -5", { line: 11, code: "out_of_bounds", least: 0 }],
  ["no such day", "2027-01-31", "2027-02-31", { line: 20, code: "wrong_form", expected: "day" }],
  ["no address", "Els@tulp.example", "Els", { line: 14, code: "wrong_form", expected: "address" }],
  ["no domain", "*.salaris.example", "salaris", { line: 19, code: "wrong_form", expected: "domain" }],
  [
    "an exception for a whole country",
    "*.salaris.example",
    "*.nl",
    { line: 19, code: "wrong_form", expected: "domain" },
  ],
  ["a kind that is not known", "national-number-be", "bsnn", { line: 5, code: "not_one_of", found: "bsnn" }],
  [
    "a group that nobody described",
    "senders: [hr]",
    "senders: [p-en-o]",
    { line: 10, code: "name_unknown", found: "p-en-o" },
  ],
  ["an exception to nothing", "triggers: [bsn]", "triggers: [bsm]", { line: 18, code: "name_unknown" }],
  ["the same name twice", "name: hr-groot", "name: bsn", { line: 8, code: "name_twice" }],
  ["a check where nothing is sealed", "action: secure\n", "action: advise\n", { line: 7, code: "check_out_of_place" }],
  ["nobody who releases", "approvers: [jan@tulp.example], ", "", { line: 12, code: "approver_missing" }],
  ["an approver who stands in", "piet@", "jan@", { line: 15, code: "standin_is_approver" }],
  [
    "a trigger without a condition",
    "{ findings: [{ kinds: [bsn, national-number-be] }] }",
    "{}",
    { line: 5, code: "condition_missing" },
  ],
  ["a key written twice", "version: 1\n", "version: 1\nversion: 1\n", { line: 2, code: "key_twice" }],
  ["a bracket left open", "{ largerThanMb: 5 }", "{ largerThanMb: 5", { code: "no_yaml" }],
  ["a reference", "name: Praktijk De Tulp", "name: &a Praktijk", { line: 2, code: "no_anchors" }],
  ["a second document", "name: Praktijk", "---\nname: Praktijk", { code: "one_document" }],
  ["a version of the future", "version: 1", "version: 2", { line: 1, code: "not_one_of" }],
  [
    "control characters",
    "Praktijk De Tulp",
    '"Praktijk\\u0007"',
    { line: 2, code: "wrong_form", expected: "plain-text" },
  ],
];

for (const [name, from, to, expected] of mistakes)
  test(`A mistake is named by its line, what it is, and what was expected: ${name}`, () => {
    assert.ok(good.includes(from));
    const problem = only(good.replace(from, to));
    for (const [key, value] of Object.entries(expected))
      assert.equal(problem[key as keyof Problem], value, JSON.stringify(problem));
    const said = new Set((["nl", "en", "fr", "de"] as const).map((language) => sayProblem(language, problem)));
    assert.equal(said.size, 4);
    for (const sentence of said) {
      assert.ok(sentence.includes(String(problem.line)), sentence);
      assert.doesNotMatch(sentence, /[{}]|ask whoever/, sentence);
    }
  });

test("Several mistakes come in the order of their lines, and not more than a person can read", () => {
  const problems = problemsOf(
    good.replace("hold", "wait").replace("secure", "seal").replace("version: 1", "version: x"),
  );
  assert.deepEqual(
    problems.map(({ line }) => line),
    [1, 6, 12],
  );
  const many = `version: 1\nname: x\n${Array.from({ length: 500 }, (_, index) => `k${index}: 1`).join("\n")}\n`;
  assert.equal(problemsOf(many).length, 20);
});

test("A file that is made to be enormous, deep or slow is refused within a second, and the process lives", () => {
  const size = yamlBounds.bytes;
  const lines = (line: string): string => `${line}\n`.repeat(size / (line.length + 1));
  const hostile = {
    size: "a".repeat(size + 1),
    brackets: "[".repeat(900),
    braces: lines("{"),
    dashes: "- ".repeat(450),
    questions: "? ".repeat(450),
    indented: Array.from({ length: 300 }, (_, index) => `${" ".repeat(index)}a:`).join("\n"),
    keys: Array.from({ length: 2900 }, (_, index) => `k${index.toString(36)}: 1`).join("\n"),
    anchors: "&a ".repeat(300),
    laughs: "a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]",
    tag: "version: !!js/function 'process.exit()'",
    prototype: "__proto__: { version: 1, name: x }",
    empty: "",
    nothing: "null",
    list: "- 1",
    nul: "version: 1\u0000\nname: x",
    long: `name: ${"x".repeat(2000)}`,
  };
  for (const [name, text] of Object.entries(hostile)) {
    const begin = performance.now();
    assert.ok(problemsOf(text).length > 0, name);
    assert.ok(performance.now() - begin < 1000, `${name} took ${performance.now() - begin} ms`);
  }
});

test("Whatever is done to a document, reading it gives agreements or problems with a line in it", () => {
  const position = fc.nat({ max: good.length });
  const piece = fc.oneof(
    fc.string({ maxLength: 8 }),
    fc.constantFrom("[", "{", ": ", "- ", "\n", "'", "#", "&", "*", "!", "|", "\t"),
  );
  fc.assert(
    fc.property(position, fc.nat({ max: 20 }), piece, (at, cut, put) => {
      const text = good.slice(0, at) + put + good.slice(at + cut);
      const { agreements, problems } = readAgreements(text);
      assert.ok(agreements !== undefined || problems.length > 0);
      const last = text.split(/\r\n?|\n/).length;
      for (const problem of problems ?? []) {
        assert.ok(problem.line >= 1 && problem.line <= last, JSON.stringify(problem));
        assert.doesNotMatch(sayProblem("en", problem), /ask whoever/);
      }
    }),
    { numRuns: 500, seed: 20261123 },
  );
});

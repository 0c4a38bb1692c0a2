import assert from "node:assert/strict";
import { test } from "node:test";
import { generate, type LabelledText } from "./generate.ts";
import { type Kind, kinds } from "./kinds.ts";
import { countKind, type Finding, isSame, score, wilson } from "./score.ts";

const text = (labels: LabelledText["labels"]): LabelledText => ({
  id: "development/test/01-1",
  language: "nl",
  split: "development",
  text: " ".repeat(100),
  labels,
  about: "spans alone",
});
const at = (kind: Kind, start: number, end: number): Finding & { kind: Kind } => ({ kind, start, end });

test("A recogniser that says what the labels say has no mistake in any kind", () => {
  const judged = generate().map((each) => ({ text: each, findings: each.labels }));
  for (const { kind, recall, precision, f1 } of score(judged))
    assert.deepEqual([recall?.value, precision?.value, f1], [1, 1, 1], kind);
});

test("One that says nothing misses everything and says nothing false", () => {
  for (const { kind, n, missed, precision, recall } of score(
    generate().map((each) => ({ text: each, findings: [] })),
  )) {
    assert.ok(n > 0 && missed === n, kind);
    assert.deepEqual([precision, recall?.value], [undefined, 0], kind);
  }
});

test("One that marks the whole of every text finds no value at all", () => {
  const judged = generate().map((each) => ({
    text: each,
    findings: kinds.map((kind) => at(kind, 0, each.text.length)),
  }));
  const bsn = score(judged, ["bsn"])[0]!;
  assert.ok(bsn.found === 0 && bsn.false === judged.length);
});

test("A finding is the label's when half of each lies in the other, and not with less", () => {
  assert.ok(isSame(at("bsn", 0, 10), at("bsn", 5, 15)));
  assert.ok(!isSame(at("bsn", 0, 10), at("bsn", 6, 16)));
  assert.ok(!isSame(at("bsn", 0, 4), at("bsn", 0, 9)));
  assert.ok(!isSame(at("bsn", 0, 4), at("bsn", 4, 8)));
});

test("The wrong kind counts twice: missed for the one, false for the other", () => {
  const judged = [{ text: text([at("bsn", 0, 9)]), findings: [at("rsin", 0, 9)] }];
  const [bsn, rsin] = score(judged, ["bsn", "rsin"]);
  assert.deepEqual([bsn!.missed, bsn!.false, rsin!.missed, rsin!.false], [1, 0, 0, 1]);
});

test("Two findings on one label are one that is right and one that is false, but the same one said twice is one", () => {
  const labels = [at("iban", 10, 30)];
  const twice = countKind("iban", labels, [at("iban", 10, 30), at("iban", 10, 25)]);
  assert.deepEqual(twice, { found: 1, false: 1, missed: 0 });
  assert.deepEqual(countKind("iban", labels, [at("iban", 10, 30), at("iban", 10, 30)]), {
    found: 1,
    false: 0,
    missed: 0,
  });
});

test("What is optional is neither missed nor false", () => {
  const labels = [{ ...at("name", 0, 5), optional: true as const }];
  const none = { found: 0, false: 0, missed: 0 };
  assert.deepEqual(countKind("name", labels, []), none);
  assert.deepEqual(countKind("name", labels, [at("name", 0, 5)]), none);
  assert.deepEqual(countKind("name", labels, [at("name", 50, 55)]), { ...none, false: 1 });
});

test("A passage is found by a word in it; several words that are in none count once", () => {
  const labels = [at("health", 0, 40), at("health", 60, 80)];
  const findings = [at("health", 3, 9), at("health", 20, 25), at("health", 45, 48), at("health", 50, 55)];
  assert.deepEqual(countKind("health", labels, findings), { found: 1, false: 1, missed: 1 });
});

test("The interval is Wilson's", () => {
  const share = wilson(98, 100)!;
  assert.ok(Math.abs(share.low - 0.93) < 0.0005 && Math.abs(share.high - 0.9945) < 0.0005);
  assert.ok(wilson(20, 20)!.low > 0.83 && wilson(20, 20)!.high === 1);
  assert.equal(wilson(0, 0), undefined);
});

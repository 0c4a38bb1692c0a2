import assert from "node:assert/strict";
import { test } from "node:test";
import { recognise } from "#/recognise/index.ts";
import { generate, publishedSeed } from "./generate.ts";
import type { Kind } from "./kinds.ts";
import { score } from "./score.ts";

/** Kinds that have their rules; floors below what docs/quality.md says, so that one text more or less does not fail. */
const kinds: readonly Kind[] = [
  "bsn",
  "rsin",
  "national-number-be",
  "iban",
  "vat-nl",
  "enterprise-be",
  "kvk",
  "document-nl",
  "eid-be",
  "passport-be",
  "card",
  "agb",
  "big",
  "riziv",
];
const leastRecall = 0.85;
const leastPrecision = 0.95;

test("Numbers of people and firms are found in texts that the rules were not written by, and hardly anything else", () => {
  for (const seed of [publishedSeed, 7]) {
    const texts = generate(seed).filter(({ split }) => split === "held-out");
    const judged = texts.map((text) => ({ text, findings: recognise(text.text) }));
    for (const { kind, recall, precision } of score(judged, kinds)) {
      assert.ok(recall && recall.value >= leastRecall, `${kind}: recall ${recall?.value} with seed ${seed}`);
      assert.ok(precision && precision.value >= leastPrecision, `${kind}: precision ${precision?.value}, seed ${seed}`);
    }
  }
});

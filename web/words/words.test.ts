import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { test } from "node:test";
import { readCode } from "./sentences-in-code.ts";

type Catalogue = { readonly [key: string]: string | Catalogue };

/** Says only what Belgians say with other words than the Dutch. */
const variant = "nl-be";
const languages = globSync("*.json", { cwd: import.meta.dirname })
  .map((file) => basename(file, ".json"))
  .filter((language) => language !== variant);
const plural = /_(?:zero|one|two|few|many|other)$/;

function flatten(catalogue: Catalogue, before = ""): [string, string][] {
  return Object.entries(catalogue).flatMap(([name, value]) =>
    typeof value === "string" ? [[`${before}${name}`, value] as [string, string]] : flatten(value, `${before}${name}.`),
  );
}

const sentencesOf = (language: string): Map<string, string> =>
  new Map(flatten(JSON.parse(readFileSync(join(import.meta.dirname, `${language}.json`), "utf8")) as Catalogue));

const keysOf = (sentences: ReadonlyMap<string, string>): Set<string> =>
  new Set([...sentences.keys()].map((key) => key.replace(plural, "")));

const gapsOf = (sentence: string): string =>
  [...sentence.matchAll(/\{\{(\w+)\}\}/g)]
    .map(([, name]) => name)
    .toSorted()
    .join();

/** French has a form for whole millions too; nothing is counted that far here. */
const formsOf = (language: string): readonly string[] =>
  new Intl.PluralRules(language).resolvedOptions().pluralCategories.filter((form) => form !== "many");

const dutch = sentencesOf("nl");
const keys = keysOf(dutch);
const code = readCode();

test("Every language says the same sentences as Dutch", () => {
  assert.deepEqual(languages.toSorted(), ["de", "en", "fr", "nl"]);
  for (const language of languages)
    assert.deepEqual([...keysOf(sentencesOf(language))].toSorted(), [...keys].toSorted(), language);
});

test("A sentence has the same gaps in every language, and is never empty", () => {
  for (const language of languages) {
    const sentences = sentencesOf(language);
    for (const [key, sentence] of sentences) {
      assert.notEqual(sentence.trim(), "", `${language} ${key}`);
      const original = dutch.get(key);
      if (original !== undefined) assert.equal(gapsOf(sentence), gapsOf(original), `${language} ${key}`);
    }
  }
});

/** What is written alike in more than one language. */
const alike = new Set([
  "Logo",
  "messages",
  "ABCD-EFGH-1234",
  "abcd-efgh-…",
  "Adresse",
  "Alles",
  "bcc",
  "Bcc",
  "bytes",
  "cc",
  "Cc",
  "Contacts",
  "Domain",
  "Gast",
  "Invitation",
  "Label",
  "Labels",
  "Link",
  "Log in.",
  "Liste",
  "Log in.",
  "message",
  "Message",
  "Name",
  "parts",
  "PDF",
  "Petrol",
  "Port",
  "Reservecode",
  "Reservecodes",
  "Secret",
  "Server",
  "Signature",
  "Text",
  "Verbergen",
  "Violet",
  "Webhooks",
  "Website",
  "Zegel",
  "{{count}} contact",
  "{{count}} contacts",
  "{{count}} s",
  "{{name}} verbergen",
]);

test("No sentence was left in another language", () => {
  const left = languages.flatMap((language, at) =>
    languages.slice(at + 1).flatMap((other) => {
      const theirs = sentencesOf(other);
      return [...sentencesOf(language)]
        .filter(([key, sentence]) => sentence === theirs.get(key) && !alike.has(sentence))
        .map(([key]) => `${language} and ${other}: ${key}`);
    }),
  );
  assert.deepEqual(left, []);
});

test("Belgian Dutch says only what is otherwise in Dutch, with the same gaps", () => {
  for (const [key, sentence] of sentencesOf(variant)) {
    const inDutch = dutch.get(key);
    assert.ok(inDutch !== undefined && sentence !== inDutch, key);
    assert.doesNotMatch(key, /^(?:common|guest)\./, "guests' pages load no variant");
    assert.equal(gapsOf(sentence), gapsOf(inDutch), key);
  }
});

test("A counted sentence has every form that its language needs", () => {
  for (const language of languages) {
    const sentences = sentencesOf(language);
    const forms = formsOf(language);
    for (const key of sentences.keys()) {
      if (!plural.test(key)) continue;
      for (const form of forms) assert.ok(sentences.has(key.replace(plural, `_${form}`)), `${language} ${key} ${form}`);
    }
  }
});

test("The pages say no sentence that is not in the catalogues", () => {
  for (const { key, file } of code.said) assert.ok(keys.has(key), `${file} says ${key}`);
  for (const { pattern, file, givenToT } of code.patterns)
    if (givenToT)
      assert.ok(
        [...keys].some((key) => pattern.test(key)),
        `${file} says ${pattern.source}`,
      );
});

test("The catalogues hold no sentence that the pages never say", () => {
  const unsaid = [...keys].filter(
    (key) => !code.literals.has(key) && !code.patterns.some(({ pattern }) => pattern.test(key)),
  );
  assert.deepEqual(unsaid, []);
});

test("No text for people stands in the code of the pages", () => {
  assert.deepEqual(code.textInCode, []);
});

test("Every act in the audit log has words", () => {
  const source = join(import.meta.dirname, "../../src");
  const acts = globSync("**/*.ts", { cwd: source, exclude: (name) => name.endsWith(".test.ts") }).flatMap((file) =>
    [...readFileSync(join(source, file), "utf8").matchAll(/\bact:\s*"([a-z]+\.[a-z-]+)"/g)].map(([, act]) => act!),
  );
  assert.ok(acts.length > 10);
  const wordless = acts.filter((act) => !keys.has(`audit.act.${act.replaceAll(/[.-]/g, "_")}`));
  assert.deepEqual(wordless, []);
});

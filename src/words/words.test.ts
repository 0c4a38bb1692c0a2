import assert from "node:assert/strict";
import { globSync, readFileSync, statSync } from "node:fs";
import { basename } from "node:path";
import { test } from "node:test";
import { programDirectory } from "#/config.ts";
import { german } from "./de/index.ts";
import { english } from "./en/index.ts";
import { french } from "./fr/index.ts";
import { isWordKey, say, speechOf } from "./index.ts";
import { belgianDutch } from "./nl-be.ts";
import { dutch } from "./nl/index.ts";
import { render, type Sentence } from "./sentence.ts";

const withoutComments = (text: string): string => text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");

const sources = globSync(["src/**/*.ts", "bin/*"], { cwd: programDirectory })
  .filter(
    (file) =>
      !file.endsWith(".test.ts") && !file.startsWith("src/words/") && statSync(`${programDirectory}/${file}`).isFile(),
  )
  .map((file) => ({ file, text: withoutComments(readFileSync(`${programDirectory}/${file}`, "utf8")) }));

/** What stands before the point in a code: a room, a door, or what the installation consists of. */
const places = new Set([
  ...globSync(["src/*/", "src/doors/*/"], { cwd: programDirectory })
    .map((path) => basename(path))
    .filter((name) => name !== "app"),
  "config",
  "data",
  "database",
  "internal",
  "port",
]);

/** Codes as they stand in the text: `new Refusal("kind", "code")`, and any other literal that looks like one. */
function codesIn(text: string): string[] {
  const literals = [...text.matchAll(/(["'`])([a-z]+)\.([a-z0-9]+(?:_[a-z0-9]+)+)\1/g)];
  return literals
    .filter((match) => places.has(match[2]!))
    .map((match) => `${match[2]}.${match[3]}`)
    .concat([...text.matchAll(/Refusal\(\s*["'][a-z-]+["'],\s*["']([^"']+)["']/g)].map((match) => match[1]!));
}

const templatesIn = (text: string): RegExp[] =>
  [...text.matchAll(/Refusal\(\s*["'][a-z-]+["'],\s*`([^`]+)`/g)].map(
    (match) => new RegExp(`^${match[1]!.replaceAll(".", "\\.").replaceAll(/\$\{[^}]*\}/g, "[a-z0-9_]+")}$`),
  );

const placesIn = (sentence: Sentence): string =>
  [...new Set(JSON.stringify(sentence).match(/\{\w+(?::\w+)?\}/g))].toSorted().join(" ");

test("Every refusal in the code has a sentence", () => {
  const missing = sources.flatMap(({ file, text }) =>
    codesIn(text)
      .filter((code) => !isWordKey(code))
      .map((code) => `${code} (${file})`),
  );
  assert.deepEqual([...new Set(missing)], []);
});

test("Every family of refusals has at least one sentence", () => {
  const keys = Object.keys(english);
  for (const { file, text } of sources) {
    for (const pattern of templatesIn(text))
      assert.ok(
        keys.some((key) => pattern.test(key)),
        `${pattern} in ${file}`,
      );
  }
});

const others: Readonly<Record<string, Readonly<Record<string, Sentence>>>> = { nl: dutch, fr: french, de: german };

test("Every language says the same sentences and fills in the same details", () => {
  for (const [language, sentences] of Object.entries(others)) {
    assert.deepEqual(Object.keys(sentences).toSorted(), Object.keys(english).toSorted(), language);
    for (const [key, sentence] of Object.entries<Sentence>(english))
      assert.equal(placesIn(sentences[key]!), placesIn(sentence), `${language} ${key}`);
  }
});

/** What is the same in more than one language. */
const sameInTwo = new Set([
  "agreement-text.warn",
  "notification.via",
  "outbox.mail",
  "outbox.sms",
  "draft.cc",
  "draft.date",
  "draft.from",
  "draft.moment",
]);

test("No sentence was left in another language", () => {
  const all: readonly (readonly [string, Readonly<Record<string, Sentence>>])[] = [
    ["en", english],
    ...Object.entries(others),
  ];
  for (const [index, [language, sentences]] of all.entries())
    for (const [other, theirs] of all.slice(index + 1))
      for (const [key, sentence] of Object.entries(sentences))
        if (!sameInTwo.has(key)) assert.notDeepEqual(sentence, theirs[key], `${language} and ${other}: ${key}`);
});

test("A counted sentence counts the same thing in every language", () => {
  for (const [language, sentences] of Object.entries(others))
    for (const [key, sentence] of Object.entries<Sentence>(english))
      assert.equal(
        typeof sentence === "string" ? undefined : sentence.count,
        typeof sentences[key] === "object" ? sentences[key].count : undefined,
        `${language} ${key}`,
      );
});

test("Belgian Dutch has only sentences that are otherwise in Dutch, with the same details", () => {
  for (const [key, sentence] of Object.entries<Sentence>(belgianDutch)) {
    const inDutch: Sentence = dutch[key as keyof typeof dutch];
    assert.notDeepEqual(sentence, inDutch, key);
    assert.equal(placesIn(sentence), placesIn(inDutch), key);
  }
  assert.match(say("nl-BE", "mail.phone_missing"), /gsm-nummer/);
  assert.equal(say("nl-BE", "mail.recalled"), say("nl", "mail.recalled"));
  assert.equal(speechOf("nl", "notaris.be"), "nl-BE");
  assert.equal(speechOf("nl", "kantoor.nl"), "nl");
  assert.equal(speechOf("fr", "notaire.be"), "fr");
});

test("A sentence ends as a sentence, and no detail stays open", () => {
  for (const language of ["nl", "en", "fr", "de"] as const) {
    for (const key of Object.keys(english).filter((each) => !/^(?:page|outbox|notification|mail-)/.test(each))) {
      const text = say(language, key, {});
      assert.doesNotMatch(text, /[{}]/, key);
    }
  }
});

test("A waiting time is said in the unit that a person would use", () => {
  assert.equal(
    say("nl", "http.too_many", { retryAfterSeconds: 900 }),
    "Er kwamen te veel verzoeken van uw verbinding. Wacht 15 minuten en probeer het opnieuw.",
  );
  assert.match(say("en", "http.too_many", { retryAfterSeconds: 1 }), /Wait 1 second and/);
  assert.match(say("en", "http.too_many", { retryAfterSeconds: 90 }), /Wait 90 seconds and/);
  assert.match(say("fr", "http.too_many", { retryAfterSeconds: 900 }), /Attendez 15\sminutes et/);
  assert.match(say("de", "http.too_many", { retryAfterSeconds: 900 }), /15\sMinuten/);
});

test("A size is said in the notation of the language", () => {
  assert.match(say("nl", "http.too_large", { limitBytes: 1.5 * 2 ** 20 }), /1,5 MB/);
  assert.match(say("en", "http.too_large", { limitBytes: 2 ** 31 }), /2 GB/);
});

test("A sentence with a number takes the plural form of the language", () => {
  const sentence = { count: "tries", one: "{tries} try left", other: "{tries} tries left" };
  assert.equal(render("en-GB", sentence, { tries: 1 }), "1 try left");
  assert.equal(render("en-GB", sentence, { tries: 1000 }), "1,000 tries left");
  const inFrench = { count: "tries", one: "{tries} essai", other: "{tries} essais" };
  assert.equal(render("fr-FR", inFrench, { tries: 0 }), "0 essai");
  assert.equal(render("fr-FR", inFrench, { tries: 2 }), "2 essais");
  assert.match(render("fr-FR", inFrench, { tries: 1_000_000 }), /essais$/);
});

test("A moment is said in the time zone of the Low Countries", () => {
  assert.equal(render("nl-NL", "{at:time}", { at: "2026-07-01T22:30:00Z" }), "2 juli 2026 00:30");
  assert.equal(render("en-GB", "{at:date}", { at: "2026-01-01T23:30:00Z" }), "2 January 2026");
});

test("A code without a sentence still tells the person what to do", () => {
  assert.match(say("en", "mail.something_new"), /ask whoever looks after Zegel/);
});

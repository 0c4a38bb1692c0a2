import assert from "node:assert/strict";
import { test } from "node:test";
import { check97, passesEleven, passesIban, passesLuhn, passesVatNl, rest97 } from "./check-digits.ts";
import { generate, type LabelledText } from "./generate.ts";
import { isPassageKind, type Kind, kinds, languages } from "./kinds.ts";
import { people, places, streets } from "./pools.ts";
import { seededRandom } from "./random.ts";
import { readTemplates, splits } from "./template.ts";
import { traps } from "./traps.ts";

const texts = generate();
const ofKind = (kind: Kind, among: readonly LabelledText[] = texts): string[] =>
  among.flatMap(({ text, labels }) =>
    labels.filter((label) => label.kind === kind).map(({ start, end }) => text.slice(start, end)),
  );
const digitsOf = (value: string): string => value.normalize("NFKC").replaceAll(/\D/g, "");
const signsOf = (value: string): string => value.replaceAll(/[^A-Za-z0-9]/g, "").toUpperCase();

test("The checks agree with numbers that authorities print as examples", () => {
  assert.ok(passesEleven("111222333") && !passesEleven("111222334") && !passesEleven("000000000"));
  assert.ok(passesIban("NL91ABNA0417164300") && passesIban("BE68539007547034") && !passesIban("BE68539007547035"));
  assert.equal(rest97("5390075470"), "34");
  assert.equal(check97("850730033"), "28");
  assert.equal(check97("02022399"), "51");
  assert.ok(passesLuhn("4111111111111111") && !passesLuhn("4111111111111112"));
  assert.ok(passesVatNl("NL002455799B11") && !passesVatNl("NL002455799B12"));
});

test("There are over 400 texts in three languages, more than half of them decoys, in either split", () => {
  assert.ok(texts.length >= 400);
  for (const split of splits) {
    const own = texts.filter((text) => text.split === split);
    assert.ok(own.length >= 200, split);
    assert.ok(own.filter(({ labels }) => labels.length === 0).length >= own.length / 2, split);
    for (const language of languages.slice(0, 3))
      assert.ok(own.filter((text) => text.language === language).length >= 50, `${split} ${language}`);
  }
});

test("Every kind is found at least four times in either split, in two texts of different making", () => {
  for (const split of splits)
    for (const kind of kinds) {
      const own = texts.filter(
        ({ split: its, labels }) => its === split && labels.some((label) => label.kind === kind),
      );
      assert.ok(ofKind(kind, own).length >= 4, `${split}: ${kind}`);
      assert.ok(new Set(own.map(({ id }) => id.replace(/-\d$/, ""))).size >= 2, `${split}: ${kind}`);
    }
});

test("A seed always gives the same texts, and another seed gives others under the same names", () => {
  assert.deepEqual(generate(), texts);
  const others = generate(7);
  assert.deepEqual(
    others.map(({ id }) => id),
    texts.map(({ id }) => id),
  );
  assert.notDeepEqual(ofKind("bsn", others), ofKind("bsn"));
  assert.equal(new Set(texts.map(({ id }) => id)).size, texts.length);
});

test("Labels lie within their text, begin and end with a sign, and values do not overlap", () => {
  for (const { id, text, labels } of texts) {
    let end = 0;
    for (const label of labels) {
      const value = text.slice(label.start, label.end);
      assert.ok(value !== "" && value === value.trim() && label.end <= text.length, `${id}: ${label.kind}`);
      if (isPassageKind(label.kind)) continue;
      assert.ok(label.start >= end, `${id}: ${value}`);
      end = label.end;
    }
    assert.doesNotMatch(text, /\{[~?/]?[a-z-]+(:[a-z0-9-]+)?\}/, id);
  }
});

test("Numbers that are labelled hold by their own check", () => {
  for (const kind of ["bsn", "rsin"] as const)
    for (const value of ofKind(kind)) assert.ok(passesEleven(digitsOf(value).padStart(9, "0")), value);
  for (const value of ofKind("iban")) assert.ok(passesIban(signsOf(value)), value);
  for (const value of ofKind("vat-nl"))
    assert.ok(passesVatNl(signsOf(value)) || passesEleven(digitsOf(value).slice(0, 9)), value);
  for (const value of ofKind("card")) assert.ok(passesLuhn(digitsOf(value)), value);
  for (const value of ofKind("enterprise-be"))
    assert.equal(check97(digitsOf(value).slice(0, 8)), digitsOf(value).slice(8));
  for (const value of ofKind("eid-be")) assert.equal(rest97(digitsOf(value).slice(0, 10)), digitsOf(value).slice(10));
  for (const value of ofKind("riziv")) assert.equal(check97(digitsOf(value).slice(0, 6)), digitsOf(value).slice(6, 8));
  for (const value of ofKind("national-number-be")) {
    const nine = digitsOf(value).slice(0, 9);
    assert.ok([check97(nine), check97(`2${nine}`)].includes(digitsOf(value).slice(9)), value);
  }
});

test("Traps that are called bad fail their check, and those called good pass it", () => {
  const random = seededRandom(1);
  const make = (name: string): string => traps[name]!(random, "", "nl");
  for (let round = 0; round < 500; round++) {
    assert.ok(passesEleven(make("good-eleven")) && !passesEleven(make("bad-eleven")));
    assert.ok(!passesIban(signsOf(make("bad-iban"))));
    assert.ok(passesLuhn(make("good-luhn")) && !passesLuhn(digitsOf(make("bad-card"))));
    assert.ok(!passesLuhn(digitsOf(make("reference"))));
    const national = digitsOf(make("bad-national"));
    for (const prefix of ["", "2"]) assert.notEqual(check97(prefix + national.slice(0, 9)), national.slice(9));
    const enterprise = digitsOf(make("bad-enterprise"));
    assert.notEqual(check97(enterprise.slice(0, 8)), enterprise.slice(8));
  }
});

test("What is held out shares no template, name, street or place with what is developed by", () => {
  const [development, heldOut] = splits.map((split) => {
    const own = readTemplates().filter((template) => template.split === split);
    return new Set([
      ...own.map(({ parts }) => JSON.stringify(parts)),
      ...Object.values(people[split]).flatMap(({ first, last }) => [...first, ...last]),
      ...Object.values(streets[split]).flat(),
      ...Object.values(places[split]).flatMap((each) => each.map(([code, town]) => `${code} ${town}`)),
    ]);
  });
  assert.deepEqual([...development!.intersection(heldOut!)], []);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { passageKinds, recognise, Recogniser, type Kind } from "./index.ts";

const passages: ReadonlySet<Kind> = new Set(passageKinds);
const kindsIn = (text: string): string[] =>
  recognise(text)
    .map(({ kind }) => kind)
    .filter((kind) => passages.has(kind));

test("What a sentence says about somebody's health, work, beliefs or crimes is found in Dutch, French and English", () => {
  for (const [kind, ...texts] of [
    [
      "health",
      "De patiënt is gediagnosticeerd met diabetes en krijgt insuline.",
      "Elle est en arrêt maladie pour un burn-out.",
      "She was diagnosed with multiple sclerosis.",
      "Hij meldde zich ziek en gaat naar zijn huisarts.",
    ],
    [
      "work-and-money",
      "Haar brutoloon is 3400 euro per maand.",
      "Il a reçu son préavis de licenciement.",
      "His performance review ended in a written warning.",
      "Zij heeft schulden en een betalingsregeling.",
    ],
    [
      "special-category",
      "Hij is lid van de vakbond.",
      "Elle est déléguée syndicale.",
      "His sexual orientation is nobody's business.",
      "Zij is moslima en vraagt een gebedsruimte.",
    ],
    [
      "criminal",
      "Hij werd veroordeeld tot een celstraf.",
      "Son casier judiciaire n'est pas vierge.",
      "She was convicted of embezzlement.",
    ],
  ] as const)
    for (const text of texts) assert.deepEqual(kindsIn(text), [kind], text);
});

test("Ordinary business is about none of these", () => {
  for (const text of [
    "De vergadering is verplaatst naar dinsdag om tien uur.",
    "Le rapport sera envoyé demain avec la facture.",
    "The server in the second rack was replaced yesterday.",
    "Het contract met de leverancier loopt in maart af.",
    "Nous avons reçu la commande et le colis.",
  ])
    assert.deepEqual(kindsIn(text), [], text);
});

test("A curriculum vitae is known by its headings", () => {
  const text =
    "Curriculum vitae\n\nPersoonlijke gegevens\nPiet\n\nWerkervaring\n2015-2020 bakker\n\nOpleiding\nMBO\n\nTalen\nNederlands\n";
  assert.deepEqual(kindsIn(text), ["cv"]);
  const cv = recognise(text).find(({ kind }) => kind === "cv");
  assert.deepEqual([cv?.start, text.slice(0, cv?.end).endsWith("Talen")], [0, true]);
  assert.deepEqual(kindsIn("Onze ervaring is dat opleiding en talen helpen.\n"), []);
});

test("A passage that goes on over the end of a window is one", () => {
  const sentence = "De patiënt kreeg insuline na de diagnose diabetes. ";
  const text = `${"Gewone tekst over het weer van vandaag. ".repeat(1_630)}${sentence.repeat(12)}`;
  const recogniser = new Recogniser();
  const found = [...recogniser.push(text), ...recogniser.end()].filter(({ kind }) => kind === "health");
  assert.equal(found.length, 1);
  assert.equal(found[0]!.end, text.trimEnd().length);
});

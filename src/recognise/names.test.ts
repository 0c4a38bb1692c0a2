import assert from "node:assert/strict";
import { test } from "node:test";
import { recognise } from "./index.ts";

const namesIn = (text: string, names: readonly string[] = []): string[] =>
  recognise(text, { names })
    .filter(({ kind }) => kind === "name")
    .map(({ start, end }) => text.slice(start, end));

test("A name is found with its particles, behind titles, greetings and labels, and as initials", () => {
  for (const [text, ...names] of [
    ["Gisteren sprak ik met dhr. J. de Vries en mevrouw Van den Berg.", "J. de Vries", "Van den Berg"],
    ["De aanvraag van Ikram El Khatib en Fatima Bouzid", "Ikram El Khatib", "Fatima Bouzid"],
    [
      "Cc: Jan-Willem van 't Hof; Mme Hélène D'Hondt; Tom Vandenbussche",
      "Jan-Willem van 't Hof",
      "Hélène D'Hondt",
      "Tom Vandenbussche",
    ],
    ["Naam: Xandra Quist", "Xandra Quist"],
    ["Beste Sofie,\n\nDank.", "Sofie"],
    ["Naam;BSN\nJan;111222333\nPiet;123456782\n", "Jan", "Piet"],
    ["Janssens, Pieter belde.", "Janssens, Pieter"],
  ] as const)
    assert.deepEqual(namesIn(text), names, text);
});

test("The line below the end of a letter is a name, also one that no list has", () => {
  assert.deepEqual(namesIn("Tot dan.\n\nMet vriendelijke groet,\n\nXylia Qvorth\nHR-manager\n"), ["Xylia Qvorth"]);
  assert.deepEqual(namesIn("Cordialement,\nMarieke Hoogland\n"), ["Marieke Hoogland"]);
});

test("Firms, streets, saints, bodies and months are nobody's names", () => {
  for (const text of [
    "Jan Jansen Bouw BV levert.",
    "de Universiteit van Amsterdam en de Raad van State",
    "Sint-Jan is een ziekenhuis",
    "Prins Hendriklaan 33",
    "op Maandag 12 Mei",
    "www.jan-jansen.nl en piet@jansen.nl",
    "The White House and U.S. News",
  ])
    assert.deepEqual(namesIn(text), [], text);
});

test("Sender and recipients are sure names, whole or in part", () => {
  const text = "Qvorth belde, en Xylia Qvorth komt. xylia niet.";
  assert.deepEqual(namesIn(text, ["Xylia Qvorth"]), ["Qvorth", "Xylia Qvorth"]);
});

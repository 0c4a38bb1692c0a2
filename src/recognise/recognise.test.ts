import assert from "node:assert/strict";
import { test } from "node:test";
import { recognise, Recogniser } from "./index.ts";

const found = (text: string): string[] =>
  recognise(text).map(({ kind, start, end }) => `${kind} ${text.slice(start, end)}`);

test("A BSN is found by its label on either side, in every way of writing it", () => {
  assert.deepEqual(found("Mijn BSN is 111222333."), ["bsn 111222333"]);
  assert.deepEqual(found("Burgerservicenummer: 1112.22.333"), ["bsn 1112.22.333"]);
  assert.deepEqual(found("111 222 333 (bsn van de aanvrager)"), ["bsn 111 222 333"]);
});

test("Nine digits that pass the 11-test by chance are no BSN", () => {
  for (const text of ["Ordernummer 111222333", "Uw ticket 111222333 is gesloten", "111222333", "BSN: 111222334"])
    assert.deepEqual(found(text), [], text);
});

test("An IBAN is found with spaces, in small letters and without, and not with a digit changed", () => {
  for (const iban of [
    "NL91ABNA0417164300",
    "nl91 abna 0417 1643 00",
    "BE68 5390 0754 7034",
    "DE89-3704-0044-0532-0130-00",
  ])
    assert.deepEqual(found(`Maak over op ${iban}, t.n.v. de penningmeester`), [`iban ${iban}`]);
  assert.deepEqual(found("NL91ABNA0417164301"), []);
});

test("What programs write before an at sign is nobody's mailbox", () => {
  for (const text of [
    "Message-ID: <e70a61adae102b496f002ed1@mx.example.org>",
    "In-Reply-To: <10243120359082.9e0ba23b@mail.example.com>",
    "git clone git@github.example:firma/portaal.git",
  ])
    assert.deepEqual(found(text), [], text);
  assert.deepEqual(found("git@firma.example beheert de code"), ["email git@firma.example"]);
  assert.deepEqual(found("bea1234567@post.example"), ["email bea1234567@post.example"]);
});

test("An e-mail address is found whole, and what only has an at sign is not one", () => {
  assert.deepEqual(found("<mailto:jan.de-vries+werk@post.example.nl>."), ["email jan.de-vries+werk@post.example.nl"]);
  assert.deepEqual(found("vergadering @ 10:00, @jan, a@b"), []);
});

test("What nobody sees hides nothing: zero-width signs, soft hyphens, full-width digits, no-break spaces, signs of direction", () => {
  for (const number of [
    "111\u200b222333",
    "111\u00ad222333",
    "１１１２２２３３３",
    "111\u00a0222\u00a0333",
    "\u202e111222333\u202c",
  ]) {
    const text = `BSN ${number} van`;
    const [finding, ...rest] = recognise(text);
    assert.deepEqual(rest, []);
    assert.equal(finding?.kind, "bsn");
    assert.ok(number.includes(text.slice(finding.start, finding.end)));
  }
});

test("A text in pieces says what the whole says, wherever it was cut", () => {
  const line =
    "Geachte heer, uw BSN 111222333 en rekening NL91ABNA0417164300 staan in ons dossier, zie jan@example.nl.\r\n";
  const text = line.repeat(3_000);
  const whole = recognise(text);
  assert.equal(whole.length, 9_000);
  for (const size of [1_000, 65_537, 200_000]) {
    const recogniser = new Recogniser();
    const pieces = [];
    for (let at = 0; at < text.length; at += size) pieces.push(...recogniser.push(text.slice(at, at + size)));
    assert.deepEqual([...pieces, ...recogniser.end()], whole);
  }
});

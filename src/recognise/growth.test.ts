import assert from "node:assert/strict";
import { test } from "node:test";
import { recognise, Recogniser } from "./index.ts";

/*
 * Time must grow with the length of a text alone. A doubled text may take twice as long and some more; what is quadratic takes four
 * times as long, and at the sizes below minutes.
 */

const mebi = 1024 * 1024;
const hostile: Readonly<Record<string, string>> = {
  "a number without end": "1",
  "digits with spaces": "1 ",
  "digits with points": "1.",
  "groups that look like numbers": "0475/12.34.56-",
  "at signs": "@",
  "addresses without end": "a@a.",
  "points and letters": "a.",
  "letters and hyphens": "a-",
  "beginnings of accounts": "NL91ABNA",
  "labels and nothing else": "bsn ",
  "phrases that do not end": "numéro de registre ",
  "names that do not end": "Jan van de ",
  initials: "J.",
  "streets without a number": "Rue de la ",
  titles: "dhr. ",
  commas: "naam,bsn,",
  "heads of tables": "naam;bsn;\n",
  "line ends": "\n",
  "secrets that do not begin": "wachtwoord: ",
  "addresses of the web": "https://a:",
  "private keys": "-----BEGIN PRIVATE KEY-----",
  "zero-width signs": "\u200b",
  "full-width digits": "１１１２２２３３３",
  "signs of direction": "\u202e1\u202c",
  "half characters": "\ud83d",
  "sick leave": "ziek ",
  headings: "werkervaring\nopleiding\ntalen\n",
  dates: "1-1-",
  stems: "psycholo",
};

function durationMs(text: string): number {
  const from = performance.now();
  recognise(text);
  return performance.now() - from;
}

/** The best of three: what else the machine does makes a run longer, never shorter. */
const best = (text: string): number => Math.min(durationMs(text), durationMs(text), durationMs(text));

test("No text makes the time grow faster than its length", () => {
  recognise("BSN 111222333 ".repeat(20_000));
  for (const [title, piece] of Object.entries(hostile)) {
    const half = piece.repeat(Math.ceil(mebi / 4 / piece.length));
    const [once, twice] = [best(half), best(half + half)];
    assert.ok(twice < once * 3 + 60, `${title}: ${once.toFixed(0)} ms, doubled ${twice.toFixed(0)} ms`);
  }
});

test("A stream of digits without end is read in flat memory, and nothing is found in it", () => {
  const recogniser = new Recogniser();
  const piece = "4".repeat(mebi);
  for (let pushed = 0; pushed < 16; pushed += 1) assert.deepEqual(recogniser.push(piece), []);
  const before = process.memoryUsage().rss;
  for (let pushed = 0; pushed < 64; pushed += 1) assert.deepEqual(recogniser.push(piece), []);
  const grownBytes = process.memoryUsage().rss - before;
  assert.ok(grownBytes < 48 * mebi, `${(grownBytes / mebi).toFixed(0)} MiB`);
  assert.deepEqual(recogniser.end(), []);
});

import { contextBit } from "../context-kinds.ts";
import type { Reading } from "../reading.ts";
import { sayOf } from "./say.ts";
import { isBegin, isEnd, matchEnd } from "./signs.ts";

/** Dutch side codes 1 to 14 (RDW), and the Belgian form with its index. */
const dutchSides = [
  "AA-99-99",
  "99-99-AA",
  "99-AA-99",
  "AA-99-AA",
  "AA-AA-99",
  "99-AA-AA",
  "99-AAA-9",
  "9-AAA-99",
  "AA-999-A",
  "A-999-AA",
  "AAA-99-A",
  "A-99-AAA",
  "9-AA-999",
  "999-AA-9",
];
const belgianSides = ["9-AAA-999", "9_AAA_999", "AAA-999", "999-AAA"];
const vowels = new Set([..."AEIOUCQ"].map((each) => each.charCodeAt(0)));

/** With hyphens, spaces or nothing between; words about vehicles have to be near. */
export function readPlate(reading: Reading, start: number, line: number): void {
  const { codes } = reading.window;
  if (!isBegin(codes, start)) return;
  for (const side of dutchSides) tryDutch(reading, start, line, side);
  for (const side of belgianSides) {
    const end = matchEnd(codes, start, side);
    if (end === 0 || !isEnd(codes, end)) continue;
    const say = sayOf(reading, start, end, line, contextBit.plate);
    const isNew = side.length === 9;
    if (say && say.confidence > 0)
      reading.add("plate", start, end, Math.max(0.85, say.confidence - 0.03), [say.reason, "form"]);
    else if (say && isNew && side.includes("-")) reading.add("plate", start, end, 0.6, ["form"]);
  }
}

function tryDutch(reading: Reading, start: number, line: number, side: string): void {
  const { codes } = reading.window;
  const hyphened = matchEnd(codes, start, side);
  const end = hyphened || matchEnd(codes, start, side.replaceAll("-", "_"));
  if (end === 0 || !isEnd(codes, end)) return;
  const say = sayOf(reading, start, end, line, contextBit.plate);
  if (!say || say.confidence === 0 || (hyphened === 0 && say.confidence < 0.9)) return;
  const hasVowel = codes.subarray(start, end).some((code) => vowels.has(code));
  reading.add("plate", start, end, say.confidence - (hasVowel ? 0.15 : 0.03), [say.reason, "form"]);
}

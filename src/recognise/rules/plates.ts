import { contextBit } from "../context-kinds.ts";
import type { Reading } from "../reading.ts";
import { sayOf } from "./say.ts";
import { isBegin, isCapital, isDigit, isEnd } from "./signs.ts";

/** Dutch side codes 1 to 14 (RDW), and the Belgian forms with and without their index. */
const dutch =
  "AA-99-99 99-99-AA 99-AA-99 AA-99-AA AA-AA-99 99-AA-AA 99-AAA-9 9-AAA-99 AA-999-A A-999-AA AAA-99-A A-99-AAA 9-AA-999 999-AA-9";
const belgian = "9-AAA-999 AAA-999 999-AAA";
const mostGroups = 3;
const mostSigns = 11;
const vowels = new Set([..."AEIOUCQ"].map((each) => each.charCodeAt(0)));

type Side = "dutch" | "belgian" | "belgian-old";
/** Forms as numbers in base 4: 1 digit, 2 capital, 3 separator. */
const sides = new Map<number, Side>();
const keyOf = (form: string): number =>
  [...form].reduce((key, sign) => key * 4 + (sign === "9" ? 1 : sign === "A" ? 2 : 3), 0);
for (const form of dutch.split(" ")) {
  sides.set(keyOf(form), "dutch");
  sides.set(keyOf(form.replaceAll("-", "")), "dutch");
}
for (const form of belgian.split(" ")) {
  const side = form.length === 9 ? "belgian" : "belgian-old";
  sides.set(keyOf(form), side);
  sides.set(keyOf(form.replaceAll("-", "")), side);
}

/** With hyphens, spaces or nothing between; words about vehicles have to be near. */
export function readPlate(reading: Reading, start: number, line: number): void {
  const { codes } = reading.window;
  let key = 0;
  let groups = 1;
  for (let at = start; at < start + mostSigns; at += 1) {
    const code = codes[at]!;
    if (isDigit(code)) key = key * 4 + 1;
    else if (isCapital(code)) key = key * 4 + 2;
    else {
      const side = sides.get(key);
      if (side !== undefined) judge(reading, start, at, line, side, groups);
      if ((code !== 0x2d && code !== 0x20) || groups === mostGroups) return;
      key = key * 4 + 3;
      groups += 1;
    }
  }
}

function judge(reading: Reading, start: number, end: number, line: number, side: Side, groups: number): void {
  const { codes } = reading.window;
  if (!isEnd(codes, end) || !isBegin(codes, start)) return;
  const say = sayOf(reading, start, end, line, contextBit.plate);
  if (!say) return;
  const isHyphened = codes.subarray(start, end).includes(0x2d);
  if (side === "belgian" && isHyphened)
    return reading.add(
      "plate",
      start,
      end,
      Math.max(0.6, say.confidence - 0.03),
      say.reason ? [say.reason, "form"] : ["form"],
    );
  // Without hyphens, and in the old form, a number of anything looks like one.
  const least = groups > 1 && isHyphened && side === "dutch" ? 0.7 : 0.9;
  if (say.confidence < least) return;
  const hasVowel = codes.subarray(start, end).some((code) => vowels.has(code));
  reading.add("plate", start, end, say.confidence - (hasVowel ? 0.15 : 0.03), [say.reason, "form"]);
}

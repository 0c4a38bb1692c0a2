import type { Reading } from "../reading.ts";
import { casing, tokenKind } from "../window.ts";
import { isHouseNumber } from "./house-number.ts";
import { isCapital, isDigit } from "./signs.ts";

const mostWords = 4;
/** Words that hardly anything but a street ends with, and those that need a postcode behind them. */
const sure = new Set("street road avenue lane terrace crescent gardens".split(" "));
const loose = new Set("close court drive way place square hill mews grove row park walk st rd ave ln dr".split(" "));

/** `221B Baker Street, London NW1 6XE`: the number first, words with capitals, and what streets are called. */
export function readEnglishAddress(reading: Reading, token: number): void {
  const { window } = reading;
  const { starts, ends, kinds, casings, lines, codes } = window;
  if (casings[token + 1] === casing.lower || kinds[token + 1] !== tokenKind.word || !isHouseNumber(reading, token))
    return;
  let at = token + 1;
  for (; at <= token + mostWords && kinds[at] === tokenKind.word && casings[at] !== casing.lower; at += 1) {
    if (starts[at]! !== ends[at - 1]! + 1 || codes[ends[at - 1]!] !== 0x20 || lines[at] !== lines[token]) return;
    if (at === token + 1) continue;
    const word = window.slice(starts[at]!, ends[at]!).toLowerCase();
    const isSure = sure.has(word);
    if (!isSure && !loose.has(word)) continue;
    const postcode = postcodeEnd(reading, at, lines[token]!);
    if (postcode > 0) reading.add("address", starts[token]!, postcode, 0.97, ["form:street", "form:postcode"]);
    else if (isSure) reading.add("address", starts[token]!, townEnd(reading, at, lines[token]!), 0.8, ["form:street"]);
    return;
  }
}

/** `, London`: one or two words with capitals behind a comma. */
function townEnd({ window }: Reading, last: number, line: number): number {
  const { starts, ends, kinds, casings, codes, lines } = window;
  const town = last + 1;
  const isTown =
    codes[ends[last]!] === 0x2c &&
    kinds[town] === tokenKind.word &&
    casings[town] === casing.capitalised &&
    lines[town] === line &&
    starts[town] === ends[last]! + 2;
  return isTown ? ends[town]! : ends[last]!;
}

/** Where a postcode of the United Kingdom ends that stands within a few words: `SW1A 2AA`; 0 for none. */
function postcodeEnd({ window }: Reading, last: number, line: number): number {
  const { starts, ends, kinds, codes, lines } = window;
  for (let at = last + 1; at <= last + 4 && lines[at]! - line <= 2; at += 1) {
    if (kinds[at] === tokenKind.word) continue;
    const outward = kinds[at] === tokenKind.mixed && window.sizeOf(at) <= 4 && isCapital(codes[starts[at]!]!);
    const inward = starts[at + 1]!;
    const fits =
      outward &&
      inward === ends[at]! + 1 &&
      window.sizeOf(at + 1) === 3 &&
      isDigit(codes[inward]!) &&
      isCapital(codes[inward + 1]!) &&
      isCapital(codes[inward + 2]!);
    return fits ? ends[at + 1]! : 0;
  }
  return 0;
}

import { contextBit } from "../context-kinds.ts";
import type { Reading } from "../reading.ts";
import { sayOf } from "./say.ts";
import { isBegin, isCapital, isDigit, isEnd, matchEnd } from "./signs.ts";

const letterO = 0x4f;
const dutch = contextBit.passport | contextBit.identityCard;

/** Letters of the Dutch series, without the O; a typed one may stand in small letters only where its label is beside it. */
function isDutchNumber(codes: Uint16Array, start: number): boolean {
  for (let place = 0; place < 9; place += 1) {
    const code = codes[start + place]!;
    if (code === letterO) return false;
    if (place < 2 ? !isCapital(code) : place < 8 ? !isCapital(code) && !isDigit(code) : !isDigit(code)) return false;
  }
  return true;
}

/**
 * Numbers of passports and identity cards, which have no public check digit: words decide. NL two letters, six letters or digits,
 * a digit; BE passport two letters and six digits.
 */
export function readDocument(reading: Reading, start: number, line: number): void {
  const { codes } = reading.window;
  if (!isCapital(codes[start]!) || !isCapital(codes[start + 1]!) || !isBegin(codes, start)) return;
  if (isDutchNumber(codes, start) && isEnd(codes, start + 9)) {
    const say = sayOf(reading, start, start + 9, line, dutch);
    if (say && say.confidence > 0.7 && hasDigits(codes, start, 9, 2))
      reading.add("document-nl", start, start + 9, say.confidence, [say.reason, "form"]);
  }
  const end = matchEnd(codes, start, "AA_999999");
  if (end === 0 || !isEnd(codes, end)) return;
  const say = sayOf(reading, start, end, line, contextBit.passport);
  if (say && say.confidence > 0.7) reading.add("passport-be", start, end, say.confidence - 0.02, [say.reason, "form"]);
}

function hasDigits(codes: Uint16Array, start: number, length: number, least: number): boolean {
  let digits = 0;
  for (let at = start; at < start + length; at += 1) if (isDigit(codes[at]!)) digits += 1;
  return digits >= least;
}

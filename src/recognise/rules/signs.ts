import { charClass, classOf } from "../characters.ts";

/*
 * Values of letters and digits, read sign by sign from a place on: capitals and small letters alike, separators skipped where a
 * pattern allows them.
 */

export const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;
/** A to Z without accents. */
export const isLetter = (code: number): boolean => (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a;
export const isCapital = (code: number): boolean => code >= 0x41 && code <= 0x5a;

export const isWordSign = (code: number): boolean => {
  const group = classOf[code]!;
  return group >= charClass.lower && group <= charClass.digit;
};

/** Signs that a pattern is matched with: `9` digit, `A` capital, `?` capital or digit, `_` an optional separator, others themselves. */
export function matchEnd(codes: Uint16Array, start: number, pattern: string): number {
  let at = start;
  for (let place = 0; place < pattern.length; place += 1) {
    const wanted = pattern.charCodeAt(place);
    const code = codes[at]!;
    if (wanted === 0x5f) {
      if (code === 0x20 || code === 0x2e || code === 0x2d) at += 1;
      continue;
    }
    const fits =
      wanted === 0x39
        ? isDigit(code)
        : wanted === 0x41
          ? isCapital(code)
          : wanted === 0x3f
            ? isCapital(code) || isDigit(code)
            : code === wanted;
    if (!fits) return 0;
    at += 1;
  }
  return at;
}

/** Whether a value ends where it ends: neither a letter or digit follows, nor one behind a point, hyphen or slash. */
export function isEnd(codes: Uint16Array, at: number): boolean {
  const code = codes[at]!;
  if (isWordSign(code) || code === 0x5f || code === 0x40) return false;
  return !((code === 0x2d || code === 0x2e || code === 0x2f) && isDigit(codes[at + 1] ?? 0));
}

/** Whether a value may begin at a place. */
export function isBegin(codes: Uint16Array, at: number): boolean {
  if (at === 0) return true;
  const code = codes[at - 1]!;
  if (isWordSign(code) || code === 0x5f || code === 0x40) return false;
  return !((code === 0x2d || code === 0x2e || code === 0x2f) && at > 1 && isDigit(codes[at - 2]!));
}

import { remainder97 } from "../checksums.ts";
import { charClass, classOf } from "../characters.ts";
import type { Reading } from "../reading.ts";

/** Characters of an IBAN by country (SWIFT IBAN Registry). */
const lengths: Readonly<Record<string, number>> = Object.fromEntries(
  `AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27
   GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19
   MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24
   TR26 UA29 VA22 VG24 XK20 YE30`
    .trim()
    .split(/\s+/)
    .map((each) => [each.slice(0, 2), Number(each.slice(2))]),
);
const lengthByPair = new Uint8Array(26 * 26);
for (const [country, length] of Object.entries(lengths))
  lengthByPair[(country.charCodeAt(0) - 65) * 26 + country.charCodeAt(1) - 65] = length;

const buffer = new Uint16Array(36);
const mostSeparators = 14;

const letter = (code: number): number => {
  const place = (code | 0x20) - 0x61;
  return place >= 0 && place < 26 ? place : -1;
};
const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;
const isSeparator = (code: number): boolean => code === 0x20 || code === 0x2e || code === 0x2d;

/** ISO 13616: two letters of the country, two check digits, then by country; mod 97 = 1. Begins at a token of letters and digits. */
export function readIban(reading: Reading, token: number): void {
  const { codes, starts, length } = reading.window;
  const start = starts[token]!;
  const first = letter(codes[start]!);
  const second = letter(codes[start + 1]!);
  if (first < 0 || second < 0) return;
  const wanted = lengthByPair[first * 26 + second]!;
  if (wanted === 0) return;
  let count = 0;
  let separators = 0;
  let at = start;
  for (; at < length && count < wanted; at += 1) {
    const code = codes[at]!;
    if (isDigit(code) || letter(code) >= 0) {
      if ((count === 2 || count === 3) && !isDigit(code)) return;
      buffer[count] = code;
      count += 1;
    } else if (code === 0x0a && count % 4 === 0 && count > 0 && separators < mostSeparators) {
      // A line that was broken between two groups.
      separators += 1;
    } else if (isSeparator(code) && !isSeparator(codes[at - 1]!) && separators < mostSeparators) separators += 1;
    else return;
  }
  if (count < wanted) return;
  const group = classOf[codes[at]!]!;
  if (group === charClass.digit || group === charClass.lower || group === charClass.upper) return;
  // In NL, BE and most others, what follows the bank's letters is digits: words don't become an account by accident.
  if (!hasDigits(wanted)) return;
  if (remainder97(buffer, 0, 4, remainder97(buffer, 4, wanted)) !== 1) return;
  reading.add("iban", start, at, 0.99, ["checksum", "form"]);
}

function hasDigits(count: number): boolean {
  let digits = 0;
  for (let at = 4; at < count; at += 1) if (isDigit(buffer[at]!)) digits += 1;
  return digits * 2 >= count - 4;
}

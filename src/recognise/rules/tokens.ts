import { casing, tokenKind } from "../window.ts";
import type { Reading } from "../reading.ts";
import { monthOf, natureBit } from "../vocabulary/natures.ts";
import { readAddress, readFrenchAddress } from "./addresses.ts";
import { readDate } from "./dates.ts";
import { maySecretBegin, readMarkedSecret } from "./secrets.ts";
import { readDiagnosisCode } from "./diagnosis.ts";
import { readDocument } from "./documents.ts";
import { readGlued } from "./glued.ts";
import { readIban } from "./iban.ts";
import { readNumber } from "./numbers.ts";
import { readInternational } from "./phone.ts";
import { readPlate } from "./plates.ts";
import { isDigit, isLetter } from "./signs.ts";
import { readBelgianVat, readDutchVat } from "./vat.ts";

/** Plates begin with one to three signs of a sort; longer tokens are none. */
const longestPlate = 7;

/** What may begin with a token, by what the token is made of. */
export function readToken(reading: Reading, token: number): void {
  const { kinds, starts, ends, lines, codes, casings, words } = reading.window;
  const kind = kinds[token];
  const start = starts[token]!;
  const line = lines[token]!;
  const size = ends[token]! - start;
  const next = codes[ends[token]!]!;
  if (maySecretBegin(codes[start]!, codes[start + 1]!)) readMarkedSecret(reading, token);
  if (kind === tokenKind.word) {
    const word = words[token]!;
    if (word >= 0) readWord(reading, token, reading.dictionary.nature(word));
    // NL and BE apart from their numbers; document numbers with a space; plates.
    if ((size > 3 || casings[token] === casing.lower) && !isCountry(codes, start, size)) return;
    if (!isDigitSoon(codes, ends[token]!)) return;
    if (size === 2) {
      readDutchVat(reading, start, line);
      readBelgianVat(reading, start);
      readDocument(reading, start, line);
      readIban(reading, token);
    }
    if (next === 0x2d || next === 0x20) readPlate(reading, start, line);
    return;
  }
  if (kind === tokenKind.digits) {
    readNumber(reading, token);
    readInternational(reading, token);
    readDate(reading, token);
    readAddress(reading, token);
    if (size <= 3 && (next === 0x2d || next === 0x20) && isLetter(codes[ends[token]! + 1]!))
      readPlate(reading, start, line);
    if (size <= 9 && (next === 0x2e || next === 0x20 || next === 0x2d)) readDutchVat(reading, start, line);
    return;
  }
  if (isDigit(codes[start]!) && size <= 6) {
    readAddress(reading, token);
    readDate(reading, token);
  }
  readIban(reading, token);
  if (isDigit(codes[start]!)) readDutchVat(reading, start, line);
  else {
    if (size >= 10) readGlued(reading, token);
    readDutchVat(reading, start, line);
    readBelgianVat(reading, start);
    readDocument(reading, start, line);
    if (size === 3) readDiagnosisCode(reading, start, line);
  }
  if (size <= longestPlate) readPlate(reading, start, line);
}

function readWord(reading: Reading, token: number, nature: number): void {
  if ((nature & natureBit.streetBefore) !== 0) readFrenchAddress(reading, token);
  if (monthOf(nature) > 0) readDate(reading, token);
}

const isCountry = (codes: Uint16Array, start: number, size: number): boolean => {
  const pair = ((codes[start]! | 0x20) << 8) | (codes[start + 1]! | 0x20);
  return size === 2 && (pair === 0x6e_6c || pair === 0x62_65);
};

/** A number follows within a few signs. */
function isDigitSoon(codes: Uint16Array, from: number): boolean {
  for (let at = from; at < from + 5; at += 1) if (isDigit(codes[at] ?? 0)) return true;
  return false;
}

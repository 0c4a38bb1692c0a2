/*
 * Check digits. Digits come as numbers 0 to 9 in a `Uint8Array`, from `at` on; nothing is thrown, and nothing is said about
 * what the number is used for.
 */

/** Σ(n … 2)·d − last ≡ 0 (mod 11), not all zero: BSN and RSIN in nine digits (Logisch Ontwerp BSN). */
export function passesElevenTest(digits: Uint8Array, at = 0): boolean {
  let sum = 0;
  let any = 0;
  for (let place = 0; place < 8; place += 1) {
    sum += digits[at + place]! * (9 - place);
    any |= digits[at + place]!;
  }
  return (sum - digits[at + 8]!) % 11 === 0 && (any !== 0 || digits[at + 8] !== 0);
}

/** The number that some digits are, up to 15 of them. */
export function valueOf(digits: Uint8Array, at: number, count: number): number {
  let value = 0;
  for (let place = at; place < at + count; place += 1) value = value * 10 + digits[place]!;
  return value;
}

/** ISO 7812 (Luhn). */
export function passesLuhn(digits: Uint8Array, count: number): boolean {
  let sum = 0;
  for (let place = 0; place < count; place += 1) {
    let digit = digits[count - 1 - place]!;
    if (place % 2 === 1) digit = digit > 4 ? digit * 2 - 9 : digit * 2;
    sum += digit;
  }
  return sum % 10 === 0;
}

/** ISO 7064 mod 97-10 over digits and letters (A = 10 … Z = 35), as it is read. @returns the remainder; −1 for other characters */
export function remainder97(codes: ArrayLike<number>, from: number, to: number, start = 0): number {
  let rest = start;
  for (let at = from; at < to; at += 1) {
    const code = codes[at]!;
    if (code >= 0x30 && code <= 0x39) rest = (rest * 10 + code - 0x30) % 97;
    else {
      const letter = (code | 0x20) - 0x61;
      if (letter < 0 || letter > 25) return -1;
      rest = (rest * 100 + letter + 10) % 97;
    }
  }
  return rest;
}

/** Belgian account and identity card: last two = first ten mod 97, 0 written as 97. Twelve digits. */
export function passesBelgianTwelve(digits: Uint8Array, at = 0): boolean {
  const rest = valueOf(digits, at, 10) % 97;
  return valueOf(digits, at + 10, 2) === (rest === 0 ? 97 : rest) && valueOf(digits, at, 10) !== 0;
}

/** Belgian enterprise number: 97 − (first eight mod 97) = last two. Ten digits, the first 0 or 1. */
export function passesEnterprise(digits: Uint8Array, at = 0): boolean {
  if (digits[at]! > 1) return false;
  const first = valueOf(digits, at, 8);
  return first > 0 && valueOf(digits, at + 8, 2) === 97 - (first % 97);
}

const daysOfMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * Belgian national number: YYMMDD-NNN-CC with CC = 97 − (first nine mod 97), with 2 before the nine for who was born from 2000
 * on. BIS numbers have 20 or 40 added to the month; month and day may be 00. (Royal Decree of 3 April 1984; KSZ on BIS numbers.)
 */
export function passesNationalNumber(digits: Uint8Array, at = 0): boolean {
  const month = valueOf(digits, at + 2, 2) % 20;
  const day = valueOf(digits, at + 4, 2);
  if (valueOf(digits, at + 2, 2) > 52 || month > 12 || day > (month === 0 ? 31 : daysOfMonth[month - 1]!)) return false;
  const first = valueOf(digits, at, 9);
  const check = valueOf(digits, at + 9, 2);
  const order = valueOf(digits, at + 6, 3);
  if (first === 0 || order === 0 || order === 999) return false;
  return check === 97 - (first % 97) || check === 97 - ((2_000_000_000 + first) % 97);
}

/** RIZIV / INAMI: check = 97 − (first six mod 97) in places 7 and 8; some series use 89. Eleven digits. */
export function rizivModulus(digits: Uint8Array, at = 0): 97 | 89 | undefined {
  const first = valueOf(digits, at, 6);
  const check = valueOf(digits, at + 6, 2);
  if (check === 97 - (first % 97)) return 97;
  return check === 89 - (first % 89) ? 89 : undefined;
}

/** Σ weight·digit of the first digits, by weights 9, 8, … 2; nine digits. */
export function passesEleven(nine: string): boolean {
  let sum = 0;
  for (let index = 0; index < 8; index++) sum += Number(nine[index]) * (9 - index);
  return Number(nine) > 0 && (sum - Number(nine[8])) % 11 === 0;
}

/** The number of `digits` in base ten, modulo `by`; any length. */
export function modulo(digits: string, by: number): number {
  let rest = 0;
  for (const digit of digits) rest = (rest * 10 + Number(digit)) % by;
  return rest;
}

const lettersAsNumbers = (text: string): string =>
  text.replaceAll(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));

/** ISO 13616 over country, check digits and account; also the Dutch btw-id's test. */
export const passesIban = (iban: string): boolean =>
  modulo(lettersAsNumbers(iban.slice(4) + iban.slice(0, 4)), 97) === 1;
export const passesVatNl = (id: string): boolean => modulo(lettersAsNumbers(id), 97) === 1;

export function withIbanCheck(country: string, account: string): string {
  const check = 98 - modulo(lettersAsNumbers(`${account}${country}00`), 97);
  return `${country}${String(check).padStart(2, "0")}${account}`;
}

export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    const digit = Number(digits[digits.length - 1 - index]);
    sum += index % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2;
  }
  return sum % 10 === 0;
}

export const withLuhn = (digits: string): string =>
  [...Array(10).keys()].map((check) => `${digits}${check}`).find(passesLuhn)!;

const two = (value: number): string => String(value).padStart(2, "0");
/** 97 minus the rest: national number, enterprise number, RIZIV. */
export const check97 = (digits: string): string => two(97 - modulo(digits, 97));
/** The rest itself, 97 for 0: Belgian accounts and identity cards. */
export const rest97 = (digits: string): string => two(modulo(digits, 97) || 97);

import { parsePhoneNumberFromString } from "libphonenumber-js/max";
import { Refusal } from "#/kernel/index.ts";

/** The country whose national notation people at this domain use. */
export const countryOfDomain = (domain: string): "NL" | "BE" => (domain.endsWith(".be") ? "BE" : "NL");

/**
 * The number in international form (E.164), from any notation people use.
 * @throws Refusal `mail.phone_invalid` when it is no number that exists, `mail.phone_not_mobile` when no text can arrive there.
 */
export function parsePhone(text: string, domain: string): string {
  const number = parsePhoneNumberFromString(text, countryOfDomain(domain));
  if (!number?.isValid()) throw new Refusal("invalid", "mail.phone_invalid");
  const type = number.getType();
  const receivesTexts = type === undefined || ["MOBILE", "FIXED_LINE_OR_MOBILE", "PERSONAL_NUMBER"].includes(type);
  if (!receivesTexts) throw new Refusal("invalid", "mail.phone_not_mobile");
  return number.number;
}

/** What a guest may see of the number before the check: enough to know which phone to take. */
export const phoneHint = (number: string): string => number.slice(-2);

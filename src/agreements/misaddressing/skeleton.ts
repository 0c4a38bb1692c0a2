import { unicodeDomain } from "./punycode.ts";

/*
 * Letters that look like Latin ones: those of Unicode's confusables (UTS 39) that may stand in a domain name and are
 * in use for imitation, and pairs of Latin letters that read as another. Not the whole list of 6,000.
 */
const alike: Readonly<Record<string, string>> = {
  а: "a", ɑ: "a", α: "a", в: "b", ь: "b", с: "c", ϲ: "c", ԁ: "d", е: "e", ҽ: "e", є: "e", ɡ: "g", һ: "h", н: "h",
  і: "i", ı: "i", ɩ: "i", ι: "i", ј: "j", к: "k", κ: "k", ӏ: "l", ǀ: "l", м: "m", п: "n", η: "n", о: "o", ο: "o",
  օ: "o", σ: "o", р: "p", ρ: "p", ԛ: "q", г: "r", ѕ: "s", т: "t", τ: "t", υ: "u", ս: "u", ν: "v", ѵ: "v", ԝ: "w",
  ѡ: "w", х: "x", χ: "x", у: "y", γ: "y", ł: "l", ø: "o", đ: "d", ß: "b", æ: "ae", œ: "oe",
  "0": "o", "1": "l", "3": "e", "5": "s",
}; // prettier-ignore
const pairs = [
  ["rn", "m"],
  ["vv", "w"],
  ["cl", "d"],
  ["ii", "u"],
] as const;

/** What a domain looks like at a glance: two with the same are taken for each other. `domain` as in the DNS. */
export function skeleton(domain: string): string {
  const plain = unicodeDomain(domain)
    .normalize("NFKD")
    .replaceAll(/[\p{M}\p{Cf}]+/gu, "")
    .toLowerCase();
  const letters = [...plain].map((letter) => alike[letter] ?? letter).join("");
  const paired = pairs.reduce((text, [two, one]) => text.replaceAll(two, one), letters);
  // Among these nobody sees the difference in every typeface.
  return paired.replaceAll(/[il|]/g, "l").replaceAll("-", "");
}

/** Whether one label mixes Latin letters with those of scripts that have twins of them. */
export const isMixed = (domain: string): boolean =>
  unicodeDomain(domain)
    .split(".")
    .some(
      (label) =>
        /\p{Script=Latin}/u.test(label) && /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}]/u.test(label),
    );

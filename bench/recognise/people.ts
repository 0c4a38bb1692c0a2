import type { Maker } from "./identifiers.ts";
import type { Language } from "./kinds.ts";
import { people, places, streets } from "./pools.ts";
import type { Random } from "./random.ts";
import type { Split } from "./template.ts";

const plain = (text: string): string =>
  text
    .normalize("NFKD")
    .replaceAll(/[^A-Za-z]/g, "")
    .toLowerCase();

interface Person {
  readonly first: string;
  readonly particle: string;
  readonly last: string;
}

function person(random: Random, language: Language, split: Split): Person {
  // One in six bears a name of another country.
  const pool = people[split][random.chance(1 / 6) ? "elsewhere" : language];
  const whole = random.pick(pool.last);
  const at = whole.lastIndexOf(" ") + 1;
  return { first: random.pick(pool.first), particle: whole.slice(0, at), last: whole.slice(at) };
}

function name(random: Random, variant: string, language: Language, split: Split): string {
  const { first, particle, last } = person(random, language, split);
  const whole = particle + last;
  const initial = `${first[0]}.`;
  switch (variant) {
    case "first":
      return first;
    case "last":
      return whole[0]!.toUpperCase() + whole.slice(1);
    case "initials":
      return `${initial}${random.chance(0.5) ? random.pick(["A.", "J.", "M.", "C."]) : ""} ${whole}`;
    case "reversed":
      return particle ? `${last}, ${first} ${particle.trim()}` : `${last}, ${first}`;
    case "caps":
      return `${whole.toUpperCase()} ${first}`;
    case "double":
      return `${first} ${whole}-${person(random, language, split).last}`;
    case "lower":
      return `${first} ${whole}`.toLowerCase();
    default:
      return `${first} ${whole}`;
  }
}

function email(random: Random, variant: string, language: Language, split: Split): string {
  const { first, particle, last } = person(random, language, split);
  const domain = random.pick(["example.com", "example.org", "example.net", "kantoor.example", "praktijk.example"]);
  if (variant === "role") return `${random.pick(["info", "facturen", "compta", "hr", "office"])}@${domain}`;
  const local = random.pick([
    `${plain(first)}.${plain(particle + last)}`,
    `${plain(first)[0]}.${plain(last)}`,
    plain(first),
    `${plain(last)}_${random.digits(2)}`,
  ]);
  const whole = `${local}@${domain}`;
  if (variant === "caps") return whole.toUpperCase();
  return variant === "tag" ? whole.replace("@", "+nieuws@") : whole;
}

function address(random: Random, variant: string, language: Language, split: Split): string {
  const place = variant.slice(0, 2) || { nl: random.pick(["nl", "nl", "be"]), fr: "bf", en: "nl", de: "de" }[language];
  const by = variant.endsWith("lines") ? "\n" : ", ";
  const number = random.between(1, 240);
  const street = random.pick(streets[split][place as "nl"]);
  const [code, town] = random.pick(places[split][place as "nl"]);
  if (place === "nl") {
    const addition = random.pick(["", "", "", "a", "-2", " bis", "-hs", " III"]);
    const letters = random.pick(["AB", "CD", "GH", "KL", "PR", "TX", "VW", "ZE"]);
    const space = random.chance(0.8) ? " " : "";
    return `${street} ${number}${addition}${by}${code}${space}${letters} ${random.chance(0.1) ? town!.toUpperCase() : town}`;
  }
  if (place === "be") return `${street} ${number}${random.pick(["", "", " bus 3", "/0201", "A"])}${by}${code} ${town}`;
  if (place === "bf")
    return random.chance(0.3)
      ? `${street}, ${number}${by}${code} ${town}`
      : `${street} ${number}${random.pick(["", " bte 4", " boîte 12"])}${by}${code} ${town}`;
  return `${street} ${number}${by}${code} ${town}`;
}

const months: Readonly<Record<Language, readonly string[]>> = {
  nl: "januari februari maart april mei juni juli augustus september oktober november december".split(" "),
  fr: "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(" "),
  en: "January February March April May June July August September October November December".split(" "),
  de: "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(" "),
};

/** A date of some year in the way of the language. */
export function date(random: Random, variant: string, language: Language, years: readonly [number, number]): string {
  const [day, month, year] = [random.between(1, 28), random.between(1, 12), random.between(...years)];
  const [dd, mm] = [String(day).padStart(2, "0"), String(month).padStart(2, "0")];
  const style = variant || random.pick(["numeric", "numeric", "written", "iso"]);
  const word = months[language][month - 1]!;
  if (style === "iso") return `${year}-${mm}-${dd}`;
  if (style === "short") return `${day}-${month}-'${String(year).slice(2)}`;
  if (style === "dots") return `${dd}.${mm}.${year}`;
  if (style === "spaced") return `${dd} - ${mm} - ${year}`;
  if (style === "numeric") return [dd, mm, year].join(language === "nl" ? random.pick(["-", "-", "/"]) : "/");
  if (language === "en") return random.chance(0.5) ? `${word} ${day}, ${year}` : `${day} ${word} ${year}`;
  if (language === "de") return `${day}. ${word} ${year}`;
  return language === "fr" && day === 1 ? `1er ${word} ${year}` : `${day} ${word} ${year}`;
}

function phone(random: Random, variant: string, language: Language): string {
  const style =
    variant || random.pick({ nl: ["nl", "nl", "nl", "be"], fr: ["be"], en: ["nl-int"], de: ["de"] }[language]);
  const shapes: Record<string, readonly string[]> = {
    nl: [
      "06-########",
      "06 ## ## ## ##",
      "06########",
      "020-### ## ##",
      "030 - ### ####",
      "0492 - ## ## ##",
      "(070) ### ## ##",
    ],
    "nl-int": [
      "+31 6 ########",
      "+31 (0)6 ## ## ## ##",
      "+31 (0)20 ### ## ##",
      "0031 6 ########",
      "+316########",
      "+31-10-### ####",
    ],
    be: [
      "04## ## ## ##",
      "04##/##.##.##",
      "02 ### ## ##",
      "09/###.##.##",
      "+32 4## ## ## ##",
      "03-### ## ##",
      "016 ## ## ##",
    ],
    "be-int": ["+32 (0)2 ### ## ##", "0032 4## ## ## ##", "+32 9 ### ## ##", "+324########"],
    de: ["+49 30 23125 ###", "030 23125###", "+49 (0)176 040690##"],
    fr: ["01 99 00 ## ##", "+33 6 39 98 ## ##"],
  };
  const dialled = random.shaped(random.pick(shapes[style]!));
  // Subscribers' numbers begin with neither 0 nor 1.
  return dialled.replace(/^(\(?0\d{1,2}\)?(?: - |[ /-]))[01]/, "$12").replace(/^(06-?)[07-9]/, "$12");
}

/** Makers whose values come from the half of the lists that is the split's own. */
export const peopleMakers = (split: Split): Readonly<Record<string, Maker>> => ({
  name: (random, variant, language) => name(random, variant, language, split),
  email: (random, variant, language) => email(random, variant, language, split),
  address: (random, variant, language) => address(random, variant, language, split),
  phone,
  "date-of-birth": (random, variant, language) => date(random, variant, language, [1938, 2008]),
});

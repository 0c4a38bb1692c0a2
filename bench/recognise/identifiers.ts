import { check97, passesEleven, rest97, withIbanCheck, withLuhn, passesVatNl } from "./check-digits.ts";
import type { Language } from "./kinds.ts";
import type { Random } from "./random.ts";

/** Makes a value of a kind, in the form that `variant` names, or in one of the usual ones. */
export type Maker = (random: Random, variant: string, language: Language) => string;

const groups = (text: string, sizes: readonly number[], by: string): string => {
  let at = 0;
  return sizes.map((size) => text.slice(at, (at += size))).join(by);
};
const fours = (text: string, by: string): string => text.replaceAll(/(.{4})(?=.)/g, `$1${by}`);
const wide = (text: string): string =>
  text.replaceAll(/[0-9]/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));

/** Until `test` holds: for checks that one in eleven or one in ninety-seven passes. */
function sought(random: Random, make: (random: Random) => string, test: (text: string) => boolean): string {
  for (let tries = 0; tries < 100_000; tries++) {
    const text = make(random);
    if (test(text)) return text;
  }
  throw new Error("no value passes its own check");
}

const eleven = (random: Random, shape: string): string => sought(random, () => random.shaped(shape), passesEleven);

/** In the nines, where the numbers of test persons lie; eight digits are one with a zero in front left out. */
const bsn: Maker = (random, variant) => {
  const nine = eleven(random, "9########");
  const style = variant || random.pick(["plain", "plain", "plain", "dots", "spaces"]);
  if (style === "eight") return eleven(random, "0########").slice(1);
  if (style === "dots") return groups(nine, [4, 2, 3], ".");
  if (style === "spaces") return groups(nine, [3, 3, 3], " ");
  if (style === "nbsp") return groups(nine, [3, 3, 3], "\u00A0");
  if (style === "pairs") return groups(nine, [4, 2, 3], " ");
  return style === "wide" ? wide(nine) : nine;
};

const two = (value: number): string => String(value).padStart(2, "0");

/** The numbers within a day begin at 900, more than are born on one. */
const nationalNumber: Maker = (random, variant) => {
  const year = random.between(1938, 2019);
  const month = random.between(1, 12) + (variant === "bis" ? random.pick([20, 40]) : 0);
  const day = variant === "unknown" ? "00" : two(random.between(1, 28));
  const birth = `${two(year % 100)}${variant === "unknown" ? "00" : two(month)}${day}`;
  const order = String(random.between(900, 997));
  const check = check97(`${year >= 2000 ? "2" : ""}${birth}${order}`);
  const style = ["plain", "dash", "space"].includes(variant)
    ? variant
    : random.pick(["dots", "dots", "dots", "dash", "plain"]);
  if (style === "plain") return `${birth}${order}${check}`;
  if (style === "dash") return `${birth}-${order}-${check}`;
  if (style === "space") return `${birth} ${order} ${check}`;
  return `${groups(birth, [2, 2, 2], ".")}-${order}.${check}`;
};

/** Letters of banks, but accounts that fail the test which their numbers had before IBAN. */
const ibanNl = (random: Random): string => {
  const account = sought(
    random,
    () => random.digits(10),
    (text) => [...text].reduce((sum, digit, index) => sum + Number(digit) * (10 - index), 0) % 11 !== 0,
  );
  return withIbanCheck("NL", `${random.pick(["INGB", "RABO", "ABNA", "TRIO", "KNAB", "BUNQ", "SNSB"])}${account}`);
};
const ibanBe = (random: Random): string => {
  const account = random.digits(10);
  return withIbanCheck("BE", `${account}${rest97(account)}`);
};
const ibanFr = (random: Random): string => withIbanCheck("FR", `${random.digits(10)}${random.digits(13)}`);
const ibanDe = (random: Random): string => withIbanCheck("DE", random.digits(18));

const iban: Maker = (random, variant, language) => {
  const [place = "", style = random.pick(["spaces", "spaces", "plain"])] = variant.split("-");
  const makers: Record<string, (random: Random) => string> = { nl: ibanNl, be: ibanBe, fr: ibanFr, de: ibanDe };
  const usual = { nl: ["nl", "nl", "be"], fr: ["be", "be", "fr"], en: ["nl", "be", "de"], de: ["de", "be"] }[language];
  const plain = makers[place || random.pick(usual)]!(random);
  if (style === "plain") return plain;
  if (style === "dots") return fours(plain, ".");
  if (style === "hyphens") return fours(plain, "-");
  if (style === "lower") return fours(plain.toLowerCase(), " ");
  if (style === "nbsp") return fours(plain, "\u00A0");
  if (style === "wrapped") return fours(plain, " ").replace(/^(.{9}) /, "$1\n");
  // As a scanner reads it: spaces where none belong.
  return style === "ocr" ? `${groups(plain, [2, 2, 4, 2, 2], " ")} ${plain.slice(12)}` : fours(plain, " ");
};

const vatNl: Maker = (random, variant) => {
  const nine = eleven(random, "9########");
  const style = variant || random.pick(["plain", "plain", "new", "dots"]);
  if (style === "new")
    return sought(
      random,
      () => `NL${random.digits(9)}B${random.between(1, 9)}${random.between(0, 9)}`,
      (id) => passesVatNl(id) && !passesEleven(id.slice(2, 11)),
    );
  if (style === "dots") return `NL ${groups(nine, [4, 2, 3], ".")}.B01`;
  return style === "spaced" ? `NL ${nine} B01` : `NL${nine}B01`;
};

const enterpriseBe: Maker = (random, variant) => {
  const eight = `${random.pick(["0", "0", "1"])}${random.between(2, 9)}${random.digits(6)}`;
  const ten = `${eight}${check97(eight)}`;
  const dotted = groups(ten, [4, 3, 3], ".");
  const style = variant || random.pick(["dots", "be-dots", "be-plain"]);
  if (style === "plain") return ten;
  if (style === "be-plain") return `BE${ten}`;
  if (style === "spaces") return `BE ${groups(ten, [4, 3, 3], " ")}`;
  return style === "dots" ? dotted : `BE ${dotted}`;
};

const documentNl: Maker = (random, variant) => {
  const free = "ABCDEFGHIJKLMNPQRSTUVWXYZ123456789";
  const middle = Array.from({ length: 6 }, () => random.pick([...free]));
  if (!middle.some((sign) => /\d/.test(sign))) middle[2] = String(random.between(1, 9));
  if (variant === "old") middle[3] = "0";
  return `${random.pick(["N", "I", "N", "X"])}${free[random.between(0, 24)]}${middle.join("")}${random.between(1, 9)}`;
};

const eidBe: Maker = (random, variant) => {
  const ten = `59${random.digits(8)}`;
  const by = variant === "spaces" ? " " : "-";
  return [ten.slice(0, 3), ten.slice(3), rest97(ten)].join(variant === "plain" ? "" : by);
};

/** From the ranges that the issuers publish for tests. */
const card: Maker = (random, variant) => {
  const isAmex = variant === "amex";
  const digits = isAmex
    ? withLuhn(`37828224${random.digits(6)}`)
    : withLuhn(`${random.pick(["411111", "424242", "555555", "510510", "222300"])}${random.digits(9)}`);
  const style = ["plain", "hyphens", "nbsp"].includes(variant) ? variant : random.pick(["spaces", "spaces", "plain"]);
  if (style === "plain") return digits;
  if (isAmex) return groups(digits, [4, 6, 5], " ");
  return fours(digits, { hyphens: "-", nbsp: "\u00A0" }[style] ?? " ");
};

const plate: Maker = (random, variant, language) => {
  const signs = "BDFGHJKLNPRSTVXZ";
  const letters = (count: number): string => Array.from({ length: count }, () => random.pick([...signs])).join("");
  if (variant === "be" || (variant === "" && language === "fr"))
    return `${random.pick(["1", "2"])}-${letters(3)}-${random.digits(3)}`;
  const shape = random.pick(["LL-999-L", "L-999-LL", "9-LLL-99", "99-LLL-9", "LLL-99-L", "LL-LL-99", "99-LL-LL"]);
  return shape.replaceAll(/L|9/g, (sign) => (sign === "L" ? letters(1) : random.digits(1)));
};

const riziv: Maker = (random, variant) => {
  const six = `${random.pick(["1", "3", "5"])}${random.digits(5)}`;
  const check = check97(six);
  const rest = random.digits(3);
  return variant === "plain"
    ? `${six}${check}${rest}`
    : `${six[0]}-${six.slice(1)}-${check}-${rest}`.replaceAll("-", variant === "spaces" ? " " : "-");
};

const secret: Maker = (random, variant) => {
  const password = `${random.pick(["Tulp", "Regen", "Kasteel", "Papegaai", "Fiets"])}${random.pick(["!", "#", "-", "_"])}${random.digits(4)}${random.pick(["xZ", "Qp", "kW"])}`;
  const tokens: Record<string, string> = {
    github: `ghp_${random.shaped("*".repeat(36))}`,
    aws: `AKIA${random.shaped("@@@@@@@@@")}EXAMPLE`,
    stripe: `sk_${"live"}_${random.shaped("*".repeat(24))}`,
    slack: `xoxb-${random.digits(12)}-${random.digits(12)}-${random.shaped("*".repeat(24))}`,
    jwt: `eyJhbGciOiJIUzI1NiJ9.eyJzdWIi${random.shaped("*".repeat(24))}.${random.shaped("*".repeat(43))}`,
    hex: Array.from({ length: 40 }, () => random.pick([..."0123456789abcdef"])).join(""),
    pin: random.digits(4),
    phrase: Array.from({ length: 4 }, () =>
      random.pick(["koper", "wolk", "zadel", "lamp", "vork", "otter", "kade"]),
    ).join("-"),
    key: `-----BEGIN RSA PRIVATE KEY-----\nMIIE${random.shaped("*".repeat(60))}\n${random.shaped("*".repeat(64))}\n${random.shaped("*".repeat(30))}==\n-----END RSA PRIVATE KEY-----`,
  };
  return tokens[variant] ?? password;
};

const icd10: Maker = (random) =>
  random.pick(["F32.1", "J45.9", "E11.9", "I10", "M54.5", "F41.1", "G43.0", "K21.9", "F43.2", "N39.0", "C50.4", "G20"]);

export const identifiers: Readonly<Record<string, Maker>> = {
  bsn,
  rsin: (random, variant) => bsn(random, variant || "plain", "nl"),
  "national-number-be": nationalNumber,
  iban,
  "vat-nl": vatNl,
  "enterprise-be": enterpriseBe,
  kvk: (random, variant) => (variant === "branch" ? `0000${random.digits(8)}` : random.shaped("9#######")),
  "document-nl": documentNl,
  "eid-be": eidBe,
  "passport-be": (random) => random.shaped("E@######"),
  "driving-licence": (random, variant) => random.shaped(variant === "be" ? "1#########" : "5#########"),
  plate,
  card,
  agb: (random, variant) => (variant === "dash" ? random.shaped("01-0#####") : random.shaped("010#####")),
  big: (random) => random.shaped("#90#######1").replace(/^0/, "1"),
  riziv,
  icd10,
  secret,
};

import { check97, passesEleven, passesIban, passesLuhn, rest97, withIbanCheck, withLuhn } from "./check-digits.ts";
import type { Maker } from "./identifiers.ts";
import { date } from "./people.ts";
import type { Random } from "./random.ts";

const hex = (random: Random, count: number): string =>
  Array.from({ length: count }, () => random.pick([..."0123456789abcdef"])).join("");

function until(random: Random, shape: string, test: (text: string) => boolean): string {
  for (let tries = 0; tries < 100_000; tries++) {
    const text = random.shaped(shape);
    if (test(text)) return text;
  }
  throw new Error(`nothing of the shape ${shape} will do`);
}

/** One digit more or less, so that the last check no longer holds. */
const spoilt = (text: string): string => text.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 1) % 10));

const grouped = (whole: string, by: string): string => whole.replaceAll(/\B(?=(\d{3})+$)/g, by);

function money(random: Random, variant: string): string {
  const euros = String(random.between(1, 10 ** random.between(2, 6)));
  const cents = random.digits(2);
  if (variant === "en") return `€ ${grouped(euros, ",")}.${cents}`;
  if (variant === "fr") return `${grouped(euros, " ")},${cents} €`;
  return random.pick([
    `€ ${grouped(euros, ".")},${cents}`,
    `EUR ${grouped(euros, ".")},${cents}`,
    `€ ${grouped(euros, ".")},-`,
  ]);
}

const isbn13 = (random: Random): string => {
  const twelve = `978${random.pick(["90", "94", "2"])}${random.digits(9)}`.slice(0, 12);
  const sum = [...twelve].reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3), 0);
  return `${twelve}${(10 - (sum % 10)) % 10}`;
};

/** Nine digits with a check digit by weights 10 to 2: a good BSN now and then, a good ISBN always. */
const isbn10 = (random: Random): string => {
  const nine = `90${random.digits(7)}`;
  const sum = [...nine].reduce((total, digit, index) => total + Number(digit) * (10 - index), 0);
  const check = (11 - (sum % 11)) % 11;
  return `${nine.slice(0, 2)}-${nine.slice(2, 6)}-${nine.slice(6)}-${check === 10 ? "X" : check}`;
};

/** Values that are of no kind, whatever they look like. Those named `good-…` pass a kind's own check. */
export const traps: Readonly<Record<string, Maker>> = {
  digits: (random, variant) => `${random.between(1, 9)}${random.digits(Number(variant) - 1)}`,
  "good-eleven": (random, variant) => {
    const nine = until(random, "2########", passesEleven);
    return variant === "spaces" ? grouped(nine, " ") : variant === "dots" ? grouped(nine, ".") : nine;
  },
  "bad-eleven": (random, variant) => {
    const nine = until(random, "#########", (text) => !passesEleven(text));
    return variant === "dots" ? grouped(nine, ".") : nine;
  },
  "bad-iban": (random) => {
    const bad = spoilt(withIbanCheck("NL", `RABO${random.digits(10)}`));
    if (passesIban(bad)) throw new Error("a spoilt IBAN that is good");
    return bad.replaceAll(/(.{4})(?=.)/g, "$1 ");
  },
  "bad-national": (random) => {
    const nine = `${random.between(40, 99)}0${random.between(1, 9)}${random.between(10, 28)}${random.between(100, 400)}`;
    const check = String((Number(check97(nine)) % 97) + 1).padStart(2, "0");
    return `${nine.slice(0, 2)}.${nine.slice(2, 4)}.${nine.slice(4, 6)}-${nine.slice(6)}.${check}`;
  },
  "bad-enterprise": (random) => {
    const eight = `04${random.digits(6)}`;
    const ten = `${eight}${String((Number(check97(eight)) % 97) + 1).padStart(2, "0")}`;
    return `${ten.slice(0, 4)}.${ten.slice(4, 7)}.${ten.slice(7)}`;
  },
  "bad-card": (random) => spoilt(withLuhn(`411111${random.digits(9)}`)).replaceAll(/(.{4})(?=.)/g, "$1 "),
  /** Passes Luhn, of no issuer. */
  "good-luhn": (random) => withLuhn(`9${random.digits(14)}`),
  imei: (random) => withLuhn(`35${random.digits(12)}`),
  iccid: (random) => withLuhn(`893102${random.digits(12)}`),
  money: (random, variant) => money(random, variant),
  date: (random, variant, language) => date(random, variant, language, [2019, 2026]),
  "old-date": (random, variant, language) => date(random, variant, language, [1945, 2001]),
  time: (random) => `${random.between(10, 23)}:${random.between(10, 59)}:${random.between(10, 59)}.${random.digits(3)}`,
  epoch: (random) => `1${random.pick(["6", "7"])}${random.digits(8)}`,
  isbn: (random, variant) =>
    variant === "ten" ? isbn10(random) : isbn13(random).replace(/^(.{3})(.{2})(.{4})(.{3})(.)$/, "$1-$2-$3-$4-$5"),
  ean: isbn13,
  tracking: (random, variant) =>
    variant === "post"
      ? random.shaped("3S@@@@#########")
      : variant === "bpost"
        ? `3232${random.digits(20)}`
        : random.shaped("R@#########NL"),
  version: (random) =>
    `${random.between(1, 24)}.${random.between(0, 20)}.${random.between(0, 999)}${random.pick(["", "-rc.1", "+b2041"])}`,
  ip: (random) => Array.from({ length: 4 }, () => random.between(1, 254)).join("."),
  ipv6: (random) => `2001:db8:${hex(random, 4)}:${hex(random, 4)}::${hex(random, 4)}`,
  hash: (random, variant) => hex(random, Number(variant || 40)),
  uuid: (random) => [8, 4, 4, 4, 12].map((count) => hex(random, count)).join("-"),
  "message-id": (random) =>
    random.pick([
      `<${random.digits(14)}.${hex(random, 8)}@mail.example.com>`,
      `<${hex(random, 24)}@mx.example.org>`,
      `<CA+${random.shaped("*".repeat(30))}@mail.example.net>`,
    ]),
  /** Begins like a telephone number. */
  article: (random) =>
    random.pick([random.shaped("06-####-@@"), random.shaped("020.###.##@"), random.shaped("0475-@##-###")]),
  order: (random) =>
    random.pick([random.shaped("ORD-########"), random.shaped("2026-######"), random.shaped("PO45######")]),
  /** Belgian structured communication: its check is that of accounts. */
  structured: (random) => {
    const ten = random.digits(10);
    const whole = `${ten}${rest97(ten)}`;
    return `+++${whole.slice(0, 3)}/${whole.slice(3, 7)}/${whole.slice(7)}+++`;
  },
  /** Dutch payment reference of 16 digits; kept from passing as a card. */
  reference: (random) =>
    until(random, "5###############", (text) => !passesLuhn(text)).replaceAll(/(.{4})(?=.)/g, "$1 "),
  coordinates: (random) => `5${random.between(0, 3)}.${random.digits(6)}, ${random.between(2, 7)}.${random.digits(6)}`,
  room: (random) => random.shaped("@##.#").replace(/^[^A-F]/, "B"),
  shape: (random, variant) => random.shaped(variant.replaceAll("n", "#").replaceAll("a", "@")),
};

import { seededRandom } from "../recognise/random.ts";
import { dutch, french } from "./ordinary-texts.ts";

/** A mail such as an office sends all day, made up. Nothing in it asks for more than ordinary care: that is its label. */
export interface OrdinaryMail {
  readonly from: string;
  readonly to: readonly { readonly email: string; readonly name?: string }[];
  readonly texts: readonly [subject: string, text: string];
  readonly time: number;
}

const people = {
  nl: ["Els de Wit", "Joost Kuipers", "Fatima el Amrani", "Sanne Visser", "Kees van der Berg", "Ilse Maes"],
  fr: ["Claire Dubois", "Luc Lambert", "Amina Haddad", "Julie Martin", "Pierre Lefèvre", "Nathalie Simon"],
} as const;
const firms = {
  nl: ["Bakkerij De Korenaar", "Van Dijk Installaties", "Kantoor Linde", "Drukkerij Peeters", "Garage Noord"],
  fr: ["Boulangerie du Parc", "Lambert Chauffage", "Bureau Tilleul", "Imprimerie Simon", "Garage du Nord"],
} as const;
const things = {
  nl: ["stoelen", "de ketel", "twee laptops", "het dak", "folders", "de website", "een proefrit", "de vergaderzaal"],
  fr: [
    "des chaises",
    "la chaudière",
    "deux portables",
    "la toiture",
    "des dépliants",
    "le site",
    "la salle de réunion",
  ],
} as const;
const streets = {
  nl: ["Dorpsstraat", "Kanaalweg", "Stationsplein", "Molenlaan"],
  fr: ["rue de la Gare", "avenue Louise", "place du Marché", "chaussée de Mons"],
} as const;
const places = { nl: ["Utrecht", "Gent", "Breda", "Zwolle"], fr: ["Namur", "Liège", "Mons", "Bruxelles"] } as const;

const address = (name: string, firm: string): string => {
  const plain = (text: string): string =>
    text
      .normalize("NFD")
      .replaceAll(/[^A-Za-z ]/g, "")
      .toLowerCase()
      .trim();
  return `${plain(name).replaceAll(/ +/g, ".")}@${plain(firm).replaceAll(/ +/g, "-")}.example`;
};

/** `count` mails, the same for the same seed; what stands in braces is filled in. */
export function ordinaryMails(language: "nl" | "fr", count: number, seed: number): OrdinaryMail[] {
  const random = seededRandom(seed);
  const texts = language === "nl" ? dutch : french;
  const begin = Date.UTC(2026, 0, 5, 8);
  return Array.from({ length: count }, (_, index) => {
    const [from, to] = [random.pick(people[language]), random.pick(people[language])];
    const [ours, theirs] = [random.pick(firms[language]), random.pick(firms[language])];
    const values: Record<string, () => string> = {
      from: () => from,
      to: () => to,
      first: () => to.split(" ")[0]!,
      firm: () => ours,
      thing: () => random.pick(things[language]),
      day: () => String(random.between(1, 28)),
      month: () => String(random.between(1, 12)).padStart(2, "0"),
      hour: () => `${random.between(8, 17)}:${random.pick(["00", "15", "30", "45"])}`,
      amount: () => `${random.between(20, 4000)},${random.digits(2)}`,
      number: () => random.digits(random.between(5, 9)),
      order: () => `${random.pick(["ORD", "F", "2026", "PO"])}-${random.digits(random.between(5, 8))}`,
      phone: () => (language === "nl" ? random.shaped("020 555 ## ##") : random.shaped("081 55 ## ##")),
      mobile: () => (language === "nl" ? random.shaped("06 1234 ####") : random.shaped("0470 12 ## ##")),
      street: () => `${random.pick(streets[language])} ${random.between(1, 180)}`,
      code: () => (language === "nl" ? random.shaped("#### @@") : String(random.between(1000, 7999))),
      place: () => random.pick(places[language]),
      iban: () => (language === "nl" ? "NL91 ABNA 0417 1643 00" : "BE68 5390 0754 7034"),
      vat: () => (language === "nl" ? "NL123456782B01" : "BE 0403.170.701"),
      kvk: () => random.shaped("9#######"),
    };
    const [subject, body, foot] = [random.pick(texts.subjects), random.pick(texts.bodies), random.pick(texts.feet)];
    const filled = (text: string): string =>
      text.replaceAll(/\{([a-z]+)\}/g, (_sign, name: string) => values[name]?.() ?? name);
    return {
      from: address(from, ours),
      to: [{ email: address(to, theirs), name: to }],
      texts: [filled(subject), filled(`${random.pick(texts.greetings)}\n\n${body}\n\n${foot}`)],
      time: begin + index * 600_000,
    };
  });
}

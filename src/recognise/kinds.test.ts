import assert from "node:assert/strict";
import { test } from "node:test";
import { recognise, type ValueKind } from "./index.ts";

const valuesOf = (text: string, kind: ValueKind): string[] =>
  recognise(text)
    .filter((finding) => finding.kind === kind)
    .map(({ start, end }) => text.slice(start, end));

interface Sample {
  readonly kind: ValueKind;
  readonly title: string;
  /** Texts with what is to be found between braces. */
  readonly found: readonly string[];
  readonly decoys: readonly string[];
}

const samples: readonly Sample[] = [
  {
    kind: "bsn",
    title: "A BSN stands beside its label, below its column, or written apart; numbers of other things are none",
    found: [
      "BSN: {111222333}",
      "Het burgerservicenummer van mevrouw is {123456782}.",
      "({123456782} is mijn BSN)",
      "Naam;BSN;Telefoon\nJan;{111222333};0201234567\nPiet;{123456782};0101234567\n",
      "sofinummer\n{123 456 782}\n",
      "Citizen service number {1234.56.782}",
    ],
    decoys: [
      "Klantnummer 123456782, uw BSN hebben wij niet nodig.",
      "Uw kenmerk: 2024/123456782",
      "BSN 123456783",
      "bsn 000000000",
      "Polisnummer 111222333",
      "€ 111222333",
      "https://voorbeeld.nl/123456782",
    ],
  },
  {
    kind: "rsin",
    title: "An RSIN is found as such, since the test is that of a BSN",
    found: ["RSIN {123456782}", "rsin: {111222333}"],
    decoys: ["BSN 123456782", "RSIN 123456783"],
  },
  {
    kind: "national-number-be",
    title: "A Belgian national number is found with or without its points, of before and after 2000, and as BIS number",
    found: [
      "Rijksregisternummer {85.07.30-033.28}",
      "NISS: {17073003384}",
      "N° national {850730 033 28}",
      "INSZ {40.00.00-953.81}",
      "Dossier {85.07.30-033.28} is gesloten",
    ],
    decoys: ["85.07.30-033.29", "Order 93051822361", "85.13.30-033.28", "tel. 85073003328"],
  },
  {
    kind: "iban",
    title: "An IBAN of any country is found by its length and remainder",
    found: [
      "{NL91 ABNA 0417 1643 00}",
      "rek. {BE68-5390-0754-7034}",
      "{GB82WEST12345698765432}",
      "IBAN:{fr1420041010050500013m02606},",
    ],
    decoys: ["NL91 ABNA 0417 1643 01", "BE68 5390 0754 703", "NL91ABNA04171643001"],
  },
  {
    kind: "vat-nl",
    title: "A Dutch btw-id is found by either of its two tests",
    found: ["btw {NL111222333B01}", "{NL 1112.22.333.B01}", "{NL002455799B11}"],
    decoys: ["NL111222334B01", "NL111222333C01", "111222333B"],
  },
  {
    kind: "enterprise-be",
    title: "A Belgian enterprise number is found with BE, with its points, or beside its label",
    found: ["{BE 0403.170.701}", "TVA {BE0417497106}", "KBO {0202239951}", "ondernemingsnummer {0417.497.106}"],
    decoys: ["BE 0403.170.702", "0417497106", "tel 0417497106"],
  },
  {
    kind: "kvk",
    title: "A number of the chamber of commerce needs its label",
    found: [
      "KvK {12345678}",
      "Kamer van Koophandel: {87654321}",
      "KvK-nummer {12345678} en vestigingsnummer {000012345678}",
    ],
    decoys: ["Factuur 12345678", "12345678", "12.345.678 euro, zie het handelsregister"],
  },
  {
    kind: "document-nl",
    title: "A Dutch passport or identity card is nine signs without the letter O, beside its label",
    found: ["Paspoortnummer: {NXH4R67K2}", "identiteitskaart {SPECI2014}"],
    decoys: ["artikel NXH4R67K2", "paspoort NOH4R67K2", "Paspoort NXH4R67KA"],
  },
  {
    kind: "eid-be",
    title: "A Belgian identity card has the remainder of an old bank account, so its label decides",
    found: ["eID {591-1234567-53}", "Carte d'identité n° {591-2345678-29}"],
    decoys: ["Rekening 591-1234567-53", "eID 591-1234567-54", "+++090/9337/55493+++"],
  },
  {
    kind: "passport-be",
    title: "A Belgian passport needs its label",
    found: ["passeport {EH123456}", "Reispas {EH 123456}"],
    decoys: ["EH123456", "factuur EH123456"],
  },
  {
    kind: "driving-licence",
    title: "A driving licence needs its label",
    found: ["Rijbewijs {5123456789} afgegeven 2-3-2015", "permis de conduire n° {1234567890}"],
    decoys: ["5123456789", "ticket 5123456789"],
  },
  {
    kind: "phone",
    title:
      "Phones of the Netherlands and Belgium are found as people write them, and no dates, prices, addresses of machines",
    found: [
      "06-12345678",
      "+31 (0)6 1234 5678",
      "0031612345678",
      "020 123 45 67",
      "(020) 123 45 67",
      "(0031) 6 12345678",
      "+31 20 123 45 67",
      "0475/12.34.56",
      "+32 475 12 34 56",
      "02 123 45 67",
      "03/123.45.67",
      "0475 123 456",
      "+33 6 12 34 56 78",
    ].map((number) => `Bel mij op {${number}}.`),
    decoys: [
      "02-03-2024",
      "10.0.12.34",
      "order 0475123456",
      "€ 0612,50",
      "0800-1234",
      "2024-01-02 10:00",
      "ISBN 978-90-274-3964-2",
      "van 06-12 tot 06-14",
      "0900 1234567",
    ],
  },
  {
    kind: "address",
    title: "An address is a street with its number, and the postcode and place with it",
    found: [
      "{Dorpsstraat 12a, 1234 AB Utrecht}",
      "Hij woont {Prins Hendriklaan 33 in Breda}",
      "{Kerkdreef 4 bus 2, 9000 Gent}",
      "{Rue de la Loi 16, 1000 Bruxelles}",
      "{16, rue de la Loi, 1000 Bruxelles}",
      "{De Heuvel 5, 5038 CS Tilburg}",
      "postcode {3511 AB}",
    ],
    decoys: ["In 2024 SA bleef", "Maandag 12, 2024 EU regels", "pagina 12", "in straat 3 van de fabriek 2024"],
  },
  {
    kind: "date-of-birth",
    title: "A date of birth is a date that words call one, in figures or written in three languages",
    found: [
      "geboren op {3 maart 1980} te Gent",
      "Geboortedatum: {12-05-1975}",
      "née à Liège le {1er mai 1990}",
      "born {March 3, 1985}",
      "Geboren {1-1-1980}, in dienst 1-2-2020",
      "Jan (°{12/04/1966})",
      "Date de naissance : {1980-02-29}",
    ],
    decoys: ["Nee, 12-03-2024 kan niet", "Factuurdatum 12-03-2024", "3 maart 1980", "opgericht op 12-05-1975"],
  },
  {
    kind: "plate",
    title: "A number plate needs a word about vehicles, but for the Belgian form of today",
    found: ["kenteken {G-001-BB}", "de auto {12-ABC-3}", "plaque {1-ABC-123}", "wagen met {GT-486-R}", "{1-XYZ-789}"],
    decoys: ["onderdeel 12-AB-34", "versie 1-2-3", "XX-99-99"],
  },
  {
    kind: "card",
    title: "A card number has an issuer's beginning, its length and the check digit",
    found: [
      "{4111 1111 1111 1111}",
      "VISA {4539148803436467}",
      "amex {378282246310005}",
      "creditcard: {5555-5555-5555-4444}",
    ],
    decoys: ["4111 1111 1111 1112", "order 4111111111111111", "EAN 8710400280507", "0000 0000 0000 0000"],
  },
  {
    kind: "agb",
    title: "An AGB code needs its label",
    found: ["AGB-code {01234567}", "AGB: {01-234567}"],
    decoys: ["01234567", "factuur 01234567"],
  },
  {
    kind: "big",
    title: "A BIG number needs its label",
    found: ["BIG-nummer {19012345601}", "BIG: {19012345601}"],
    decoys: ["19012345601", "a big 123"],
  },
  {
    kind: "riziv",
    title: "A RIZIV number is found under its Dutch and its French name",
    found: ["RIZIV {1-00001-06-004}", "n° INAMI {10000106004}"],
    decoys: ["1-00001-06-004", "order 10000106004"],
  },
  {
    kind: "icd10",
    title: "A code of a disease is one beside words of diagnosis, and no room",
    found: ["diagnose {J45.0} (astma) in lokaal B12", "Diagnostic : {E11}"],
    decoys: ["lokaal B12", "versie A10", "papier A4"],
  },
  {
    kind: "secret",
    title: "Passwords are found behind their label, keys and tokens by the marks of their issuers",
    found: [
      "wachtwoord: {Welkom01!}",
      'password = "{hunter22}"',
      "mot de passe est {Azerty123}.",
      "{AKIAIOSFODNN7EXAMPLE}",
      "postgres://zegel:{s3cr3tPass}@db.example/x",
      "{ghp_abcdefghijklmnopqrstuvwxyz0123456789}",
    ],
    decoys: [
      "wachtwoord vergeten?",
      "Je wachtwoord: zie de app",
      "password: ********",
      "password=<PASSWORD>",
      "eyJ is a beginning",
    ],
  },
];

for (const { kind, title, found, decoys } of samples)
  test(title, () => {
    for (const marked of found) {
      const wanted = [...marked.matchAll(/\{([^}]*)\}/g)].map((match) => match[1]!);
      assert.deepEqual(valuesOf(marked.replaceAll(/[{}]/g, ""), kind), wanted, marked);
    }
    for (const text of decoys) assert.deepEqual(valuesOf(text, kind), [], text);
  });

test("Each finding says why, and is as sure as its reasons are", () => {
  const [labelled] = recognise("BSN 111222333");
  const [near] = recognise(
    "Wij vragen u om uw burgerservicenummer, dat u op de achterkant van uw kaart vindt, en noteren dan wat u ons zegt: 111222333",
  );
  assert.deepEqual(labelled?.reasons, ["label:bsn", "checksum"]);
  assert.deepEqual(near?.reasons, ["near:bsn", "checksum"]);
  assert.ok(labelled.confidence > near.confidence);
  assert.deepEqual(recognise("BSN 111222333", { minimumConfidence: 0.99 }), []);
});

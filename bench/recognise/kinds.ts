/** Kinds whose findings are a value: judged by the span. */
export const valueKinds = [
  "bsn",
  "rsin",
  "national-number-be",
  "iban",
  "vat-nl",
  "enterprise-be",
  "kvk",
  "document-nl",
  "eid-be",
  "passport-be",
  "driving-licence",
  "phone",
  "email",
  "address",
  "date-of-birth",
  "plate",
  "card",
  "agb",
  "big",
  "riziv",
  "icd10",
  "secret",
  "name",
] as const;

/** Kinds whose findings are a passage or a whole document: judged by whether they lie in it. */
export const passageKinds = ["health", "special-category", "criminal", "work-and-money", "cv"] as const;

export const kinds = [...valueKinds, ...passageKinds] as const;
export type Kind = (typeof kinds)[number];

export const isKind = (name: string): name is Kind => (kinds as readonly string[]).includes(name);
export const isPassageKind = (kind: string): boolean => (passageKinds as readonly string[]).includes(kind);

/** Kinds of which no list of words decides, but the form and a checksum or a word beside it. */
export const identifierKinds: readonly Kind[] = valueKinds.filter((kind) => kind !== "name");

/** Advice only, as `docs/spec/recognise-data.md` says. */
export const adviceKinds: readonly Kind[] = ["plate", "icd10", "driving-licence"];

export const languages = ["nl", "fr", "en", "de"] as const;
export type Language = (typeof languages)[number];
export const isLanguage = (name: string): name is Language => (languages as readonly string[]).includes(name);

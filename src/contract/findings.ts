/** Kinds of personal data that are found in text: the value itself. The names stand in tables, agreements and JSON. */
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

/** What a passage or a whole document is about. */
export const passageKinds = ["health", "special-category", "criminal", "work-and-money", "cv"] as const;

export const findingKinds = [...valueKinds, ...passageKinds] as const;
export type FindingKind = (typeof findingKinds)[number];

/** Kinds of which a value stands for one person. */
export const personKinds: ReadonlySet<FindingKind> = new Set([
  "bsn",
  "national-number-be",
  "iban",
  "document-nl",
  "eid-be",
  "passport-be",
  "driving-licence",
] as const);
/** In one message. */
export const mostPersonValues = 50;

/** How often something was found, and how surely (0 to 1). Kinds and counts, no text: these may be kept. */
export interface FindingCount {
  readonly kind: FindingKind;
  readonly count: number;
  readonly confidence: number;
}

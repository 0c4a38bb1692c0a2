/** Identifiers and names: a span is the value itself. */
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

/** What a passage is about, or what a whole document is: a span is a passage, and may hold values. */
export const passageKinds = ["health", "special-category", "criminal", "work-and-money", "cv"] as const;

export type ValueKind = (typeof valueKinds)[number];
export type PassageKind = (typeof passageKinds)[number];
export type Kind = ValueKind | PassageKind;

export interface Finding {
  readonly kind: Kind;
  /** UTF-16 units from the beginning of the text. */
  readonly start: number;
  /** The unit after the last. */
  readonly end: number;
  /** From 0 to 1, in hundredths. */
  readonly confidence: number;
  /** Stable words, the strongest first: `checksum`, `label:bsn`, `near:iban`, `form`, `list:given-name`. */
  readonly reasons: readonly string[];
}

export interface RecogniseOptions {
  /** Findings below this are left out; 0.5 unless told. */
  readonly minimumConfidence?: number;
  /** Names that are known to belong to people, such as those of sender and recipients. At most 1,000 count. */
  readonly names?: readonly string[];
}

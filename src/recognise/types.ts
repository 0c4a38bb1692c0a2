import { passageKinds, valueKinds } from "../contract/findings.ts";

/** Of a value the span is the value itself; of a passage, what is about it, and it may hold values. */
export { passageKinds, valueKinds };

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

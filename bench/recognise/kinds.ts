import { findingKinds, passageKinds, valueKinds } from "#/contract/findings.ts";

/** A value is judged by its span, a passage or whole document by whether findings lie in it. */
export { passageKinds, valueKinds };

export const kinds = findingKinds;
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

import type { Language } from "#/contract/index.ts";
import { english } from "./en/index.ts";
import { dutch } from "./nl/index.ts";
import { type Details, render, type Sentence } from "./sentence.ts";

export type { Details, Sentence } from "./sentence.ts";

/** Every key that has a sentence. */
export type WordKey = keyof typeof english;

interface Catalogue {
  readonly locale: string;
  readonly sentences: Readonly<Record<string, Sentence>>;
}

const inEnglish: Catalogue = { locale: "en-GB", sentences: english };

const catalogues: Readonly<Record<Language, Catalogue>> = {
  nl: { locale: "nl-NL", sentences: dutch },
  en: inEnglish,
  fr: inEnglish,
  de: inEnglish,
};

/** True when `key` has a sentence of its own. */
export const isWordKey = (key: string): key is WordKey => Object.hasOwn(english, key);

/**
 * The sentence for `key`, with `details` filled in; plain text, so a page must escape it. French and German get the
 * English one as long as they have no catalogue. A key nobody wrote a sentence for gives `refusal.unknown`.
 */
export function say(language: Language, key: string, details: Details = {}): string {
  const { locale, sentences } = catalogues[language];
  return render(locale, sentences[isWordKey(key) ? key : "refusal.unknown"]!, details);
}

/** The language in which sentences for `language` really come. */
export const spokenLanguage = (language: Language): "nl" | "en" => (language === "nl" ? "nl" : "en");

import type { Language } from "#/contract/index.ts";
import { german } from "./de/index.ts";
import { english } from "./en/index.ts";
import { french } from "./fr/index.ts";
import { dutch } from "./nl/index.ts";
import { type Details, render, type Sentence } from "./sentence.ts";

export type { Details, Sentence } from "./sentence.ts";

/** Every key that has a sentence. */
export type WordKey = keyof typeof english;

interface Catalogue {
  readonly locale: string;
  readonly sentences: Readonly<Record<string, Sentence>>;
}

const catalogues: Readonly<Record<Language, Catalogue>> = {
  nl: { locale: "nl-NL", sentences: dutch },
  en: { locale: "en-GB", sentences: english },
  fr: { locale: "fr-FR", sentences: french },
  de: { locale: "de-DE", sentences: german },
};

/** True when `key` has a sentence of its own. */
export const isWordKey = (key: string): key is WordKey => Object.hasOwn(english, key);

/**
 * The sentence for `key`, with `details` filled in; plain text, so a page must escape it. A key nobody wrote a sentence
 * for gives `refusal.unknown`.
 */
export function say(language: Language, key: string, details: Details = {}): string {
  const { locale, sentences } = catalogues[language];
  return render(locale, sentences[isWordKey(key) ? key : "refusal.unknown"]!, details);
}

import type { Language } from "#/contract/index.ts";
import { german } from "./de/index.ts";
import { english } from "./en/index.ts";
import { french } from "./fr/index.ts";
import { belgianDutch } from "./nl-be.ts";
import { dutch } from "./nl/index.ts";
import { type Details, render, type Sentence } from "./sentence.ts";

export type { Details, Sentence } from "./sentence.ts";

/** Every key that has a sentence. */
export type WordKey = keyof typeof english;

interface Catalogue {
  readonly locale: string;
  readonly sentences: Readonly<Record<string, Sentence>>;
}

/** A language, or its Belgian variant where words and notation differ. */
export type Speech = Language | "nl-BE";

const catalogues: Readonly<Record<Speech, Catalogue>> = {
  nl: { locale: "nl-NL", sentences: dutch },
  "nl-BE": { locale: "nl-BE", sentences: { ...dutch, ...belgianDutch } },
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
export function say(language: Speech, key: string, details: Details = {}): string {
  const { locale, sentences } = catalogues[language];
  return render(locale, sentences[isWordKey(key) ? key : "refusal.unknown"]!, details);
}

/** How a firm with this domain speaks `language`: Dutch as in Belgium where its domain is Belgian. */
export const speechOf = (language: Language, domain: string): Speech =>
  language === "nl" && domain.toLowerCase().endsWith(".be") ? "nl-BE" : language;

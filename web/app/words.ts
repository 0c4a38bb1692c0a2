import { createInstance } from "i18next";
import { initReactI18next } from "react-i18next";
import { isPageLanguage, localeOf, type PageLanguage, rememberLanguage } from "../parts/languages.ts";

const i18next = createInstance();

const catalogues: Readonly<Record<PageLanguage, () => Promise<{ default: object }>>> = {
  nl: () => import("../words/nl.json"),
  fr: () => import("../words/fr.json"),
  en: () => import("../words/en.json"),
  de: () => import("../words/de.json"),
};

export const spokenLanguage = (): PageLanguage => (isPageLanguage(i18next.language) ? i18next.language : "nl");

async function loadCatalogue(language: PageLanguage): Promise<void> {
  if (i18next.hasResourceBundle(language, "translation")) return;
  const catalogue = await catalogues[language]();
  i18next.addResourceBundle(language, "translation", catalogue.default);
  if (localeOf(language) !== "nl-BE") return;
  const belgian = await import("../words/nl-be.json");
  i18next.addResourceBundle(language, "translation", belgian.default, true, true);
}

/** Before the first screen: the catalogue of the language in which it will speak. */
export async function startWords(language: PageLanguage): Promise<void> {
  await i18next
    .use(initReactI18next)
    .init({ lng: language, fallbackLng: false, interpolation: { escapeValue: false }, resources: {} });
  await speakLanguage(language);
}

export async function speakLanguage(language: PageLanguage): Promise<void> {
  await loadCatalogue(language);
  await i18next.changeLanguage(language);
  rememberLanguage(language);
}

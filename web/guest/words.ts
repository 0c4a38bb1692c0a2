/** @jsxImportSource preact */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { common as englishCommon, guest as englishGuest } from "../words/en.json";
import { common as dutchCommon, guest as dutchGuest } from "../words/nl.json";
import type { PageLanguage } from "../parts/languages.ts";
import { createSay, type Say } from "../parts/say.ts";

const catalogues = {
  nl: { common: dutchCommon, guest: dutchGuest },
  en: { common: englishCommon, guest: englishGuest },
};

export const sayIn = (language: PageLanguage): Say => createSay(catalogues[language], language);

export const Words = createContext<{ t: Say; language: PageLanguage }>({ t: sayIn("nl"), language: "nl" });
export const useWords = (): { t: Say; language: PageLanguage } => useContext(Words);

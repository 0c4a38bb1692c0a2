/** @jsxImportSource preact */
import { createContext } from "preact";
import { useContext, useEffect, useMemo, useState } from "preact/hooks";
import type { PageLanguage } from "../parts/languages.ts";
import { type Catalogue, createSay, type Say } from "../parts/say.ts";

/** Only what guests read, and only in the language in which they read it. */
const catalogues: Readonly<Record<PageLanguage, () => Promise<Catalogue>>> = {
  nl: () => import("./catalogues/nl.ts").then(({ common, guest }) => ({ common, guest })),
  fr: () => import("./catalogues/fr.ts").then(({ common, guest }) => ({ common, guest })),
  en: () => import("./catalogues/en.ts").then(({ common, guest }) => ({ common, guest })),
  de: () => import("./catalogues/de.ts").then(({ common, guest }) => ({ common, guest })),
};
const loaded = new Map<PageLanguage, Catalogue>();

/** Before the first screen, and before a page changes its language. */
export async function loadWords(language: PageLanguage): Promise<void> {
  if (!loaded.has(language)) loaded.set(language, await catalogues[language]());
}

const sayIn = (language: PageLanguage): Say => createSay(loaded.get(language) ?? {}, language);

export interface Spoken {
  readonly t: Say;
  readonly language: PageLanguage;
}

/** Speaks the wanted language as soon as its catalogue is there, and until then goes on in the one before. */
export function useSpoken(wanted: PageLanguage): Spoken {
  const [language, speakIn] = useState<PageLanguage>(loaded.has(wanted) ? wanted : ([...loaded.keys()][0] ?? wanted));
  useEffect(() => {
    let asked = true;
    loadWords(wanted).then(
      () => asked && speakIn(wanted),
      () => undefined,
    );
    return () => void (asked = false);
  }, [wanted]);
  return useMemo(() => ({ t: sayIn(language), language }), [language]);
}

export const Words = createContext<Spoken>({ t: (key) => key, language: "nl" });
export const useWords = (): Spoken => useContext(Words);

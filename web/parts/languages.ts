/** Languages with a catalogue in `words/`; each by its own name. */
export const languages = { nl: "Nederlands", fr: "Français", en: "English", de: "Deutsch" } as const;
export type PageLanguage = keyof typeof languages;

export const isPageLanguage = (text: string | null | undefined): text is PageLanguage =>
  text !== null && text !== undefined && Object.hasOwn(languages, text);

const storageKey = "zegel.language";

/** What the person chose here before; else what the browser asks for; else the fallback. */
export function preferredLanguage(fallback: PageLanguage = "nl"): PageLanguage {
  const chosen = localStorage.getItem(storageKey);
  if (isPageLanguage(chosen)) return chosen;
  const asked = navigator.languages.map((tag) => tag.split("-")[0]).find((tag) => isPageLanguage(tag));
  return isPageLanguage(asked) ? asked : fallback;
}

export function rememberLanguage(language: PageLanguage): void {
  localStorage.setItem(storageKey, language);
  document.documentElement.lang = language;
}

const homes: Readonly<Record<PageLanguage, string>> = { nl: "nl-NL", fr: "fr-FR", en: "en-GB", de: "de-DE" };

/** In which notation dates and numbers stand: that of the region the browser names with this language, else its home's. */
export function localeOf(language: string, asked: readonly string[] = navigator.languages): string {
  const regional = asked.find((tag) => /^[a-z]{2}-[A-Z]{2}$/.test(tag) && tag.startsWith(`${language}-`));
  return regional ?? (isPageLanguage(language) ? homes[language] : homes.nl);
}

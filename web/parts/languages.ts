/** Languages with a catalogue in `words/`; each by its own name. */
export const languages = { nl: "Nederlands", en: "English" } as const;
export type PageLanguage = keyof typeof languages;

export const isPageLanguage = (text: string | null | undefined): text is PageLanguage =>
  text !== null && text !== undefined && text in languages;

const storageKey = "zegel.language";

/** What the person chose here before; else what the browser asks for; else the fallback. */
export function preferredLanguage(fallback: PageLanguage = "nl"): PageLanguage {
  const chosen = localStorage.getItem(storageKey);
  if (isPageLanguage(chosen)) return chosen;
  const asked = navigator.languages.map((tag) => tag.slice(0, 2)).find((tag) => isPageLanguage(tag));
  return isPageLanguage(asked) ? asked : fallback;
}

export function rememberLanguage(language: PageLanguage): void {
  localStorage.setItem(storageKey, language);
  document.documentElement.lang = language;
}

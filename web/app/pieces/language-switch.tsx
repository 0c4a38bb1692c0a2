import type { JSX } from "react";
import { useTranslation } from "react-i18next";
import { languages, type PageLanguage } from "../../parts/languages.ts";
import { speakLanguage } from "../words.ts";

/** A small switch, each language by its own name. */
export function LanguageSwitch({ onChosen }: { onChosen?: (language: PageLanguage) => void }): JSX.Element {
  const { t, i18n } = useTranslation();
  return (
    <fieldset className="languages" aria-label={t("app.language")}>
      {Object.entries(languages).map(([tag, name]) => (
        <button
          key={tag}
          type="button"
          lang={tag}
          aria-pressed={i18n.language === tag}
          onClick={() => {
            void speakLanguage(tag as PageLanguage);
            onChosen?.(tag as PageLanguage);
          }}
        >
          {name}
        </button>
      ))}
    </fieldset>
  );
}

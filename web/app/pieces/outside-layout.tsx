import type { JSX, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { PageLanguage } from "../../parts/languages.ts";
import { LanguageSwitch } from "./language-switch.tsx";
import { Seal } from "./seal.tsx";

interface OutsideLayoutProps {
  readonly wide?: boolean;
  readonly onLanguage?: (language: PageLanguage) => void;
  readonly children: ReactNode;
}

/** For screens before one is signed in: our mark, one card, the language. */
export function OutsideLayout({ wide = false, onLanguage, children }: OutsideLayoutProps): JSX.Element {
  const { t } = useTranslation();
  return (
    <div className={wide ? "outside outside-wide" : "outside"}>
      <header>
        <Seal sizePx={36} />
        <span className="brand">{t("app.brand")}</span>
        <LanguageSwitch {...(onLanguage && { onChosen: onLanguage })} />
      </header>
      <main className="sheet">{children}</main>
    </div>
  );
}

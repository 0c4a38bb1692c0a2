import { type JSX, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import fonts from "../fonts.css?url";
import { letterSandbox, showLetter } from "../../parts/letter.ts";

/** The text of a message in a frame in which nothing can act. */
export function LetterFrame(props: { html: string; text: string; isFolded?: boolean }): JSX.Element {
  const { html, text, isFolded = false } = props;
  const { t, i18n } = useTranslation();
  const place = useRef<HTMLIFrameElement>(null);
  const { language } = i18n;
  useEffect(
    () =>
      place.current
        ? showLetter(place.current, { html, text, language, fonts, ...(isFolded && { earlier: t("mail.earlier") }) })
        : undefined,
    [html, text, language, isFolded, t],
  );
  return <iframe ref={place} className="letter-frame" sandbox={letterSandbox} title={t("mail.letter_frame")} />;
}

import { type JSX, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import fonts from "../fonts.css?url";
import { letterSandbox, showLetter } from "../../parts/letter.ts";

/** The text of a message in a frame in which nothing can act. */
export function LetterFrame({ html, text }: { html: string; text: string }): JSX.Element {
  const { t, i18n } = useTranslation();
  const place = useRef<HTMLIFrameElement>(null);
  const { language } = i18n;
  useEffect(
    () => (place.current ? showLetter(place.current, { html, text, language, fonts }) : undefined),
    [html, text, language],
  );
  return <iframe ref={place} className="letter-frame" sandbox={letterSandbox} title={t("mail.letter_frame")} />;
}

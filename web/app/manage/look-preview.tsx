import { type JSX, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Answer, MemberRoutes } from "../../parts/call.ts";
import { LetterFrame } from "../pieces/letter-frame.tsx";
import { Seal } from "../pieces/seal.tsx";
import { logoAddress } from "./logo-field.tsx";

type Preview = Answer<MemberRoutes, "previewLook">;

/** The notification as it will leave, and the head of the page behind its link; on white, as most will see them. */
export function LookPreview(props: { preview: Preview; logo: string; name: string; ownText: string }): JSX.Element {
  const { preview, logo, name, ownText } = props;
  const { t } = useTranslation();
  const place = useRef<HTMLDivElement>(null);
  const colour = preview.colours?.light;
  useEffect(() => {
    if (colour === undefined) place.current?.style.removeProperty("--look");
    else place.current?.style.setProperty("--look", colour);
  }, [colour]);
  return (
    <div className="look-previews" ref={place}>
      <section aria-label={t("settings.look.mail")}>
        <h3>{t("settings.look.mail")}</h3>
        <div className="look-paper">
          <dl className="look-head">
            <dt>{t("settings.look.from")}</dt>
            <dd>{preview.from}</dd>
            <dt>{t("settings.look.subject")}</dt>
            <dd>{preview.subject}</dd>
          </dl>
          <LetterFrame html={preview.html} text={preview.text} />
        </div>
      </section>
      <section aria-label={t("settings.look.page")}>
        <h3>{t("settings.look.page")}</h3>
        <div className="look-paper look-page">
          <p className="look-firm">
            {logo === "" ? (
              <span className="look-monogram" aria-hidden="true">
                {name.slice(0, 1).toUpperCase()}
              </span>
            ) : (
              <img src={logoAddress(logo)} alt="" />
            )}
            <strong>{name}</strong>
          </p>
          <Seal sizePx={36} />
          <p className="look-lead">{t("guest.door.heading")}</p>
          <p>{t("guest.door.lead", { organisation: name })}</p>
          {ownText.trim() !== "" && <p className="look-own">{ownText}</p>}
          <p className="look-button">{t("guest.door.open")}</p>
        </div>
      </section>
    </div>
  );
}

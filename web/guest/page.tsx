/** @jsxImportSource preact */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { isPageLanguage, type PageLanguage, preferredLanguage, rememberLanguage } from "../parts/languages.ts";
import { CheckView } from "./check.tsx";
import { DoorView } from "./door.tsx";
import { GoneView, LeftView, LostView } from "./ends.tsx";
import { wearColours } from "./firm-colours.ts";
import { call, speak } from "./guest-call.ts";
import { LetterView } from "./letter-view.tsx";
import { Sheet } from "./sheet.tsx";
import { useVisit } from "./use-visit.ts";
import { useSpoken, Words } from "./words.ts";

/** Where a visit stands decides what the sheet shows. */
export function Page(props: { linkId: string | undefined; secret: string | undefined }): JSX.Element {
  const visit = useVisit(props.linkId, props.secret);
  const [chosen, choose] = useState<PageLanguage>();
  const theirs = visit.door?.language;
  const words = useSpoken(chosen ?? preferredLanguage(isPageLanguage(theirs) ? theirs : "nl"));
  const { t, language } = words;
  speak(language);
  const name = visit.door?.organisation.name;

  useEffect(() => wearColours(visit.door?.organisation), [visit.door]);
  useEffect(() => {
    document.documentElement.lang = language;
    document.title = name === undefined ? t("guest.title") : t("guest.title_of", { organisation: name });
  }, [language, name, t]);

  const { view } = visit;
  return (
    <Words.Provider value={words}>
      <Sheet
        door={visit.door}
        logoAddress={`/api/guest/${props.linkId ?? ""}/logo`}
        quiet={view.kind === "open"}
        onLanguage={(next) => {
          rememberLanguage(next);
          choose(next);
          // For the next mail too; should it fail, nothing is lost but that.
          if (view.kind === "open")
            call("guestLanguage", { params: { linkId: props.linkId ?? "" }, body: { language: next } }).catch(
              () => undefined,
            );
        }}
      >
        {view.kind === "loading" && <p class="waiting">{t("guest.loading")}</p>}
        {view.kind === "lost" && <LostView problem={view.problem} />}
        {view.kind === "door" && <DoorView visit={visit} ended={view.ended === true} />}
        {view.kind === "check" && <CheckView visit={visit} knock={view.knock} />}
        {view.kind === "gone" && <GoneView visit={visit} knock={view.knock} />}
        {view.kind === "open" && (
          <LetterView visit={visit} conversation={view.conversation} linkId={props.linkId ?? ""} />
        )}
        {view.kind === "left" && <LeftView />}
      </Sheet>
    </Words.Provider>
  );
}

import { useQuery } from "@tanstack/react-query";
import type { JSX } from "react";
import { useTranslation } from "react-i18next";
import { LetterFrame } from "../../pieces/letter-frame.tsx";
import { ProblemNote } from "../../pieces/problem-note.tsx";
import { call } from "../../session.ts";
import { paragraphs } from "./inline-images.ts";
import { useLoadedPictures, withPictures } from "./loaded-pictures.ts";

/** What will leave, word for word. */
export function PlannedText({ draftId }: { draftId: string }): JSX.Element {
  const { t } = useTranslation();
  const draft = useQuery({
    queryKey: ["planned", draftId],
    queryFn: () => call("readDraft", { params: { draftId } }),
    gcTime: 0,
  });
  const content = draft.data?.content;
  const html =
    content && `${content.html === "" ? paragraphs(content.text) : content.html}${content.quote?.html ?? ""}`;
  const pictures = useLoadedPictures({ draftId, version: draft.data?.version ?? 0, html: html ?? "" });
  if (draft.error) return <ProblemNote error={draft.error} />;
  if (!content || html === undefined) return <p className="soft planned-text">{t("common.loading")}</p>;
  const files = content.attachments.filter(({ contentId }) => contentId === undefined).map(({ name }) => name);
  return (
    <div className="planned-text">
      <p className="soft">
        {t("write.read_to", { names: content.recipients.map(({ name, email }) => name ?? email).join(", ") })}
      </p>
      <LetterFrame html={withPictures(html, pictures)} text={content.text} isFolded />
      {files.length > 0 && <p className="soft">{t("write.with_files", { names: files.join(", ") })}</p>}
    </div>
  );
}

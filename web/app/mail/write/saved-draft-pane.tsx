import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { type JSX, useState } from "react";
import { useTranslation } from "react-i18next";
import { ProblemNote } from "../../pieces/problem-note.tsx";
import { hasDraft, keyOfDraft } from "../draft.ts";
import { DraftPane } from "./draft-pane.tsx";
import { loadDraft } from "./saving.ts";

/** Goes on with a saved draft. */
export function SavedDraftPane(): JSX.Element {
  const { draftId } = useParams({ from: "/member/mail/drafts/$draftId" });
  return <SavedDraft key={draftId} draftId={draftId} />;
}

function SavedDraft({ draftId }: { draftId: string }): JSX.Element {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [key] = useState(() => keyOfDraft(draftId) ?? draftId);
  const loading = useQuery({
    queryKey: ["draft", draftId],
    queryFn: async () => {
      if (!hasDraft(key)) await loadDraft(key, draftId);
      return draftId;
    },
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (loading.error)
    return (
      <article className="conversation">
        <ProblemNote error={loading.error} />
      </article>
    );
  if (!loading.data) return <p className="list-note soft">{t("common.loading")}</p>;
  return (
    <DraftPane
      draftKey={key}
      title={t("write.draft")}
      back={{ to: "/mail/drafts", name: t("app.place.drafts") }}
      onLeave={() => void navigate({ to: "/mail/drafts" })}
    />
  );
}

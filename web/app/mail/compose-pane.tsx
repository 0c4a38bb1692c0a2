import { useNavigate, useParams } from "@tanstack/react-router";
import type { JSX } from "react";
import { useTranslation } from "react-i18next";
import { newDraftKey } from "./draft.ts";
import { DraftPane } from "./write/draft-pane.tsx";

/** A new message, beside the list. It stays here while one looks elsewhere. */
export function ComposePane(): JSX.Element {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { folder } = useParams({ from: "/member/mail/$folder/new" });
  return (
    <DraftPane
      draftKey={newDraftKey}
      title={t("app.new_message")}
      back={{ to: `/mail/${folder}`, name: t(`app.place.${folder}`) }}
      onLeave={() => void navigate({ to: "/mail/$folder", params: { folder } })}
    />
  );
}

import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { type JSX, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { newDraftKey, useDraft } from "./draft.ts";
import { useFolderName } from "./find/finding-queries.ts";
import { DraftPane } from "./write/draft-pane.tsx";

/**
 * As soon as it is saved, the address is the draft's own: the page that is loaded again goes on with it. Until then this
 * pane stays where it is, with the cursor and the files that are on their way.
 */
function useOwnAddress(folder: string): void {
  const navigate = useNavigate();
  const { draft: named } = useSearch({ from: "/member/mail/$folder/new" });
  const { draftId, version } = useDraft(newDraftKey);
  useEffect(() => {
    if (version === 0 || named === draftId) return;
    void navigate({
      to: "/mail/$folder/new",
      params: { folder },
      search: { draft: draftId },
      mask: { to: "/mail/drafts/$draftId", params: { draftId }, unmaskOnReload: true },
      replace: true,
      resetScroll: false,
    });
  }, [folder, named, draftId, version, navigate]);
}

/** A new message, beside the list. It stays here while one looks elsewhere. */
export function ComposePane(): JSX.Element {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { folder } = useParams({ from: "/member/mail/$folder/new" });
  useOwnAddress(folder);
  return (
    <DraftPane
      draftKey={newDraftKey}
      title={t("app.new_message")}
      back={{ to: `/mail/${folder}`, name: useFolderName(folder) }}
      onLeave={() => void navigate({ to: "/mail/$folder", params: { folder } })}
    />
  );
}

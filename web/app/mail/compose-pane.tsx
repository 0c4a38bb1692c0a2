import { TextInput } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import type { JSX } from "react";
import { useTranslation } from "react-i18next";
import { changeDraft, dropDraft, newDraftKey, useDraft } from "./draft.ts";
import { DraftBody } from "./draft-body.tsx";
import { RecipientFields } from "./recipient-fields.tsx";

/** A new message, beside the list. It stays here while one looks elsewhere. */
export function ComposePane(): JSX.Element {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { folder } = useParams({ from: "/member/mail/$folder/new" });
  const draft = useDraft(newDraftKey);
  const leave = (): void => void navigate({ to: "/mail/$folder", params: { folder } });
  return (
    <article className="conversation compose">
      <Link to="/mail/$folder" params={{ folder }} className="back">
        <IconArrowLeft size={20} stroke={1.75} aria-hidden="true" /> {t(`app.place.${folder}`)}
      </Link>
      <header className="conversation-head">
        <h1>{t("app.new_message")}</h1>
      </header>
      <DraftBody
        draft={draft}
        onSent={leave}
        onThrow={() => {
          dropDraft(newDraftKey);
          leave();
        }}
      >
        <RecipientFields draft={draft} />
        <TextInput
          label={t("mail.subject")}
          autoComplete="off"
          maxLength={900}
          value={draft.subject}
          onChange={(event) => {
            const subject = event.currentTarget.value;
            changeDraft(draft.key, () => ({ subject }));
          }}
        />
      </DraftBody>
    </article>
  );
}

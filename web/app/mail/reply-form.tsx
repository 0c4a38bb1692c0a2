import { type JSX, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Draft } from "./draft.ts";
import { DraftBody } from "./draft-body.tsx";
import { RecipientFields } from "./recipient-fields.tsx";
import { useSignature } from "./write/draft-pane.tsx";
import { throwAway } from "./write/throwing.ts";

/** An answer below the letters; to whom it goes is said in one line, and opens when that must change. */
export function ReplyForm({ draft, onDone }: { draft: Draft; onDone: () => void }): JSX.Element {
  const { t } = useTranslation();
  useSignature(draft.key);
  const [changing, setChanging] = useState(false);
  const names = draft.recipients.map((recipient) => recipient.name ?? recipient.email).join(", ");
  return (
    <section className="letter reply-form" aria-label={t("mail.reply")}>
      <DraftBody
        draft={draft}
        focusText
        onSent={onDone}
        onThrow={() => {
          throwAway(draft.key, t("write.thrown"));
          onDone();
        }}
      >
        {changing || draft.recipients.length === 0 ? (
          <RecipientFields draft={draft} />
        ) : (
          <p className="reply-to">
            <span className="soft">{t("mail.to")}</span> {names}{" "}
            <button type="button" className="link-button" onClick={() => setChanging(true)}>
              {t("mail.reply_change")}
            </button>
          </p>
        )}
      </DraftBody>
    </section>
  );
}

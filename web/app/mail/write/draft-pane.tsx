import { TextInput } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type JSX, type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { plainLine } from "../../../parts/plain-line.ts";
import { changeDraft, noteDraft, readDraft, useDraft } from "../draft.ts";
import { DraftBody } from "../draft-body.tsx";
import { RecipientFields } from "../recipient-fields.tsx";
import { paragraphs } from "./inline-images.ts";
import { throwAway } from "./throwing.ts";
import { writingQuery, type WritingSettings } from "./writing-queries.ts";

/** Puts the signature into a draft in which nothing stands yet. */
function prepare(key: string, { signatureHtml, signatureText, signatureInReplies }: WritingSettings): void {
  const draft = readDraft(key);
  const isWanted = signatureText.trim() !== "" && (draft.conversationId === undefined || signatureInReplies);
  // A forwarded message begins as a saved draft.
  const isNew = draft.version === 0 || (draft.version === 1 && draft.quote !== undefined);
  if (!isWanted || !isNew || draft.text !== "" || draft.html !== "") return;
  const html = `<p></p>${signatureHtml === "" ? paragraphs(signatureText) : signatureHtml}`;
  noteDraft(key, () => ({ html, text: signatureText, prepared: signatureText, given: draft.given + 1 }));
}

export function useSignature(key: string): void {
  const { data } = useQuery(writingQuery);
  useEffect(() => {
    if (data) prepare(key, data);
  }, [key, data]);
}

/** Nothing but a signature was put into it: fields that somebody types in already stay what they are. */
const isAsBegun = ({ given, prepared }: ReturnType<typeof readDraft>): boolean =>
  given === 0 || (given === 1 && prepared !== "");

interface DraftPaneProps {
  readonly draftKey: string;
  readonly title: string;
  readonly back: { readonly to: string; readonly name: string };
  readonly onLeave: () => void;
  readonly children?: ReactNode;
}

/** A message that is being written, in the pane beside the list. */
export function DraftPane({ draftKey, title, back, onLeave, children }: DraftPaneProps): JSX.Element {
  const { t } = useTranslation();
  const draft = useDraft(draftKey);
  useSignature(draftKey);
  return (
    <article className="conversation compose">
      <Link to={back.to} className="back">
        <IconArrowLeft size={20} stroke={1.75} aria-hidden="true" /> {back.name}
      </Link>
      <header className="conversation-head">
        <h1>{title}</h1>
      </header>
      {children}
      <DraftBody
        draft={draft}
        onSent={onLeave}
        onThrow={() => {
          throwAway(draftKey, t("write.thrown"));
          onLeave();
        }}
      >
        <RecipientFields key={isAsBegun(draft) ? "new" : draft.draftId} draft={draft} />
        <TextInput
          label={t("mail.subject")}
          autoComplete="off"
          maxLength={900}
          value={draft.subject}
          onChange={(event) => {
            const subject = plainLine(event.currentTarget.value);
            changeDraft(draft.key, () => ({ subject }));
          }}
        />
      </DraftBody>
    </article>
  );
}

import { Button } from "@mantine/core";
import { IconChevronDown, IconChevronRight, IconTextPlus, IconX } from "@tabler/icons-react";
import { type JSX, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { LetterFrame } from "../../pieces/letter-frame.tsx";
import type { Draft } from "../draft.ts";
import { offerUndo } from "../undo.ts";
import { useLoadedPictures, withPictures } from "./loaded-pictures.ts";
import { leaveQuote, quoteIntoText } from "./quoting.ts";

/** What was said before, below what is written: it goes along unless it is taken off. */
export function QuotedPart({ draft }: { draft: Draft }): JSX.Element | null {
  const { t } = useTranslation();
  const { quote, key } = draft;
  const id = useId();
  // Who forwards looks at what is forwarded; who answers has it above.
  const [isOpen, setOpen] = useState(draft.conversationId === undefined);
  const { draftId, version } = draft;
  const pictures = useLoadedPictures({ draftId, version, html: isOpen ? (quote?.html ?? "") : "" });
  if (!quote) return null;
  const focusText = (): void => document.querySelector<HTMLElement>(".editor-text")?.focus();
  return (
    <section className="quoted" aria-label={t("write.quoted.title")}>
      <div className="quoted-head">
        <button
          type="button"
          className="quoted-toggle"
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? (
            <IconChevronDown size={18} aria-hidden="true" />
          ) : (
            <IconChevronRight size={18} aria-hidden="true" />
          )}
          <span>{quote.intro}</span>
        </button>
        <span className="quoted-acts">
          <Button
            size="compact-md"
            variant="subtle"
            leftSection={<IconTextPlus size={18} stroke={1.75} aria-hidden="true" />}
            onClick={() => {
              quoteIntoText(key);
              focusText();
            }}
          >
            {t("write.quoted.into_text")}
          </Button>
          <Button
            size="compact-md"
            variant="subtle"
            leftSection={<IconX size={18} stroke={1.75} aria-hidden="true" />}
            onClick={() => {
              const putBack = leaveQuote(key);
              offerUndo({
                said: t("write.quoted.left"),
                undo: () => void putBack(),
                finish: () => undefined,
              });
              focusText();
            }}
          >
            {t("write.quoted.leave")}
          </Button>
        </span>
      </div>
      <div id={id} hidden={!isOpen} className="quoted-text">
        {isOpen && <LetterFrame html={withPictures(quote.html, pictures)} text={quote.text} />}
      </div>
    </section>
  );
}

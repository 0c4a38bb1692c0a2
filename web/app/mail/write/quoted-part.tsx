import { Button } from "@mantine/core";
import { IconChevronDown, IconChevronRight, IconTextPlus, IconX } from "@tabler/icons-react";
import { type JSX, useEffect, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { LetterFrame } from "../../pieces/letter-frame.tsx";
import type { Draft } from "../draft.ts";
import { offerUndo } from "../undo.ts";
import { leaveQuote, picturesIn, quoteIntoText, shownQuote } from "./quoting.ts";
import { pictureOf } from "./uploads.ts";
import { readImage } from "./read-image.ts";

const none: ReadonlyMap<string, string> = new Map();

async function loaded(draft: Draft, contentId: string): Promise<readonly [string, string] | undefined> {
  const address = pictureOf(draft, contentId);
  if (address === undefined || address.startsWith("data:")) return address ? [contentId, address] : undefined;
  const answer = await fetch(address, { credentials: "same-origin" });
  if (!answer.ok) return undefined;
  const blob = await answer.blob();
  const dataUrl = await readImage(new File([blob], contentId, { type: blob.type }));
  return dataUrl === undefined ? undefined : [contentId, dataUrl];
}

/** Pictures of the quote as the frame may show them: with their bytes in the address. */
function useQuotePictures(draft: Draft, isOpen: boolean): ReadonlyMap<string, string> {
  const [pictures, setPictures] = useState(none);
  const { quote } = draft;
  useEffect(() => {
    if (!isOpen || !quote) return undefined;
    let isWanted = true;
    void Promise.all(picturesIn(quote.html).map((contentId) => loaded(draft, contentId).catch(() => undefined))).then(
      (found) => isWanted && found.length > 0 && setPictures(new Map(found.filter((each) => each !== undefined))),
    );
    return () => {
      isWanted = false;
    };
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- typing changes the draft, not the pictures
  }, [isOpen, quote, draft.draftId]);
  return pictures;
}

/** What was said before, below what is written: it goes along unless it is taken off. */
export function QuotedPart({ draft }: { draft: Draft }): JSX.Element | null {
  const { t } = useTranslation();
  const { quote, key } = draft;
  const id = useId();
  // Who forwards looks at what is forwarded; who answers has it above.
  const [isOpen, setOpen] = useState(draft.conversationId === undefined);
  const pictures = useQuotePictures(draft, isOpen);
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
        {isOpen && <LetterFrame html={shownQuote(draft, pictures)} text={quote.text} />}
      </div>
    </section>
  );
}

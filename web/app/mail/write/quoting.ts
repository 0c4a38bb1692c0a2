import { call } from "../../session.ts";
import { changeDraft, isCarried, noteDraft, readDraft } from "../draft.ts";
import { giveText } from "./saving.ts";
import { keepPicture } from "./uploads.ts";

/** Puts what is answered below the answer. Where it can't be had, there is an answer without it. */
export async function bringQuote(key: string, messageId: string): Promise<void> {
  const { draftId } = readDraft(key);
  const { quote, attachments, pictures } = await call("quoteMessage", { params: { messageId } });
  for (const { contentId, address } of pictures) keepPicture(draftId, contentId, address);
  noteDraft(key, (draft) =>
    draft.draftId === draftId && draft.quote === undefined
      ? { quote, attachments: [...draft.attachments, ...attachments] }
      : {},
  );
}

/** The answer goes without it, and without the pictures that only it shows. Answers how to put it back. */
export function leaveQuote(key: string): () => void {
  const { quote, attachments, draftId } = readDraft(key);
  changeDraft(key, (draft) => ({
    quote: undefined,
    attachments: draft.attachments.filter((each) => !isCarried(draft, each)),
  }));
  return () =>
    changeDraft(key, (draft) =>
      draft.draftId === draftId
        ? {
            quote,
            attachments: [...draft.attachments, ...attachments.filter((each) => !draft.attachments.includes(each))],
          }
        : {},
    );
}

/** From here on it is text like all else: for who answers between the lines. */
export function quoteIntoText(key: string): void {
  const { quote, text, html } = readDraft(key);
  if (!quote) return;
  changeDraft(key, () => ({ quote: undefined }));
  giveText(key, { text: `${text}\n\n${quote.text}`, html: `${html === "" ? "<p></p>" : html}${quote.html}` });
}

import { Button } from "@mantine/core";
import { IconPaperclip, IconTrash } from "@tabler/icons-react";
import { type JSX, lazy, type ReactNode, Suspense, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { takeDrops } from "../../parts/take-files.ts";
import { DraftFiles } from "./draft-files.tsx";
import { changeDraft, type Draft, ownAttachments, readDraft } from "./draft.ts";
import { sendSoon } from "./outgoing.ts";
import { takeTyped } from "./recipients.ts";
import { WillHappen } from "./will-happen.tsx";
import { QuotedPart } from "./write/quoted-part.tsx";
import { readImage } from "./write/read-image.ts";
import { SaveNote } from "./write/save-note.tsx";
import { SendButton } from "./write/send-button.tsx";
import { TemplatesMenu } from "./write/templates-menu.tsx";
import { EditorWaiting } from "./write/editor-waiting.tsx";
import { addFiles, addInline, isAllThere, pictureOf } from "./write/uploads.ts";
import "./write/write.css";

const TextEditor = lazy(async () => ({ default: (await import("./write/editor.tsx")).TextEditor }));

/** Why it was not sent, for as long as that is so. */
interface Complaint {
  readonly sentence: string;
  readonly stands: (draft: Draft) => boolean;
}

/** A signature that came by itself says nothing yet. */
const saysNothing = (draft: Draft): boolean =>
  ["", draft.prepared.trim()].includes(draft.text.trim()) && ownAttachments(draft).length === 0;

const lacksSubject = ({ conversationId, subject }: Draft): boolean =>
  conversationId === undefined && subject.trim() === "";

interface DraftBodyProps {
  readonly draft: Draft;
  readonly focusText?: boolean;
  readonly onSent: () => void;
  readonly onThrow: () => void;
  /** Recipients and subject. */
  readonly children: ReactNode;
}

/** Text, attachments, what will happen, and sending; the same for a new message and an answer. */
export function DraftBody({ draft, focusText = false, onSent, onThrow, children }: DraftBodyProps): JSX.Element {
  const { t } = useTranslation();
  const [complaint, setComplaint] = useState<Complaint>();
  const form = useRef<HTMLFormElement>(null);
  const pickFiles = useRef<HTMLInputElement>(null);
  const { key } = draft;

  useEffect(() => {
    if (!focusText) form.current?.querySelector<HTMLInputElement>("input")?.focus({ preventScroll: true });
    else form.current?.scrollIntoView({ block: "nearest" });
  }, [focusText]);
  useEffect(() => (form.current ? takeDrops(form.current, (files) => addFiles(key, files)) : undefined), [key]);

  const send = (sendAt?: string): void => {
    const unfinished = takeTyped(key);
    const now = readDraft(key);
    if (unfinished !== "" || now.recipients.length === 0) {
      setComplaint(
        unfinished === ""
          ? { sentence: t("mail.nobody"), stands: ({ recipients }) => recipients.length === 0 }
          : {
              sentence: t("mail.unfinished", { text: unfinished }),
              stands: ({ typed }) => Object.values(typed).some((text) => text !== ""),
            },
      );
      form.current?.querySelector<HTMLInputElement>("input")?.focus();
      return;
    }
    const forwards = now.quote !== undefined && now.conversationId === undefined;
    if (!forwards && saysNothing(now) && isAllThere(key)) {
      setComplaint({ sentence: t("mail.nothing"), stands: saysNothing });
      form.current?.querySelector<HTMLElement>(".editor-text")?.focus();
      return;
    }
    // Asked once: who sends again means it.
    if (lacksSubject(now) && complaint?.stands !== lacksSubject) {
      setComplaint({ sentence: t("mail.subject_missing"), stands: lacksSubject });
      return;
    }
    setComplaint(undefined);
    sendSoon(now, sendAt);
    onSent();
  };

  const latestSend = useRef(send);
  useEffect(() => {
    latestSend.current = send;
  });
  useEffect(() => {
    const here = form.current;
    const press = (event: KeyboardEvent): void => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
      event.preventDefault();
      latestSend.current();
    };
    here?.addEventListener("keydown", press);
    return () => here?.removeEventListener("keydown", press);
  }, []);

  return (
    <form
      ref={form}
      className="stack drop-target"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {children}
      <div className="field">
        <span className="people-label" aria-hidden="true">
          {t("mail.text")}
        </span>
        <Suspense fallback={<EditorWaiting said={t("common.loading")} />}>
          <TextEditor
            key={key}
            label={t("mail.text")}
            html={draft.html}
            given={draft.given}
            focus={focusText}
            onChange={(content) => changeDraft(key, () => content)}
            onFiles={(files) => addFiles(key, files)}
            onImage={async (file) => {
              const dataUrl = await readImage(file);
              return dataUrl === undefined
                ? undefined
                : { contentId: addInline(readDraft(key), file, dataUrl), dataUrl };
            }}
            pictureOf={(contentId) => pictureOf(readDraft(key), contentId)}
            onSend={() => send()}
          />
        </Suspense>
      </div>
      <QuotedPart draft={draft} />
      <DraftFiles draft={draft} />
      <WillHappen draft={draft} />
      <SaveNote draft={draft} />
      {complaint?.stands(draft) && (
        <p className="note" role="alert">
          {complaint.sentence}
        </p>
      )}
      <div className="form-actions">
        <SendButton onSend={send} />
        <Button
          variant="default"
          leftSection={<IconPaperclip size={20} stroke={1.75} />}
          onClick={() => pickFiles.current?.click()}
        >
          {t("common.attach")}
        </Button>
        <TemplatesMenu draft={draft} />
        <input
          ref={pickFiles}
          type="file"
          multiple
          hidden
          aria-label={t("common.attach")}
          onChange={(event) => {
            addFiles(key, [...(event.currentTarget.files ?? [])]);
            event.currentTarget.value = "";
          }}
        />
        <Button variant="subtle" leftSection={<IconTrash size={20} stroke={1.75} />} onClick={onThrow}>
          {t("mail.throw")}
        </Button>
      </div>
    </form>
  );
}

import { Button, Textarea } from "@mantine/core";
import { IconPaperclip, IconSend2, IconTrash } from "@tabler/icons-react";
import { type JSX, type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { pastedFiles, takeDrops } from "../../parts/take-files.ts";
import { addFiles, DraftFiles } from "./draft-files.tsx";
import { changeDraft, type Draft, readDraft } from "./draft.ts";
import { sendSoon } from "./outgoing.ts";
import { takeTyped } from "./recipients.ts";
import { WillHappen } from "./will-happen.tsx";

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
  const [complaint, setComplaint] = useState<string>();
  const form = useRef<HTMLFormElement>(null);
  const text = useRef<HTMLTextAreaElement>(null);
  const { key } = draft;

  useEffect(() => {
    const first = focusText ? text.current : form.current?.querySelector<HTMLInputElement>("input");
    first?.focus({ preventScroll: true });
    if (focusText) form.current?.scrollIntoView({ block: "nearest" });
  }, [focusText]);
  useEffect(() => (form.current ? takeDrops(form.current, (files) => addFiles(key, files)) : undefined), [key]);

  const send = (): void => {
    const unfinished = takeTyped(key);
    const now = readDraft(key);
    if (unfinished !== "" || now.recipients.length === 0) {
      setComplaint(unfinished === "" ? t("mail.nobody") : t("mail.unfinished", { text: unfinished }));
      form.current?.querySelector<HTMLInputElement>("input")?.focus();
      return;
    }
    if (now.text.trim() === "" && now.files.length === 0) {
      setComplaint(t("mail.nothing"));
      text.current?.focus();
      return;
    }
    sendSoon(now);
    onSent();
  };
  const pickFiles = useRef<HTMLInputElement>(null);

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
      <Textarea
        ref={text}
        label={t("mail.text")}
        autosize
        minRows={focusText ? 5 : 9}
        maxRows={28}
        maxLength={2_000_000}
        autoComplete="off"
        value={draft.text}
        onChange={(event) => {
          const value = event.currentTarget.value;
          changeDraft(key, () => ({ text: value }));
        }}
        onPaste={(event) => addFiles(key, pastedFiles(event.clipboardData))}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send();
        }}
      />
      <DraftFiles draft={draft} />
      <WillHappen draft={draft} />
      {complaint !== undefined && (
        <p className="note" role="alert">
          {complaint}
        </p>
      )}
      <div className="form-actions">
        <Button type="submit" leftSection={<IconSend2 size={20} stroke={1.75} />}>
          {t("mail.send")}
        </Button>
        <Button
          variant="default"
          leftSection={<IconPaperclip size={20} stroke={1.75} />}
          onClick={() => pickFiles.current?.click()}
        >
          {t("common.attach")}
        </Button>
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

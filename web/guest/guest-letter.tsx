/** @jsxImportSource preact */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { fileSize, longMoment, moment } from "../parts/format.ts";
import { letterSandbox, showLetter } from "../parts/letter.ts";
import { attachmentAddress, type GuestMessage } from "./guest-call.ts";
import { Icon } from "./icon.tsx";
import { Seal } from "./sheet.tsx";
import { useWords } from "./words.ts";

function LetterFrame(props: { message: GuestMessage }): JSX.Element {
  const { t, language } = useWords();
  const place = useRef<HTMLIFrameElement>(null);
  const { html, text } = props.message;
  useEffect(
    () => (place.current ? showLetter(place.current, { html, text, language }) : undefined),
    [html, text, language],
  );
  return <iframe ref={place} class="letter-frame" sandbox={letterSandbox} title={t("guest.letter.frame")} />;
}

function AttachmentRows(props: { message: GuestMessage; linkId: string }): JSX.Element | null {
  const { t, language } = useWords();
  const { attachments } = props.message;
  if (attachments.length === 0) return null;
  return (
    <ul class="files" aria-label={t("common.attachments", { count: attachments.length })}>
      {attachments.map((attachment) => (
        <li key={attachment.attachmentId}>
          <a href={attachmentAddress(props.linkId, attachment.attachmentId)} download={attachment.name}>
            <Icon name="file" />
            <span class="file-name">{attachment.name}</span>
            <span class="soft">{fileSize(attachment.sizeBytes, language)}</span>
            <span class="file-act">
              <Icon name="download" /> {t("common.download")}
            </span>
          </a>
        </li>
      ))}
    </ul>
  );
}

/** A message as a letter; `folded` shows who and when, and opens on a click. */
export function GuestLetter(props: { message: GuestMessage; linkId: string; folded?: boolean }): JSX.Element {
  const { message } = props;
  const { t, language } = useWords();
  const [open, setOpen] = useState(props.folded !== true);
  const mine = message.direction === "out";
  const name = mine ? t("guest.letter.you") : message.from.name || message.from.email;
  if (!open)
    return (
      <button class="folded" type="button" aria-expanded="false" onClick={() => setOpen(true)}>
        <strong>{name}</strong>
        <span class="folded-text">{message.text.slice(0, 140)}</span>
        <span class="soft">{moment(message.sentAt, language)}</span>
      </button>
    );
  return (
    <article class={mine ? "letter letter-mine" : "letter"}>
      <div class="letter-head">
        <div>
          <p class="from">
            <strong>{name}</strong>
            {!mine && <span class="soft"> {message.from.email}</span>}
          </p>
          <p class="soft">{longMoment(message.sentAt, language)}</p>
        </div>
        {!mine && <Seal small />}
      </div>
      <LetterFrame message={message} />
      <AttachmentRows message={message} linkId={props.linkId} />
    </article>
  );
}

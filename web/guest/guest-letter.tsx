/** @jsxImportSource preact */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { longMoment, moment } from "../parts/format.ts";
import { letterSandbox, showLetter } from "../parts/letter.ts";
import { AttachmentRows } from "./attachments.tsx";
import type { GuestMessage } from "./guest-call.ts";
import { Seal } from "./sheet.tsx";
import { useWords } from "./words.ts";

function LetterFrame(props: { message: GuestMessage }): JSX.Element {
  const { t, language } = useWords();
  const place = useRef<HTMLIFrameElement>(null);
  const { html, text } = props.message;
  useEffect(
    () =>
      place.current
        ? showLetter(place.current, { html, text, language, earlier: t("guest.letter.earlier_text") })
        : undefined,
    [html, text, language, t],
  );
  return <iframe ref={place} class="letter-frame" sandbox={letterSandbox} title={t("guest.letter.frame")} />;
}

/** "Els Peters, Jan Bos", where there are others besides the guest. */
const namesOf = (people: GuestMessage["to"]): string => people.map(({ name, email }) => name ?? email).join(", ");

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
    <article class={mine ? "letter letter-mine" : "letter"} aria-label={`${name}, ${moment(message.sentAt, language)}`}>
      <div class="letter-head">
        <div>
          <p class="from">
            <strong>{name}</strong>
            {!mine && <span class="soft"> {message.from.email}</span>}
          </p>
          {message.to.length > 1 && <p class="soft">{t("guest.letter.to", { names: namesOf(message.to) })}</p>}
          <p class="soft">{longMoment(message.sentAt, language)}</p>
        </div>
        {mine ? <span class="mine-mark soft">{t("guest.letter.mine")}</span> : <Seal small />}
      </div>
      <LetterFrame message={message} />
      {message.picturesLeftOut && <p class="hint">{t("guest.letter.pictures_left_out")}</p>}
      <AttachmentRows message={message} linkId={props.linkId} />
    </article>
  );
}

import { IconChevronDown, IconDownload, IconFileText } from "@tabler/icons-react";
import { type JSX, useState } from "react";
import { useTranslation } from "react-i18next";
import { day, longMoment, moment } from "../../parts/format.ts";
import { LetterFrame } from "../pieces/letter-frame.tsx";
import { Seal } from "../pieces/seal.tsx";
import { addressOf } from "../session.ts";
import { AttachmentRows } from "./attachment-rows.tsx";
import { FoundPart } from "./found-part.tsx";
import type { Message } from "./mail-queries.ts";
import { RecallAct } from "./recall-act.tsx";
import { RecipientRows } from "./recipient-rows.tsx";
import { StateWord } from "./state-word.tsx";

const nameOf = (person: { email: string; name?: string | undefined }): string => person.name || person.email;

/** For one line: what needs the sender first, else how far the furthest recipient is. */
function furthest(message: Message): Message["recipients"][number]["state"] {
  if (message.recalledAt !== null) return "recalled";
  const states = new Set(message.recipients.map((recipient) => recipient.state));
  const order = ["waiting", "bounced", "replied", "downloaded", "opened", "delivered", "handed-over"] as const;
  return order.find((state) => states.has(state)) ?? "queued";
}

/** What the seal on a letter says in words. */
function useSealWord(message: Message): string {
  const { t, i18n } = useTranslation();
  if (message.recalledAt !== null)
    return t("mail.seal.recalled", { moment: moment(message.recalledAt, i18n.language) });
  if (message.direction === "in") return t("mail.seal.received");
  const opened = message.recipients.filter((recipient) => recipient.times.opened !== null).length;
  if (opened === 0) return t("mail.seal.closed");
  return message.recipients.length === 1
    ? t("mail.seal.opened")
    : t("mail.seal.opened_by", { count: opened, of: message.recipients.length });
}

/** A message as a letter: who, when, text, attachments, seal, and for one's own what became of it. */
export function Letter({ message, folded }: { message: Message; folded: boolean }): JSX.Element {
  const { t, i18n } = useTranslation();
  const [open, setOpen] = useState(!folded);
  const sealWord = useSealWord(message);
  const out = message.direction === "out";
  const shownTo = message.recipients.filter((recipient) => recipient.role !== "bcc");
  if (!open)
    return (
      <button type="button" className="folded" aria-expanded="false" onClick={() => setOpen(true)}>
        <strong>{nameOf(message.from)}</strong>
        {out && <StateWord state={furthest(message)} />}
        <span className="folded-text">{message.text.slice(0, 160)}</span>
        <time dateTime={message.sentAt}>{moment(message.sentAt, i18n.language)}</time>
        <IconChevronDown size={18} aria-hidden="true" />
      </button>
    );
  return (
    <section className="letter" aria-label={t("mail.letter_of", { name: nameOf(message.from) })}>
      <header className="letter-head">
        <div>
          <p>
            <strong>{nameOf(message.from)}</strong>
            {message.from.name && <span className="soft"> {message.from.email}</span>}
          </p>
          {message.by && <p>{t("mail.on_behalf", { address: message.from.email, name: message.by.name })}</p>}
          {shownTo.length > 0 && (
            <p className="soft">
              {t("mail.to")} {shownTo.map(nameOf).join(", ")}
            </p>
          )}
          <p className="soft">
            <time dateTime={message.sentAt}>{longMoment(message.sentAt, i18n.language)}</time>
          </p>
        </div>
        <p className="letter-seal">
          <Seal sizePx={44} broken={message.recalledAt !== null} />
          <span>{sealWord}</span>
        </p>
      </header>
      <LetterFrame html={message.html} text={message.text} isFolded />
      <AttachmentRows attachments={message.attachments} messageId={message.messageId} />
      <FoundPart message={message} />
      {out && <RecipientRows message={message} />}
      <footer className="letter-foot">
        <a className="quiet-link" href={addressOf("copy", { messageId: message.messageId })} download>
          <IconDownload size={18} stroke={1.75} aria-hidden="true" /> {t("mail.keep_copy")}
        </a>
        {message.hasOriginal && (
          <a className="quiet-link" href={addressOf("original", { messageId: message.messageId })} download>
            <IconFileText size={18} stroke={1.75} aria-hidden="true" /> {t("mail.original")}
          </a>
        )}
        {message.mayRecall && <RecallAct message={message} />}
        {out && message.expiresAt !== null && message.recalledAt === null && (
          <span className="soft letter-until">{t("mail.until", { day: day(message.expiresAt, i18n.language) })}</span>
        )}
      </footer>
    </section>
  );
}

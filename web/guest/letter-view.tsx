/** @jsxImportSource preact */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { day } from "../parts/format.ts";
import type { Conversation } from "./guest-call.ts";
import { copyAddress } from "./guest-call.ts";
import { GuestLetter } from "./guest-letter.tsx";
import { Icon } from "./icon.tsx";
import { StepHeading } from "./notes.tsx";
import { ReplyForm } from "./reply.tsx";
import type { Visit } from "./use-visit.ts";
import { useWords } from "./words.ts";

/** The newest letter, what one can do with it, and what was said before. */
export function LetterView(props: { visit: Visit; conversation: Conversation; linkId: string }): JSX.Element {
  const { visit, conversation, linkId } = props;
  const { t, language } = useWords();
  const [replying, setReplying] = useState(false);
  const [sentNow, setSentNow] = useState(false);
  const messages = conversation.messages.toSorted((a, b) => b.sentAt.localeCompare(a.sentAt));
  const main = messages.find((message) => message.direction === "in") ?? messages[0];
  const later = messages.filter((message) => main && message !== main && message.sentAt > main.sentAt);
  const earlier = messages.filter((message) => message !== main && !later.includes(message));
  return (
    <>
      <StepHeading small>{conversation.subject === "" ? t("common.no_subject") : conversation.subject}</StepHeading>
      {sentNow && (
        <output class="done">
          <Icon name="check" /> {t("guest.reply.sent", { organisation: conversation.organisation.name })}
        </output>
      )}
      {later.map((message) => (
        <GuestLetter key={message.messageId} message={message} linkId={linkId} folded />
      ))}
      {main && <GuestLetter key={main.messageId} message={main} linkId={linkId} />}
      {replying && main ? (
        <ReplyForm
          linkId={linkId}
          to={main.from.name}
          onStop={() => setReplying(false)}
          onSent={async () => {
            setReplying(false);
            setSentNow(true);
            await visit.refresh();
          }}
        />
      ) : (
        <div class="actions">
          <button class="primary" type="button" onClick={() => setReplying(true)}>
            <Icon name="reply" /> {t("guest.letter.reply")}
          </button>
          {main && (
            <a class="button" href={copyAddress(linkId, main.messageId)} download>
              <Icon name="download" /> {t("guest.letter.keep")}
            </a>
          )}
          <button class="button" type="button" onClick={() => void visit.leave()}>
            <Icon name="close" /> {t("guest.letter.close")}
          </button>
        </div>
      )}
      <p class="hint until">{t("guest.letter.until", { day: day(conversation.expiresAt, language) })}</p>
      {earlier.length > 0 && (
        <section class="earlier">
          <h2>{t("guest.letter.earlier")}</h2>
          {earlier.map((message) => (
            <GuestLetter key={message.messageId} message={message} linkId={linkId} folded />
          ))}
        </section>
      )}
    </>
  );
}

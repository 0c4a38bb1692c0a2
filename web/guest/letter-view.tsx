/** @jsxImportSource preact */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { day, fileSize, longMoment } from "../parts/format.ts";
import { printLetters } from "../parts/print-letters.ts";
import { DeviceList } from "./devices.tsx";
import type { Conversation, GuestMessage } from "./guest-call.ts";
import { GuestLetter } from "./guest-letter.tsx";
import { Icon } from "./icon.tsx";
import { KeepForm } from "./keep.tsx";
import { StepHeading } from "./notes.tsx";
import { ReplyForm } from "./reply.tsx";
import type { Visit } from "./use-visit.ts";
import { useWords } from "./words.ts";

/** Of so many earlier messages only the number is shown first, so that the newest is in view. */
const mostFolded = 3;

function Earlier(props: { messages: readonly GuestMessage[]; linkId: string }): JSX.Element | null {
  const { t } = useWords();
  const { messages, linkId } = props;
  const [shown, setShown] = useState(messages.length <= mostFolded);
  if (messages.length === 0) return null;
  return (
    <section class="earlier">
      <h2>{t("guest.letter.earlier")}</h2>
      {shown ? (
        messages.map((message) => <GuestLetter key={message.messageId} message={message} linkId={linkId} folded />)
      ) : (
        <button class="folded" type="button" aria-expanded="false" onClick={() => setShown(true)}>
          {t("guest.letter.show_earlier", { count: messages.length })}
        </button>
      )}
    </section>
  );
}

/** The conversation in order: what was said before folded, from the newest message to the guest on open. */
export function LetterView(props: { visit: Visit; conversation: Conversation; linkId: string }): JSX.Element {
  const { visit, conversation, linkId } = props;
  const { t, language } = useWords();
  const [doing, setDoing] = useState<"reply" | "keep">();
  const [sentNow, setSentNow] = useState(false);
  const messages = conversation.messages.toSorted((a, b) => a.sentAt.localeCompare(b.sentAt));
  const newest = Math.max(
    0,
    messages.findLastIndex((message) => message.direction === "in"),
  );
  const main = messages[newest];
  const subject = conversation.subject === "" ? t("common.no_subject") : conversation.subject;

  const print = (printedAt: string): void =>
    printLetters({
      language,
      title: subject,
      foot: t("guest.print.foot", {
        organisation: conversation.organisation.name,
        moment: longMoment(printedAt, language),
      }),
      letters: messages.map(({ from, to, sentAt, html, attachments }) => ({
        html,
        facts: [
          [t("guest.print.from"), `${from.name} <${from.email}>`],
          [t("guest.print.to"), to.map(({ name, email }) => (name ? `${name} <${email}>` : email)).join(", ")],
          [t("guest.print.sent"), longMoment(sentAt, language)],
        ] as const,
        attachmentsTitle: t("guest.print.attachments"),
        attachments: attachments.map(({ name, sizeBytes }) => `${name} (${fileSize(sizeBytes, language)})`),
      })),
    });

  return (
    <>
      <StepHeading small>{subject}</StepHeading>
      <Earlier messages={messages.slice(0, newest)} linkId={linkId} />
      {messages.slice(newest).map((message) => (
        <GuestLetter key={message.messageId} message={message} linkId={linkId} />
      ))}
      {sentNow && (
        <output class="done">
          <Icon name="check" /> {t("guest.reply.sent", { organisation: conversation.organisation.name })}
        </output>
      )}
      {doing === "reply" && main && (
        <ReplyForm
          linkId={linkId}
          to={main.from.name}
          onStop={() => setDoing(undefined)}
          onSent={async () => {
            setDoing(undefined);
            setSentNow(true);
            await visit.refresh();
          }}
        />
      )}
      {doing === "keep" && main && (
        <KeepForm
          conversation={{ ...conversation, messages }}
          linkId={linkId}
          mainId={main.messageId}
          onStop={() => setDoing(undefined)}
        />
      )}
      {doing === undefined && (
        <div class="actions">
          <button class="primary" type="button" onClick={() => setDoing("reply")}>
            <Icon name="reply" /> {t("guest.letter.reply")}
          </button>
          <button class="button" type="button" onClick={() => setDoing("keep")}>
            <Icon name="download" /> {t("guest.letter.keep")}
          </button>
          <button class="button" type="button" onClick={() => print(new Date().toISOString())}>
            <Icon name="print" /> {t("guest.letter.print")}
          </button>
          <button class="button" type="button" onClick={() => void visit.leave()}>
            <Icon name="close" /> {t("guest.letter.close")}
          </button>
        </div>
      )}
      <p class="hint until">{t("guest.letter.until", { day: day(conversation.expiresAt, language) })}</p>
      <DeviceList linkId={linkId} />
    </>
  );
}

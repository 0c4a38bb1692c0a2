import { Button, Modal } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { useTranslation } from "react-i18next";
import { day, moment } from "../../parts/format.ts";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { RouteWord } from "../pieces/verification-word.tsx";
import { addressOf } from "../session.ts";
import { CompleteRecipient } from "./complete-recipient.tsx";
import { type FollowedRecipient, type FollowUp, followUpQuery, renewAfterAct } from "./follow-up-queries.ts";
import type { Message, Recipient } from "./mail-queries.ts";
import { RecipientActs, useRecipientAct } from "./recipient-acts.tsx";
import { RecipientVisits } from "./recipient-visits.tsx";
import { ReminderChoice } from "./reminder-choice.tsx";
import { StateWord } from "./state-word.tsx";

const timesInOrder = [
  ["queued", "queued"],
  ["handedOver", "handed-over"],
  ["bounced", "bounced"],
  ["opened", "opened"],
  ["downloaded", "downloaded"],
  ["replied", "replied"],
  ["recalled", "recalled"],
] as const;

/** What happened, newest first, each with its time. */
function History({ recipient, followed }: { recipient: Recipient; followed: FollowedRecipient | undefined }) {
  const { t, i18n } = useTranslation();
  const reminded = followed?.remindedAt;
  const happened = [
    ...timesInOrder.flatMap(([time, word]) => {
      const at = recipient.times[time];
      return at === null || (time === "queued" && recipient.times.handedOver !== null) ? [] : [{ word, at }];
    }),
    ...(reminded ? [{ word: "reminded", at: reminded }] : []),
  ].toSorted((a, b) => b.at.localeCompare(a.at));
  if (happened.length === 0) return null;
  return (
    <ul className="history">
      {happened.map(({ word, at }) => (
        <li key={word}>{t(`mail.happened.${word}`, { moment: moment(at, i18n.language) })}</li>
      ))}
    </ul>
  );
}

/** A guest asks something, and it can be given with one act. */
function Asked({
  followed,
  recipient,
  message,
}: {
  followed: FollowedRecipient;
  recipient: Recipient;
  message: Message;
}): JSX.Element | null {
  const { t } = useTranslation();
  const act = useRecipientAct(message, recipient);
  const name = recipient.name || recipient.email;
  if (followed.moreTimeAskedAt === null && followed.otherWayAskedAt === null) return null;
  return (
    <div className="asked">
      {followed.moreTimeAskedAt !== null && (
        <>
          <p>{t("mail.follow.asks_time", { name })}</p>
          <Button size="sm" loading={act.isPending} onClick={() => act.mutate("extend")}>
            {t("mail.follow.grant")}
          </Button>
        </>
      )}
      {followed.otherWayAskedAt !== null && <p>{t("mail.follow.asks_way", { name })}</p>}
      <ProblemNote error={act.error} />
    </div>
  );
}

function useReason(): (recipient: Recipient) => string | undefined {
  const { t, i18n } = useTranslation();
  return ({ reason }) => {
    if (reason === null || reason === "") return undefined;
    const key = `mail.reason.${reason.replace(/^mail\./, "")}`;
    return i18n.exists(key) ? t(key) : reason;
  };
}

function RecipientRow({
  recipient,
  message,
  followUp,
}: {
  recipient: Recipient;
  message: Message;
  followUp: FollowUp | undefined;
}): JSX.Element {
  const { t, i18n } = useTranslation();
  const [asking, setAsking] = useState(false);
  const reason = useReason()(recipient);
  const followed = followUp?.recipients.find(({ recipientId }) => recipientId === recipient.recipientId);
  const mayAct =
    recipient.route === "guest" && !["waiting", "recalled"].includes(recipient.state) && message.recalledAt === null;
  return (
    <li className="row recipient">
      <div className="row-main">
        <p className="recipient-who">
          <strong>{recipient.name || recipient.email}</strong>
          {recipient.name && <span className="soft">{recipient.email}</span>}
          {recipient.role !== "to" && <span className="soft">{t(`mail.role.${recipient.role}`)}</span>}
        </p>
        <p className="recipient-words">
          <RouteWord route={recipient.route} verification={recipient.verification} />
          <StateWord state={recipient.state} />
          {mayAct && followed?.expiresAt && (
            <span className="soft">{t("mail.follow.until", { day: day(followed.expiresAt, i18n.language) })}</span>
          )}
        </p>
        {reason !== undefined && <p className="recipient-reason">{reason}</p>}
        {followed && mayAct && <Asked followed={followed} recipient={recipient} message={message} />}
        <History recipient={recipient} followed={followed} />
        {followed && (
          <RecipientVisits followed={followed} message={message} recalled={followUp?.recalledAttachments ?? []} />
        )}
        {mayAct && <RecipientActs message={message} recipient={recipient} />}
      </div>
      <div className="row-actions">
        {recipient.state === "waiting" && (
          <Button size="sm" onClick={() => setAsking(true)}>
            {t("mail.complete.open")}
          </Button>
        )}
      </div>
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        title={t("mail.complete.title", { name: recipient.name || recipient.email })}
        closeButtonProps={{ "aria-label": t("common.close") }}
      >
        <CompleteRecipient
          recipient={recipient}
          onDone={() => {
            setAsking(false);
            void renewAfterAct(message);
          }}
        />
      </Modal>
    </li>
  );
}

/** Attachments that were taken back: the others see them no more. */
function Recalled({ followUp }: { followUp: FollowUp }): JSX.Element | null {
  const { t, i18n } = useTranslation();
  const { recalledAttachments } = followUp;
  if (recalledAttachments.length === 0) return null;
  return (
    <ul className="recalled-files">
      {recalledAttachments.map(({ attachmentId, name, at }) => (
        <li key={attachmentId}>
          {t("mail.follow.file_recalled", { name, moment: moment(at, i18n.language) })}{" "}
          <a className="quiet-link" href={addressOf("attachment", { attachmentId })} download={name}>
            <IconDownload size={18} stroke={1.75} aria-hidden="true" /> {t("mail.follow.file_kept")}
            <span className="unseen"> {name}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}

/** Everybody who was written to, with how they are reached and what happened; and what one can do about it. */
export function RecipientRows({ message }: { message: Message }): JSX.Element {
  const { t } = useTranslation();
  const { data: followUp } = useQuery(followUpQuery(message.messageId));
  const hasUnopened = message.recipients.some(
    ({ route, state, times }) =>
      route === "guest" && times.opened === null && ["queued", "handed-over"].includes(state),
  );
  return (
    <section className="recipients">
      <h2>{t("mail.recipients")}</h2>
      {followUp && <Recalled followUp={followUp} />}
      <ul className="rows">
        {message.recipients.map((recipient) => (
          <RecipientRow key={recipient.recipientId} recipient={recipient} message={message} followUp={followUp} />
        ))}
      </ul>
      {followUp && hasUnopened && <ReminderChoice message={message} followUp={followUp} />}
    </section>
  );
}

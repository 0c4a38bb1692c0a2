import { Button, Modal } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { useTranslation } from "react-i18next";
import { moment } from "../../parts/format.ts";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { RouteWord } from "../pieces/verification-word.tsx";
import { call, queryClient } from "../session.ts";
import { CompleteRecipient } from "./complete-recipient.tsx";
import type { Message, Recipient } from "./mail-queries.ts";
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
function History({ recipient }: { recipient: Recipient }): JSX.Element | null {
  const { t, i18n } = useTranslation();
  const happened = timesInOrder
    .flatMap(([time, word]) => {
      const at = recipient.times[time];
      return at === null || (time === "queued" && recipient.times.handedOver !== null) ? [] : [{ word, at }];
    })
    .toReversed();
  if (happened.length === 0) return null;
  return (
    <ul className="history">
      {happened.map(({ word, at }) => (
        <li key={word}>{t(`mail.happened.${word}`, { moment: moment(at, i18n.language) })}</li>
      ))}
    </ul>
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

function RecipientRow({ recipient, message }: { recipient: Recipient; message: Message }): JSX.Element {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const reasonOf = useReason();
  const renew = (): Promise<void> =>
    queryClient.invalidateQueries({ queryKey: ["conversation", message.conversationId] });
  const resend = useMutation({
    mutationFn: () => call("resend", { params: { recipientId: recipient.recipientId } }),
    onSuccess: renew,
  });
  const reason = reasonOf(recipient);
  const mayResend =
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
        </p>
        {reason !== undefined && <p className="recipient-reason">{reason}</p>}
        <History recipient={recipient} />
        <ProblemNote error={resend.error} />
      </div>
      <div className="row-actions">
        {recipient.state === "waiting" && (
          <Button size="sm" onClick={() => setAsking(true)}>
            {t("mail.complete.open")}
          </Button>
        )}
        {mayResend && (
          <Button
            size="sm"
            variant="subtle"
            loading={resend.isPending}
            aria-label={t("mail.resend_to", { name: recipient.name || recipient.email })}
            onClick={() => resend.mutate()}
          >
            {resend.isSuccess ? t("mail.resent") : t("mail.resend")}
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
            void renew();
          }}
        />
      </Modal>
    </li>
  );
}

/** Everybody who was written to, with how they are reached and what happened. */
export function RecipientRows({ message }: { message: Message }): JSX.Element {
  const { t } = useTranslation();
  return (
    <section className="recipients">
      <h2>{t("mail.recipients")}</h2>
      <ul className="rows">
        {message.recipients.map((recipient) => (
          <RecipientRow key={recipient.recipientId} recipient={recipient} message={message} />
        ))}
      </ul>
    </section>
  );
}

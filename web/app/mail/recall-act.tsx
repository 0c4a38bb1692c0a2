import { Button, Modal, Radio } from "@mantine/core";
import { IconArrowBackUp } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { useTranslation } from "react-i18next";
import { moment } from "../../parts/format.ts";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { call, queryClient } from "../session.ts";
import { renewAfterAct } from "./follow-up-queries.ts";
import type { Message, Recipient } from "./mail-queries.ts";
import type { Answer, MemberRoutes } from "../../parts/call.ts";

type HandedOut = Answer<MemberRoutes, "recallAttachment">["handedOut"];
type Outcome =
  | { readonly kind: "recipients"; readonly recipients: readonly Recipient[] }
  | { readonly kind: "attachment"; readonly name: string; readonly handedOut: HandedOut };

/** The truth about one recipient after a recall: nothing was seen, or what had been handed out, and when. */
function TruthRow({ recipient, name }: { recipient: Recipient; name: string | undefined }): JSX.Element {
  const { t, i18n } = useTranslation();
  const { opened, downloaded } = recipient.times;
  const truth =
    downloaded !== null
      ? t("mail.recall.downloaded", { moment: moment(downloaded, i18n.language) })
      : opened !== null
        ? t("mail.recall.opened", { moment: moment(opened, i18n.language) })
        : t("mail.recall.unseen");
  return (
    <li className="row">
      <span className="row-main">
        <strong>{name || recipient.email}</strong>
        <span>{truth}</span>
      </span>
    </li>
  );
}

/** Who had the attachment before it was taken back. */
function FileTruth({ handedOut }: { handedOut: HandedOut }): JSX.Element {
  const { t, i18n } = useTranslation();
  if (handedOut.length === 0) return <p>{t("mail.recall.file_unseen")}</p>;
  return (
    <ul className="rows">
      {handedOut.map(({ recipientId, email, attachmentId, what, at }) => (
        <li key={`${recipientId}${attachmentId}${what}`} className="row">
          <span className="row-main">
            <strong>{email}</strong>
            <span>
              {t(attachmentId === null ? "mail.recall.file_in_copy" : "mail.recall.file_downloaded", {
                moment: moment(at, i18n.language),
              })}
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}

async function recall(message: Message, chosen: string): Promise<Outcome> {
  const { messageId } = message;
  const attachment = message.attachments.find(({ attachmentId }) => attachmentId === chosen);
  if (attachment) {
    const { handedOut } = await call("recallAttachment", { params: { attachmentId: chosen } });
    return { kind: "attachment", name: attachment.name, handedOut };
  }
  const body = chosen === "all" ? {} : { recipientId: chosen };
  const { recipients } = await call("recall", { params: { messageId }, body });
  return {
    kind: "recipients",
    recipients: chosen === "all" ? recipients : recipients.filter(({ recipientId }) => recipientId === chosen),
  };
}

/** The whole, one recipient, or one attachment; only where there is something to choose. */
function WhatToRecall({
  message,
  chosen,
  onChoose,
}: {
  message: Message;
  chosen: string;
  onChoose: (chosen: string) => void;
}): JSX.Element | null {
  const { t } = useTranslation();
  const left = message.recipients.filter(({ state }) => state !== "recalled");
  const people = left.length > 1 ? left : [];
  if (people.length === 0 && message.attachments.length === 0) return null;
  return (
    <Radio.Group label={t("mail.recall.what")} value={chosen} onChange={onChoose}>
      <div className="recall-choices">
        <Radio value="all" label={t("mail.recall.all")} />
        {people.map(({ recipientId, name, email }) => (
          <Radio key={recipientId} value={recipientId} label={t("mail.recall.from", { name: name || email })} />
        ))}
        {message.attachments.map(({ attachmentId, name }) => (
          <Radio key={attachmentId} value={attachmentId} label={t("mail.recall.file", { name })} />
        ))}
      </div>
    </Radio.Group>
  );
}

/** Takes a message, a recipient or an attachment back; asks once, and tells afterwards what that could still prevent. */
export function RecallAct({ message }: { message: Message }): JSX.Element {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const [chosen, setChosen] = useState("all");
  const act = useMutation({
    mutationFn: () => recall(message, chosen),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["mail"] }),
  });
  const nameById = new Map(message.recipients.map((recipient) => [recipient.recipientId, recipient.name]));
  const close = (): void => {
    setAsking(false);
    if (!act.isSuccess) return;
    act.reset();
    setChosen("all");
    void renewAfterAct(message);
  };
  const { data: outcome } = act;
  const isFile = message.attachments.some(({ attachmentId }) => attachmentId === chosen);
  return (
    <>
      <button type="button" className="quiet-link" onClick={() => setAsking(true)}>
        <IconArrowBackUp size={18} stroke={1.75} aria-hidden="true" /> {t("mail.recall.open")}
      </button>
      <Modal
        opened={asking}
        onClose={close}
        title={
          outcome?.kind === "attachment"
            ? t("mail.recall.file_done", { name: outcome.name })
            : outcome
              ? t("mail.recall.done")
              : t("mail.recall.title")
        }
        closeButtonProps={{ "aria-label": t("common.close") }}
      >
        {outcome ? (
          <div className="stack">
            {outcome.kind === "attachment" ? (
              <FileTruth handedOut={outcome.handedOut} />
            ) : (
              <ul className="rows">
                {outcome.recipients.map((recipient) => (
                  <TruthRow
                    key={recipient.recipientId}
                    recipient={recipient}
                    name={nameById.get(recipient.recipientId)}
                  />
                ))}
              </ul>
            )}
            <Button onClick={close} data-autofocus>
              {t("common.close")}
            </Button>
          </div>
        ) : (
          <div className="stack">
            <WhatToRecall message={message} chosen={chosen} onChoose={setChosen} />
            <p>{isFile ? t("mail.recall.file_stays") : t("mail.recall.unopened")}</p>
            <p>{t("mail.recall.seen")}</p>
            <ProblemNote error={act.error} />
            <div className="form-actions">
              <Button data-autofocus loading={act.isPending} onClick={() => act.mutate()}>
                {t("mail.recall.act")}
              </Button>
              <Button variant="default" onClick={close}>
                {t("mail.recall.keep")}
              </Button>
            </div>
          </div>
        )}
      </Modal>
    </>
  );
}

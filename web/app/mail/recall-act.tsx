import { Button, Modal } from "@mantine/core";
import { IconArrowBackUp } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { useTranslation } from "react-i18next";
import { moment } from "../../parts/format.ts";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { call, queryClient } from "../session.ts";
import type { Message, Recipient } from "./mail-queries.ts";

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

/** Takes a message back; asks once, and tells afterwards what that could still prevent. */
export function RecallAct({ message }: { message: Message }): JSX.Element {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const recall = useMutation({
    mutationFn: () => call("recall", { params: { messageId: message.messageId }, body: {} }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["mail"] }),
  });
  const nameById = new Map(message.recipients.map((recipient) => [recipient.recipientId, recipient.name]));
  const close = (): void => {
    setAsking(false);
    if (recall.isSuccess) void queryClient.invalidateQueries({ queryKey: ["conversation", message.conversationId] });
  };
  return (
    <>
      <button type="button" className="quiet-link" onClick={() => setAsking(true)}>
        <IconArrowBackUp size={18} stroke={1.75} aria-hidden="true" /> {t("mail.recall.open")}
      </button>
      <Modal
        opened={asking}
        onClose={close}
        title={recall.data ? t("mail.recall.done") : t("mail.recall.title")}
        closeButtonProps={{ "aria-label": t("common.close") }}
      >
        {recall.data ? (
          <div className="stack">
            <ul className="rows">
              {recall.data.recipients.map((recipient) => (
                <TruthRow
                  key={recipient.recipientId}
                  recipient={recipient}
                  name={nameById.get(recipient.recipientId)}
                />
              ))}
            </ul>
            <Button onClick={close} data-autofocus>
              {t("common.close")}
            </Button>
          </div>
        ) : (
          <div className="stack">
            <p>{t("mail.recall.unopened")}</p>
            <p>{t("mail.recall.seen")}</p>
            <ProblemNote error={recall.error} />
            <div className="form-actions">
              <Button data-autofocus loading={recall.isPending} onClick={() => recall.mutate()}>
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

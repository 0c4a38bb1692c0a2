import { Button, Checkbox, Modal, Textarea } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { type JSX, useState } from "react";
import { useTranslation } from "react-i18next";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { call, queryClient } from "../session.ts";
import { questionsQuery } from "./support-queries.ts";

function AskForm({ onClose }: { onClose: () => void }): JSX.Element {
  const { t, i18n } = useTranslation();
  const { conversationId } = useParams({ strict: false });
  const [text, setText] = useState("");
  const [isAlong, setAlong] = useState(false);
  const [screen] = useState(() => location.pathname.slice(0, 200));
  const ask = useMutation({
    mutationFn: () =>
      call("askQuestion", {
        body: { text, screen, ...(isAlong && conversationId !== undefined && { conversationId }) },
      }),
    onSuccess: () =>
      Promise.all([
        queryClient.invalidateQueries(questionsQuery),
        queryClient.invalidateQueries({ queryKey: ["mail"] }),
      ]),
  });
  if (ask.data) {
    const names = new Intl.ListFormat(i18n.language, { type: "conjunction" }).format(ask.data.helpers);
    return (
      <div className="stack">
        <output>{t("support.asked", { names })}</output>
        <div className="form-actions">
          <Link
            to="/mail/$folder/$conversationId"
            params={{ folder: "sent", conversationId: ask.data.conversationId }}
            className="button-link"
            onClick={onClose}
          >
            {t("support.show")}
          </Link>
          <Button variant="default" onClick={onClose}>
            {t("common.close")}
          </Button>
        </div>
      </div>
    );
  }
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        ask.mutate();
      }}
    >
      <Textarea
        label={t("support.text")}
        data-autofocus
        required
        withAsterisk={false}
        autosize
        minRows={4}
        maxRows={12}
        maxLength={5000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <p className="soft">{t("support.context", { screen })}</p>
      {conversationId !== undefined && (
        <Checkbox
          label={t("support.along")}
          checked={isAlong}
          onChange={(event) => setAlong(event.currentTarget.checked)}
        />
      )}
      <ProblemNote error={ask.error} />
      <div className="form-actions">
        <Button type="submit" loading={ask.isPending}>
          {t("support.ask")}
        </Button>
      </div>
    </form>
  );
}

/** A question to those who help, with the screen that it is about; what is on it goes along only where that is ticked. */
export function AskWindow({ opened, onClose }: { opened: boolean; onClose: () => void }): JSX.Element {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("support.title")}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <AskForm onClose={onClose} />
    </Modal>
  );
}

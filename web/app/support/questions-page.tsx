import { Button, Modal } from "@mantine/core";
import { useMutation, useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type JSX, useState } from "react";
import { useTranslation } from "react-i18next";
import { moment } from "../../parts/format.ts";
import { EmptyState } from "../pieces/empty-state.tsx";
import { PageHeading } from "../pieces/page-heading.tsx";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { call, meQuery, queryClient } from "../session.ts";
import { HandOver } from "./hand-over.tsx";
import { type Question, questionsQuery } from "./support-queries.ts";
import "../manage/manage.css";

function QuestionRow({ question, onHand }: { question: Question; onHand: () => void }): JSX.Element {
  const { t, i18n } = useTranslation();
  const { questionId, conversationId, state } = question;
  const { data: me } = useSuspenseQuery(meQuery);
  const settle = useMutation({
    mutationFn: () =>
      call("settleQuestion", { params: { questionId }, body: { state: state === "closed" ? "open" : "closed" } }),
    onSettled: () => queryClient.invalidateQueries(questionsQuery),
  });
  const at = question.settledAt === null ? "" : moment(question.settledAt, i18n.language);
  const mayHand = me.roles.some((role) => role === "superuser" || role === "admin");
  return (
    <li className="row">
      <span className="row-main">
        <strong>{question.askedBy}</strong>
        <span className="soft">
          {moment(question.askedAt, i18n.language)} · {question.screen}
        </span>
        <span>
          {t(`support.state.${state.replace("-", "_")}`, {
            name: question.settledBy ?? "",
            to: question.handedTo ?? "",
            moment: at,
          })}
        </span>
        {!question.isMine && <span className="soft">{t("support.not_mine")}</span>}
      </span>
      <span className="row-actions">
        {question.isMine && (
          <Link to="/mail/$folder/$conversationId" params={{ folder: "inbox", conversationId }} className="button-link">
            {t("support.open")}
          </Link>
        )}
        {mayHand && state === "open" && (
          <Button size="sm" variant="default" onClick={onHand}>
            {t("support.hand_over")}
          </Button>
        )}
        <Button size="sm" variant="default" loading={settle.isPending} onClick={() => settle.mutate()}>
          {t(state === "closed" ? "support.reopen" : "support.done")}
        </Button>
      </span>
      <ProblemNote error={settle.error} />
    </li>
  );
}

/** What colleagues asked, those that wait first; the words are in the conversation. */
export function QuestionsPage(): JSX.Element {
  const { t } = useTranslation();
  const list = useQuery(questionsQuery);
  const [handing, setHanding] = useState<Question>();
  return (
    <main className="page">
      <PageHeading title={t("app.place.questions")} lead={t("support.lead")} />
      <ProblemNote error={list.error} />
      {list.data?.questions.length === 0 && (
        <EmptyState picture="sent" title={t("support.none")} lead={t("support.none_lead")} />
      )}
      <ul className="rows">
        {list.data?.questions.map((question) => (
          <QuestionRow key={question.questionId} question={question} onHand={() => setHanding(question)} />
        ))}
      </ul>
      <Modal
        opened={handing !== undefined}
        onClose={() => setHanding(undefined)}
        title={t("support.hand_over")}
        closeButtonProps={{ "aria-label": t("common.close") }}
      >
        {handing && <HandOver question={handing} onDone={() => setHanding(undefined)} />}
      </Modal>
    </main>
  );
}

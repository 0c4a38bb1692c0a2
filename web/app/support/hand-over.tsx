import { Button, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { useTranslation } from "react-i18next";
import { agreementsQuery } from "../mail/noticed/file-queries.ts";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { call, queryClient } from "../session.ts";
import { type Question, questionsQuery } from "./support-queries.ts";

/** To the IT supplier: in one's own words, so that nothing of the question goes outside unseen. */
export function HandOver({ question, onDone }: { question: Question; onDone: () => void }): JSX.Element {
  const { t } = useTranslation();
  const { data } = useQuery(agreementsQuery);
  const [typed, setTyped] = useState<string>();
  const email = typed ?? data?.agreements.support.find((helper) => helper.email !== undefined)?.email ?? "";
  const [text, setText] = useState(() => t("support.hand_text", { screen: question.screen }));
  const send = useMutation({
    mutationFn: () =>
      call("handOverQuestion", { params: { questionId: question.questionId }, body: { email: email.trim(), text } }),
    onSuccess: async () => {
      await queryClient.invalidateQueries(questionsQuery);
      onDone();
    },
  });
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        send.mutate();
      }}
    >
      <TextInput
        type="email"
        label={t("support.hand_to")}
        required
        withAsterisk={false}
        value={email}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Textarea
        label={t("support.hand_words")}
        data-autofocus
        required
        withAsterisk={false}
        autosize
        minRows={4}
        maxRows={12}
        maxLength={10_000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <ProblemNote error={send.error} />
      <div className="form-actions">
        <Button type="submit" loading={send.isPending}>
          {t("support.hand")}
        </Button>
      </div>
    </form>
  );
}

import { Radio, Select, TextInput } from "@mantine/core";
import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { useTranslation } from "react-i18next";
import { PageHeading } from "../pieces/page-heading.tsx";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { call, type Me, meQuery } from "../session.ts";
import { type Answers, firstAnswers, keepAnswers, keptAnswers, requestOf } from "./answers.ts";
import { InForce } from "./in-force.tsx";
import "../manage/manage.css";
import "./agreements.css";

interface QuestionProps<Value extends string> {
  readonly title: string;
  readonly options: readonly { readonly value: Value; readonly label: string; readonly lead: string }[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}

/** One question with its answers; each says what it means. */
function Question<Value extends string>({ title, options, value, onChange }: QuestionProps<Value>): JSX.Element {
  return (
    <Radio.Group label={title} value={value} onChange={(chosen) => onChange(chosen as Value)} className="card">
      {options.map(({ value: each, label, lead }) => (
        <Radio key={each} mt="sm" value={each} label={label} description={lead} />
      ))}
    </Radio.Group>
  );
}

function Helpers({ answers, change }: { answers: Answers; change: (part: Partial<Answers>) => void }): JSX.Element {
  const { t } = useTranslation();
  return (
    <fieldset className="card stack">
      <legend>{t("agreements.ask.support")}</legend>
      {(["name", "email", "phone", "hours"] as const).map((field) => (
        <TextInput
          key={field}
          label={t(`agreements.support.${field}`)}
          type={field === "email" ? "email" : field === "phone" ? "tel" : "text"}
          maxLength={field === "hours" ? 100 : 200}
          value={answers[field]}
          onChange={(event) => change({ [field]: event.currentTarget.value })}
        />
      ))}
      <TextInput
        label={t("agreements.support.approvers")}
        description={t("agreements.support.approvers_lead")}
        maxLength={2000}
        value={answers.approvers}
        onChange={(event) => change({ approvers: event.currentTarget.value })}
      />
    </fieldset>
  );
}

function Wizard({ me }: { me: Me }): JSX.Element {
  const { t } = useTranslation();
  const presets = useQuery({ queryKey: ["agreements", "presets"], queryFn: () => call("agreementPresets") });
  const [answers, setAnswers] = useState<Answers>(() => keptAnswers() ?? firstAnswers(me));
  const change = (part: Partial<Answers>): void => {
    const next = { ...answers, ...part };
    setAnswers(next);
    keepAnswers(next);
  };
  const body = requestOf(answers);
  const composed = useQuery({
    queryKey: ["agreements", "composed", body],
    queryFn: () => call("composeAgreements", { body }),
    placeholderData: (before) => before,
    gcTime: 0,
  });
  return (
    <div className="wizard">
      <div className="stack">
        <ProblemNote error={presets.error ?? composed.error} />
        <Select
          label={t("agreements.ask.trade")}
          description={t("agreements.trade_lead")}
          data={(presets.data?.presets ?? []).map(({ trade, title }) => ({ value: trade, label: title }))}
          value={answers.trade}
          allowDeselect={false}
          onChange={(trade) => trade && change({ trade: trade as Answers["trade"] })}
        />
        <Question
          title={t("agreements.ask.scope")}
          options={(["outsiders", "everyone"] as const).map((each) => ({
            value: each,
            label: t(`agreements.answer.scope_${each}`),
            lead: t(`agreements.answer.scope_${each}_lead`),
          }))}
          value={answers.scope}
          onChange={(scope) => change({ scope })}
        />
        <Question
          title={t("agreements.ask.action")}
          options={(["none", "secure"] as const).map((each) => ({
            value: each,
            label: t(`agreements.answer.action_${each}`),
            lead: t(`agreements.answer.action_${each}_lead`),
          }))}
          value={answers.action}
          onChange={(action) => change({ action })}
        />
        <Question
          title={t("agreements.ask.verification")}
          options={(["none", "sms", "password"] as const).map((each) => ({
            value: each,
            label: t(`agreements.answer.verification_${each}`),
            lead: t(`agreements.answer.verification_${each}_lead`),
          }))}
          value={answers.verification}
          onChange={(verification) => change({ verification })}
        />
        <Helpers answers={answers} change={change} />
      </div>
      {composed.data && <InForce text={composed.data.text} />}
    </div>
  );
}

/** Four questions that every firm has to settle; beside them what the answers mean. */
export function WizardPage(): JSX.Element {
  const { t } = useTranslation();
  const { data: me } = useSuspenseQuery(meQuery);
  return (
    <main className="page page-wide">
      <PageHeading title={t("agreements.wizard_title")} lead={t("agreements.wizard_lead")} />
      <Wizard me={me} />
    </main>
  );
}

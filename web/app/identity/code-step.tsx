import { Button, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type JSX, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { call } from "../session.ts";
import { CodeField } from "./code-field.tsx";
import type { LoginAnswer } from "./password-step.tsx";

interface CodeStepProps {
  readonly onDone: (answer: LoginAnswer) => Promise<void>;
  readonly onBack: () => void;
}

export function CodeStep({ onDone, onBack }: CodeStepProps): JSX.Element {
  const { t } = useTranslation();
  const [code, setCode] = useState("");
  const [withBackup, setWithBackup] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const check = useMutation({
    mutationFn: async () => onDone(await call("loginCode", { body: { code } })),
    onError: () => setCode(""),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        check.mutate();
      }}
    >
      <h1>{t("login.code_title")}</h1>
      <p>{t("login.code_lead")}</p>
      {withBackup ? (
        <TextInput
          label={t("login.backup")}
          description={t("login.backup_hint")}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          required
          withAsterisk={false}
          maxLength={20}
          data-autofocus
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
      ) : (
        <CodeField label={t("login.code")} value={code} onChange={setCode} field={field} />
      )}
      <ProblemNote error={check.error} />
      <Button type="submit" loading={check.isPending} fullWidth>
        {t("login.log_in")}
      </Button>
      <Button
        variant="subtle"
        fullWidth
        onClick={() => {
          setCode("");
          setWithBackup(!withBackup);
        }}
      >
        {t(withBackup ? "login.use_code" : "login.use_backup")}
      </Button>
      <Button variant="subtle" fullWidth onClick={onBack}>
        {t("login.other_account")}
      </Button>
    </form>
  );
}

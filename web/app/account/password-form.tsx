import { Button, PasswordInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { useTranslation } from "react-i18next";
import { NewPassword } from "../identity/new-password.tsx";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { call, type Me, queryClient } from "../session.ts";
import { accountQuery } from "./account-queries.ts";

/** One's own password, anew. */
export function PasswordForm({ me, onDone }: { me: Me; onDone: () => void }): JSX.Element {
  const { t } = useTranslation();
  const [current, setCurrent] = useState("");
  const [password, setPassword] = useState("");
  const change = useMutation({
    mutationFn: () => call("changePassword", { body: { current, password } }),
    onSuccess: async () => {
      await queryClient.invalidateQueries(accountQuery);
      onDone();
    },
  });
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate();
      }}
    >
      <p>{t("account.password_means")}</p>
      <input type="hidden" name="username" autoComplete="username" value={me.email} readOnly />
      <OwnPassword value={current} onChange={setCurrent} />
      <NewPassword value={password} onChange={setPassword} own={[me.email, me.name]} />
      <ProblemNote error={change.error} />
      <Button type="submit" loading={change.isPending}>
        {t("account.password_act")}
      </Button>
    </form>
  );
}

export function OwnPassword({ value, onChange }: { value: string; onChange: (text: string) => void }): JSX.Element {
  const { t } = useTranslation();
  return (
    <PasswordInput
      label={t("account.password_current")}
      autoComplete="current-password"
      required
      withAsterisk={false}
      data-autofocus
      visibilityToggleButtonProps={{ "aria-label": t("common.show_password") }}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

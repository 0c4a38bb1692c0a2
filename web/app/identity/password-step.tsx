import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type JSX, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Answer, MemberRoutes } from "../../parts/call.ts";
import { holdsUnsent } from "../mail/draft.ts";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { call } from "../session.ts";

export type LoginAnswer = Answer<MemberRoutes, "login">;

interface PasswordStepProps {
  readonly ended: boolean;
  readonly onDone: (answer: LoginAnswer) => Promise<void>;
}

export function PasswordStep({ ended, onDone }: PasswordStepProps): JSX.Element {
  const { t } = useTranslation();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const login = useMutation({
    mutationFn: async () => onDone(await call("login", { body: { email: email.trim(), password } })),
    onError: () => setPassword(""),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        login.mutate();
      }}
    >
      <h1>{t("login.title")}</h1>
      {ended && !login.error && <output className="hint-box">{t(holdsUnsent() ? "login.kept" : "login.ended")}</output>}
      <TextInput
        label={t("login.email")}
        type="email"
        autoComplete="username"
        required
        ref={field}
        withAsterisk={false}
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <PasswordInput
        label={t("login.password")}
        autoComplete="current-password"
        required
        withAsterisk={false}
        visibilityToggleButtonProps={{ "aria-label": t("common.show_password") }}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <ProblemNote error={login.error} />
      <Button type="submit" loading={login.isPending} fullWidth>
        {t("login.go_on")}
      </Button>
      <Link to="/recover">{t("login.forgotten")}</Link>
    </form>
  );
}

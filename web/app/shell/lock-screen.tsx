import { Button, PasswordInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type JSX, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { OutsideLayout } from "../pieces/outside-layout.tsx";
import { useTabTitle } from "../pieces/page-heading.tsx";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { call, logOut, type Me } from "../session.ts";

/** In the place of everything, until the password is given. */
export function LockScreen({ me, onUnlocked }: { me: Me; onUnlocked: () => Promise<void> }): JSX.Element {
  const { t } = useTranslation();
  const [password, setPassword] = useState("");
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  useTabTitle(t("lock.title"));
  const unlock = useMutation({
    mutationFn: async () => {
      await call("unlock", { body: { password } });
      await onUnlocked();
    },
    onError: () => {
      setPassword("");
      field.current?.focus();
    },
  });
  return (
    <OutsideLayout>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          unlock.mutate();
        }}
      >
        <h1>{t("lock.title")}</h1>
        <p>{t("lock.lead", { name: me.name })}</p>
        <input type="email" autoComplete="username" value={me.email} readOnly hidden />
        <PasswordInput
          label={t("login.password")}
          autoComplete="current-password"
          required
          ref={field}
          withAsterisk={false}
          visibilityToggleButtonProps={{ "aria-label": t("common.show_password") }}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <ProblemNote error={unlock.error} />
        <Button type="submit" loading={unlock.isPending} fullWidth>
          {t("lock.unlock")}
        </Button>
        <Button variant="subtle" onClick={() => void logOut()}>
          {t("lock.other")}
        </Button>
      </form>
    </OutsideLayout>
  );
}

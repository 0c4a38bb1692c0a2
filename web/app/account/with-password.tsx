import { Button } from "@mantine/core";
import { type JSX, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { OwnPassword } from "./password-form.tsx";

/** Asks for one's own password before something is shown that lets people in. */
export function WithPassword({ children }: { children: (password: string) => ReactNode }): JSX.Element {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const [password, setPassword] = useState<string>();
  if (password !== undefined) return <>{children(password)}</>;
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        setPassword(typed);
      }}
    >
      <p>{t("account.password_first")}</p>
      <OwnPassword value={typed} onChange={setTyped} />
      <Button type="submit">{t("login.go_on")}</Button>
    </form>
  );
}

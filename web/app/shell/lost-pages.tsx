import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { JSX } from "react";
import { useTranslation } from "react-i18next";
import { OutsideLayout } from "../pieces/outside-layout.tsx";
import { ProblemNote } from "../pieces/problem-note.tsx";

export function NotFoundPage(): JSX.Element {
  const { t } = useTranslation();
  return (
    <OutsideLayout>
      <h1>{t("app.not_found")}</h1>
      <p>{t("app.not_found_why")}</p>
      <Link to="/">{t("app.home")}</Link>
    </OutsideLayout>
  );
}

export function ErrorPage({ error }: { error: unknown }): JSX.Element {
  const { t } = useTranslation();
  return (
    <OutsideLayout>
      <h1>{t("app.failed")}</h1>
      <ProblemNote error={error} />
      <Button onClick={() => location.reload()}>{t("common.again")}</Button>
    </OutsideLayout>
  );
}

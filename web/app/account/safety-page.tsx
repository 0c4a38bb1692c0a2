import { useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { JSX } from "react";
import { useTranslation } from "react-i18next";
import { OutsideLayout } from "../pieces/outside-layout.tsx";
import { useTabTitle } from "../pieces/page-heading.tsx";
import { accountQuery } from "./account-queries.ts";
import { SafetyStep } from "./safety-step.tsx";

/** After the first log-in, at an address of its own: whoever loads it again goes on where they were. */
export function SafetyPage(): JSX.Element {
  const { t } = useTranslation();
  const navigate = useNavigate();
  useTabTitle(t("account.recovery_title"));
  const { data } = useSuspenseQuery(accountQuery);
  return (
    <OutsideLayout>
      <SafetyStep
        begin={data.recoveryCodeMadeAt ? "backup" : "recovery"}
        onDone={() => void navigate({ to: "/mail/$folder", params: { folder: "inbox" }, replace: true })}
      />
    </OutsideLayout>
  );
}

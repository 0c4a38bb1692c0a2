import { useNavigate, useSearch } from "@tanstack/react-router";
import { type JSX, useState } from "react";
import { useTranslation } from "react-i18next";
import { OutsideLayout } from "../pieces/outside-layout.tsx";
import { useTabTitle } from "../pieces/page-heading.tsx";
import { holdToken, meQuery, queryClient } from "../session.ts";
import { accountQuery } from "../account/account-queries.ts";
import { CodeStep } from "./code-step.tsx";
import { EnrolStep } from "./enrol-step.tsx";
import { tellKitKept } from "./kit-note.ts";
import { PasswordStep } from "./password-step.tsx";

export type LoginStep = "password" | "enrol" | "code";

/** Password, then the second factor: set up the first time, asked for afterwards. */
export function LoginPage(): JSX.Element {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { ended } = useSearch({ from: "/login" });
  const [step, setStep] = useState<LoginStep>("password");
  useTabTitle(t("login.title"));

  const proceed = async (answer: { next: "code" | "enrol" | "done"; token: string }): Promise<void> => {
    holdToken(answer.token);
    if (answer.next !== "done") return setStep(answer.next);
    await queryClient.fetchQuery(meQuery);
    await tellKitKept();
    // Whoever closed the page before keeping a recovery code is asked again, until they have one.
    const account = await queryClient.fetchQuery(accountQuery).catch(() => undefined);
    const isCodeMissing = account !== undefined && account.recoveryCodeMadeAt === null;
    if (step === "enrol" || isCodeMissing) await navigate({ to: "/safety", replace: true });
    else await navigate({ to: "/mail/$folder", params: { folder: "inbox" }, replace: true });
  };

  return (
    <OutsideLayout>
      {step === "password" && <PasswordStep ended={ended === true} onDone={proceed} />}
      {step === "enrol" && <EnrolStep onDone={proceed} />}
      {step === "code" && <CodeStep onDone={proceed} onBack={() => setStep("password")} />}
    </OutsideLayout>
  );
}

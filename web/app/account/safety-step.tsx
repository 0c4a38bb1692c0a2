import { Button } from "@mantine/core";
import { type JSX, useState } from "react";
import { useTranslation } from "react-i18next";
import { StepTitle } from "../pieces/page-heading.tsx";
import { BackupCodes } from "./backup-codes.tsx";
import { RecoveryCode } from "./recovery-code.tsx";

type Step = "recovery" | "backup";

/** After the first log-in: what one needs on the day that the password or the phone is gone. */
export function SafetyStep({ begin, onDone }: { begin: Step; onDone: () => void }): JSX.Element {
  const { t } = useTranslation();
  const [step, setStep] = useState(begin);
  return (
    <>
      <StepTitle key={step}>{t(`account.${step}_title`)}</StepTitle>
      {step === "recovery" ? <RecoveryCode onDone={() => setStep("backup")} /> : <BackupCodes onDone={onDone} />}
      {step === "recovery" && (
        <Button variant="subtle" fullWidth onClick={onDone}>
          {t("account.later")}
        </Button>
      )}
    </>
  );
}

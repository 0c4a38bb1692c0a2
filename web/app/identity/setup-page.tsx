import { Button } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Navigate, useNavigate } from "@tanstack/react-router";
import { type JSX, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { OutsideLayout } from "../pieces/outside-layout.tsx";
import { StepTitle, useTabTitle } from "../pieces/page-heading.tsx";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { call } from "../session.ts";
import { spokenLanguage } from "../words.ts";
import { SetupAdmin } from "./setup-admin.tsx";
import { SetupKit } from "./setup-kit.tsx";
import { SetupOrganisation } from "./setup-organisation.tsx";
import { forgetForm, keepForm, keptForm, type SetupForm } from "./setup-form.ts";
import { SetupShares } from "./setup-shares.tsx";
import { setupSteps, useSetupSteps } from "./setup-steps.ts";

/** The first visit: three questions, then the recovery kit, which must be kept before one goes on. */
export function SetupPage(): JSX.Element {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [form, setForm] = useState(keptForm);
  const [isAccepted, setAccepted] = useState(false);
  const isNamed = form.organisation.trim() !== "" && form.domain.trim() !== "";
  const { step, goOn: nextStep, goBack } = useSetupSteps(isAccepted ? "shares" : isNamed ? "admin" : "organisation");
  useTabTitle(t("setup.title"));
  const state = useQuery({
    queryKey: ["setup"],
    queryFn: () => call("setupState"),
    staleTime: Number.POSITIVE_INFINITY,
  });
  // A second click in the same instant would be answered "already set up", in place of the kit, which comes once.
  const underWay = useRef(false);
  const setUp = useMutation({
    mutationFn: () => call("setup", { body: { ...form, language: spokenLanguage() } }),
    onSuccess: forgetForm,
    onSettled: () => {
      underWay.current = false;
    },
  });
  // A password that would be refused in the end is refused where it can still be changed.
  const check = useMutation({
    mutationFn: () =>
      call("checkPassword", {
        body: { password: form.password, own: [form.adminEmail, form.adminName, form.organisation] },
      }),
    onSuccess: () => {
      setAccepted(true);
      nextStep();
    },
  });
  const finish = (): void => {
    if (underWay.current) return;
    underWay.current = true;
    setUp.mutate();
  };
  useEffect(() => keepForm(form), [form]);
  const change = (part: Partial<SetupForm>): void => {
    check.reset();
    if (part.shares === undefined && part.threshold === undefined) setAccepted(false);
    setForm((had) => ({ ...had, ...part }));
  };
  const goOn = (): void => {
    if (step === "shares") finish();
    else if (step === "admin") check.mutate();
    else nextStep();
  };

  const at = setupSteps.indexOf(step);
  if (setUp.data)
    return (
      <OutsideLayout wide>
        <SetupKit answer={setUp.data} threshold={form.threshold} onDone={() => void navigate({ to: "/login" })} />
      </OutsideLayout>
    );
  if (state.data?.needed === false) return <Navigate to="/login" replace />;
  return (
    <OutsideLayout wide>
      <p className="step-count">{t("setup.step", { at: at + 1, of: setupSteps.length })}</p>
      <form
        key={step}
        onSubmit={(event) => {
          event.preventDefault();
          goOn();
        }}
      >
        <StepTitle>{t(`setup.${step}_title`)}</StepTitle>
        {step === "organisation" && <SetupOrganisation form={form} onChange={change} />}
        {step === "admin" && <SetupAdmin form={form} onChange={change} />}
        {step === "shares" && <SetupShares form={form} onChange={change} />}
        <ProblemNote error={setUp.error ?? check.error ?? state.error} />
        <div className="form-actions">
          <Button type="submit" loading={setUp.isPending || check.isPending}>
            {step === "shares" ? t("setup.finish") : t("setup.next")}
          </Button>
          {at > 0 && (
            <Button variant="default" disabled={setUp.isPending} onClick={goBack}>
              {t("setup.back")}
            </Button>
          )}
        </div>
      </form>
    </OutsideLayout>
  );
}

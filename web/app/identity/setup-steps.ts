import { useNavigate, useRouter, useSearch } from "@tanstack/react-router";
import { useEffect } from "react";

export const setupSteps = ["organisation", "admin", "shares"] as const;
export type SetupStep = (typeof setupSteps)[number];

const searchOf = (step: SetupStep): { step?: "admin" | "shares" } => (step === "organisation" ? {} : { step });
const after = (step: SetupStep, by: number): SetupStep => setupSteps[setupSteps.indexOf(step) + by] ?? step;

interface SetupSteps {
  readonly step: SetupStep;
  readonly goOn: () => void;
  readonly goBack: () => void;
}

/** Each step has an address of its own, so that Back goes one step back; none is shown before the ones ahead are done. */
export function useSetupSteps(furthest: SetupStep): SetupSteps {
  const navigate = useNavigate();
  const { history } = useRouter();
  const { step: asked = "organisation" } = useSearch({ from: "/setup" });
  const step = setupSteps[Math.min(setupSteps.indexOf(asked), setupSteps.indexOf(furthest))]!;
  useEffect(() => {
    if (step === asked) return;
    if (step === "admin" && history.canGoBack()) history.back();
    else void navigate({ to: "/setup", search: searchOf(step), replace: true });
  }, [step, asked, history, navigate]);
  return {
    step,
    goOn: () => void navigate({ to: "/setup", search: searchOf(after(step, 1)) }),
    goBack: () => {
      if (history.canGoBack()) history.back();
      else void navigate({ to: "/setup", search: searchOf(after(step, -1)), replace: true });
    },
  };
}

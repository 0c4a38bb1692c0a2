import { IconAlertTriangle } from "@tabler/icons-react";
import { type JSX, type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Problem } from "#/contract/index.ts";
import { asProblem } from "../../parts/call.ts";

/** A problem as a sentence: the server's own, or ours where it could not be reached. */
export function useProblemSentence(): (problem: Problem) => string {
  const { t } = useTranslation();
  return (problem) => {
    if (problem.code === "page.unreachable") return t("common.unreachable");
    return problem.title === "" ? t("common.unexpected") : problem.title;
  };
}

/** What happened, why, and what now; takes the focus so that it is read out. Nothing while there is no error. */
export function ProblemNote({ error, children }: { error: unknown; children?: ReactNode }): JSX.Element | null {
  const sentence = useProblemSentence();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (error) place.current?.focus({ preventScroll: false });
  }, [error]);
  if (!error) return null;
  return (
    <div ref={place} className="note" role="alert" tabIndex={-1}>
      <IconAlertTriangle size={22} stroke={1.75} aria-hidden="true" />
      <div>
        <p>{sentence(asProblem(error))}</p>
        {children}
      </div>
    </div>
  );
}

/** @jsxImportSource preact */
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Problem } from "#/contract/index.ts";
import { useWords } from "./words.ts";

/** What went wrong and what now, in the reader's language; takes the focus so that it is read out. */
export function ProblemNote(props: { problem: Problem | undefined }): JSX.Element | null {
  const { t } = useWords();
  const place = useRef<HTMLDivElement>(null);
  const { problem } = props;
  useEffect(() => {
    if (problem) place.current?.focus();
  }, [problem]);
  if (!problem) return null;
  const title =
    problem.code === "page.unreachable"
      ? t("common.unreachable")
      : problem.title === ""
        ? t("common.unexpected")
        : problem.title;
  return (
    <div ref={place} class="note" role="alert" tabIndex={-1}>
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d="M12 9v4m0 3.500v.1M10.300 4.200 2.600 17.500A2 2 0 0 0 4.300 20.500h15.400a2 2 0 0 0 1.700-3L13.700 4.200a2 2 0 0 0-3.400 0z" />
      </svg>
      <p>{title}</p>
    </div>
  );
}

/** A heading that takes the focus when a new step appears. */
export function StepHeading(props: { children: string; small?: boolean }): JSX.Element {
  const place = useRef<HTMLHeadingElement>(null);
  useEffect(() => place.current?.focus({ preventScroll: true }), []);
  return (
    <h1 ref={place} tabIndex={-1} class={props.small ? "subject" : undefined}>
      {props.children}
    </h1>
  );
}

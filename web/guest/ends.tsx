/** @jsxImportSource preact */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Problem } from "#/contract/index.ts";
import { longMoment } from "../parts/format.ts";
import type { Knock } from "./guest-call.ts";
import { ProblemNote, StepHeading } from "./notes.tsx";
import { Seal } from "./sheet.tsx";
import type { Visit } from "./use-visit.ts";
import { useWords } from "./words.ts";

/** The address was cut off or is nobody's: what happened, why, what now. */
export function LostView(props: { problem: Problem | undefined }): JSX.Element {
  const { t } = useWords();
  const ours = props.problem !== undefined && props.problem.status !== 404 && props.problem.status !== 422;
  return (
    <div class="card">
      <StepHeading>{ours ? t("guest.lost.heading_ours") : t("guest.lost.heading")}</StepHeading>
      {ours ? (
        <>
          <ProblemNote problem={props.problem} />
          <button class="primary wide" type="button" onClick={() => location.reload()}>
            {t("guest.lost.again")}
          </button>
        </>
      ) : (
        <>
          <p class="lead">{t("guest.lost.why")}</p>
          <ol class="steps">
            <li>{t("guest.lost.copy_whole")}</li>
            <li>{t("guest.lost.ask_sender")}</li>
          </ol>
        </>
      )}
    </div>
  );
}

/** One act that tells the sender what is needed; what is typed nowhere. */
function AskMoreTime(props: { visit: Visit; name: string }): JSX.Element {
  const { t } = useWords();
  const { visit, name } = props;
  const [asked, setAsked] = useState(false);
  if (asked) return <output class="hint">{t("guest.gone.asked", { name })}</output>;
  return (
    <>
      <ProblemNote problem={visit.problem} />
      <button
        class="primary wide"
        type="button"
        disabled={visit.busy}
        onClick={() => void visit.ask("more-time").then(setAsked)}
      >
        {t("guest.gone.more_time")}
      </button>
      <p class="hint">{t("guest.gone.more_time_hint", { name })}</p>
    </>
  );
}

/** Taken back or run out, said truthfully. */
export function GoneView(props: { visit: Visit; knock: Knock }): JSX.Element {
  const { t, language } = useWords();
  const { visit, knock } = props;
  const recalled = knock.state === "recalled";
  return (
    <div class="card">
      <Seal broken />
      <StepHeading>{recalled ? t("guest.gone.recalled") : t("guest.gone.expired")}</StepHeading>
      <p class="lead">
        {recalled
          ? t("guest.gone.recalled_why", { name: knock.sender.name })
          : t("guest.gone.expired_why", { name: knock.sender.name })}
      </p>
      <p>{t("guest.gone.sent", { moment: longMoment(knock.sentAt, language) })}</p>
      {!recalled && <AskMoreTime visit={visit} name={knock.sender.name} />}
      <p>
        {t("guest.gone.ask")} <a href={`mailto:${knock.sender.email}`}>{knock.sender.email}</a>
      </p>
    </div>
  );
}

export function LeftView(): JSX.Element {
  const { t } = useWords();
  return (
    <div class="card">
      <Seal />
      <StepHeading>{t("guest.left.heading")}</StepHeading>
      <p class="lead">{t("guest.left.lead")}</p>
    </div>
  );
}

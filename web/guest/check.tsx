/** @jsxImportSource preact */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { moment } from "../parts/format.ts";
import type { Knock } from "./guest-call.ts";
import { ProblemNote, StepHeading } from "./notes.tsx";
import type { Visit } from "./use-visit.ts";
import { useWords } from "./words.ts";

function useCountdown(fromSeconds: number): number {
  const [left, setLeft] = useState(fromSeconds);
  useEffect(() => {
    setLeft(fromSeconds);
    const until = Date.now() + fromSeconds * 1000;
    const timer = setInterval(() => {
      const seconds = Math.max(0, Math.ceil((until - Date.now()) / 1000));
      setLeft(seconds);
      if (seconds === 0) clearInterval(timer);
    }, 500);
    return () => clearInterval(timer);
  }, [fromSeconds]);
  return left;
}

/** The number may be wrong: only the sender can mend that. */
function AskOtherWay(props: { visit: Visit; name: string }): JSX.Element {
  const { t } = useWords();
  const [asked, setAsked] = useState(false);
  if (asked) return <output class="hint">{t("guest.check.other_way_asked", { name: props.name })}</output>;
  return (
    <button
      class="plain-button"
      type="button"
      disabled={props.visit.busy}
      onClick={() => void props.visit.ask("other-way").then(setAsked)}
    >
      {t("guest.check.other_way")}
    </button>
  );
}

/** Who writes, and the check that the sender chose: a code by SMS, or the agreed password. */
export function CheckView(props: { visit: Visit; knock: Knock }): JSX.Element {
  const { visit, knock } = props;
  const { t, language } = useWords();
  const [given, setGiven] = useState("");
  const [trust, setTrust] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const bySms = knock.state === "code";
  const left = useCountdown(visit.waitSeconds);
  useEffect(() => {
    setGiven("");
    field.current?.focus();
  }, [visit.problem, knock]);

  return (
    <div class="card">
      <StepHeading>{bySms ? t("guest.check.heading_sms") : t("guest.check.heading_password")}</StepHeading>
      <p class="lead">
        {t("guest.check.from", { name: knock.sender.name, moment: moment(knock.sentAt, language) })}
        <br />
        <span class="soft">{knock.sender.email}</span>
      </p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const answer = bySms ? { code: given.replaceAll(/\s/g, "") } : { password: given };
          void visit.answer({ ...answer, ...(trust && { trustDevice: true }) });
        }}
      >
        <label class="field">
          <span>{bySms ? t("guest.check.code_label") : t("guest.check.password_label")}</span>
          <input
            ref={field}
            class={bySms ? "code" : undefined}
            value={given}
            onInput={(event) => setGiven(event.currentTarget.value)}
            {...(bySms ? { type: "text" } : { type: "password" })}
            inputMode={bySms ? "numeric" : "text"}
            autocomplete={bySms ? "one-time-code" : "off"}
            maxLength={bySms ? 9 : 256}
            required
            aria-describedby="check-hint"
          />
          <small id="check-hint">
            {bySms
              ? t("guest.check.sms_hint", { phone: knock.phoneHint ?? "" })
              : t("guest.check.password_hint", { name: knock.sender.name })}
          </small>
        </label>
        {knock.trustDays !== undefined && (
          <label class="choice">
            <input
              type="checkbox"
              checked={trust}
              onChange={(event) => setTrust(event.currentTarget.checked)}
              aria-describedby="trust-hint"
            />
            <span>
              {t("guest.check.trust", { count: knock.trustDays })}
              <small id="trust-hint">{t("guest.check.trust_hint")}</small>
            </span>
          </label>
        )}
        <ProblemNote problem={visit.problem} />
        {knock.triesLeft !== undefined && knock.triesLeft < 5 && (
          <output class="hint">{t("guest.check.tries", { count: knock.triesLeft })}</output>
        )}
        <button class="primary wide" type="submit" disabled={visit.busy}>
          {visit.busy ? t("guest.check.checking") : t("guest.check.go_on")}
        </button>
      </form>
      {bySms && (
        <button
          class="plain-button"
          type="button"
          disabled={visit.busy || left > 0}
          onClick={() => void visit.requestCode(language)}
        >
          {left > 0 ? t("guest.check.again_in", { seconds: left }) : t("guest.check.again")}
        </button>
      )}
      {bySms && left === 0 && <AskOtherWay visit={visit} name={knock.sender.name} />}
    </div>
  );
}

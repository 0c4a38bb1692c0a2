/** @jsxImportSource preact */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Problem } from "#/contract/index.ts";
import { asProblem } from "../parts/call.ts";
import { longMoment } from "../parts/format.ts";
import { type PageLanguage, preferredLanguage, rememberLanguage } from "../parts/languages.ts";
import { wearColours } from "./firm-colours.ts";
import { call, type Door, type Notification, speak } from "./guest-call.ts";
import { Icon } from "./icon.tsx";
import { ProblemNote, StepHeading } from "./notes.tsx";
import { Seal, Sheet } from "./sheet.tsx";
import { useSpoken, useWords, Words } from "./words.ts";

function Known(props: { answer: Extract<Notification, { known: true }> }): JSX.Element {
  const { t, language } = useWords();
  const { organisation, senderName, sentAt, address } = props.answer;
  return (
    <>
      <Seal />
      <StepHeading>{t("guest.real.yes")}</StepHeading>
      <dl class="facts">
        <dt>{t("guest.real.by")}</dt>
        <dd>
          {senderName}, {organisation.name} ({organisation.domain})
        </dd>
        <dt>{t("guest.real.at")}</dt>
        <dd>{longMoment(sentAt, language)}</dd>
        <dt>{t("guest.real.to")}</dt>
        <dd>{address}</dd>
      </dl>
      <p>{t("guest.real.compare")}</p>
      <p class="hint">{t("guest.real.same_site", { host: location.host })}</p>
    </>
  );
}

function Unknown(props: { organisation: Door["organisation"] | null }): JSX.Element {
  const { t } = useWords();
  return (
    <>
      <StepHeading>{t("guest.real.no")}</StepHeading>
      <p class="lead">{t("guest.real.no_why")}</p>
      <ol class="steps">
        <li>{t("guest.real.no_typed")}</li>
        <li>{t("guest.real.no_click")}</li>
        <li>
          {props.organisation && props.organisation.phone !== ""
            ? t("guest.real.no_call", { organisation: props.organisation.name, phone: props.organisation.phone })
            : t("guest.real.no_call_known")}
        </li>
      </ol>
    </>
  );
}

function CodeForm(props: { onAnswer: (answer: Notification) => void }): JSX.Element {
  const { t } = useWords();
  const [code, setCode] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const ask = async (): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    try {
      props.onAnswer(await call("askNotification", { body: { code } }));
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <StepHeading>{t("guest.real.heading")}</StepHeading>
      <p class="lead">{t("guest.real.lead")}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void ask();
        }}
      >
        <label class="field">
          <span>{t("guest.real.code_label")}</span>
          <input
            class="check-code"
            value={code}
            onInput={(event) => setCode(event.currentTarget.value)}
            autocomplete="off"
            autocapitalize="characters"
            spellcheck={false}
            maxLength={60}
            required
            placeholder={t("guest.real.code_example")}
            aria-describedby="real-hint"
          />
          <small id="real-hint">{t("guest.real.code_hint")}</small>
        </label>
        <ProblemNote problem={problem} />
        <button class="primary wide" type="submit" disabled={busy}>
          <Icon name="check" /> {t("guest.real.ask")}
        </button>
      </form>
    </>
  );
}

/** Is this mail real? Whoever doubts types the code from the mail, here, and needs no link for it. */
export function CheckPage(): JSX.Element {
  const [organisation, setOrganisation] = useState<Door["organisation"] | null>(null);
  const [answer, setAnswer] = useState<Notification>();
  const [chosen, choose] = useState<PageLanguage>(() => preferredLanguage());
  const words = useSpoken(chosen);
  const { t, language } = words;
  speak(language);
  useEffect(() => {
    call("notificationDoor").then(
      (door) => setOrganisation(door.organisation),
      () => undefined,
    );
  }, []);
  useEffect(() => {
    document.documentElement.lang = language;
    document.title = t("guest.real.heading");
  }, [language, t]);
  // Where several firms share the server, the logo of one is not shown at an address that belongs to all.
  const known = answer?.known ? { ...answer.organisation, logo: organisation?.logo ?? "" } : undefined;
  const shown = known ?? organisation;
  useEffect(() => wearColours(shown), [shown]);
  return (
    <Words.Provider value={words}>
      <Sheet
        door={shown ? { organisation: shown, language } : undefined}
        logoAddress="/api/check/logo"
        quiet={false}
        onLanguage={(next) => {
          rememberLanguage(next);
          choose(next);
        }}
      >
        <div class="card">
          {answer === undefined && <CodeForm onAnswer={setAnswer} />}
          {answer?.known === true && <Known answer={answer} />}
          {answer?.known === false && <Unknown organisation={organisation} />}
          {answer && (
            <button class="plain-button" type="button" onClick={() => setAnswer(undefined)}>
              {t("guest.real.again")}
            </button>
          )}
        </div>
      </Sheet>
    </Words.Provider>
  );
}

/** @jsxImportSource preact */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { ProblemNote, StepHeading } from "./notes.tsx";
import { Seal } from "./sheet.tsx";
import type { Visit } from "./use-visit.ts";
import { useWords } from "./words.ts";

/** Whose page this is, and one button. Without the link's secret it asks for the code that the mail also prints. */
export function DoorView(props: { visit: Visit; ended: boolean }): JSX.Element {
  const { visit } = props;
  const { t, language } = useWords();
  const [typed, setTyped] = useState("");
  const refused = visit.problem?.status === 404 || visit.problem?.status === 401 || visit.problem?.status === 422;
  const needsCode = visit.secret === undefined || refused;
  const organisation = visit.door?.organisation.name ?? "";
  return (
    <div class="card">
      <Seal />
      <StepHeading>{t("guest.door.heading")}</StepHeading>
      <p class="lead">{t("guest.door.lead", { organisation })}</p>
      {visit.door && visit.door.organisation.ownText !== "" && (
        <p class="own-text">{visit.door.organisation.ownText}</p>
      )}
      {props.ended && <p class="hint">{t("guest.door.ended")}</p>}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void visit.open(needsCode ? typed.trim() : visit.secret!, language);
        }}
      >
        {needsCode && (
          <label class="field">
            <span>{t("guest.door.code_label")}</span>
            <input
              value={typed}
              onInput={(event) => setTyped(event.currentTarget.value)}
              autocomplete="off"
              autocapitalize="none"
              spellcheck={false}
              required
              placeholder={t("guest.door.code_example")}
              aria-describedby="code-hint"
            />
            <small id="code-hint">{t("guest.door.code_hint")}</small>
          </label>
        )}
        <ProblemNote problem={visit.problem} />
        <button class="primary wide" type="submit" disabled={visit.busy}>
          {visit.busy ? t("guest.door.opening") : t("guest.door.open")}
        </button>
      </form>
      <p class="hint">{t("guest.door.nothing_to_install")}</p>
    </div>
  );
}

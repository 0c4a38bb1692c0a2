import { Button, Checkbox } from "@mantine/core";
import { IconCheck, IconFileTypePdf, IconFileTypeTxt } from "@tabler/icons-react";
import { type JSX, useLayoutEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Answer, MemberRoutes } from "../../parts/call.ts";
import { StepTitle } from "../pieces/page-heading.tsx";
import { noteKitKept } from "./kit-note.ts";
import { saveText, savePdf } from "../save-file.ts";

interface SetupKitProps {
  readonly answer: Answer<MemberRoutes, "setup">;
  readonly threshold: number;
  readonly onDone: () => void;
}

/** The kit is shown once. Going on takes: every part saved, and a person who says so. */
export function SetupKit({ answer, threshold, onDone }: SetupKitProps): JSX.Element {
  const { t } = useTranslation();
  const { kit } = answer;
  const [saved, setSaved] = useState<ReadonlySet<string>>(new Set());
  const [confirmed, setConfirmed] = useState(false);
  // Before it is painted: who leaves at once is asked too.
  useLayoutEffect(() => {
    const stay = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener("beforeunload", stay);
    return () => removeEventListener("beforeunload", stay);
  }, []);
  const keep = (name: string, save: () => void): void => {
    save();
    setSaved((had) => new Set(had).add(name));
  };
  const allSaved = saved.size === kit.length;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        noteKitKept();
        onDone();
      }}
    >
      <StepTitle>{t("setup.kit_title")}</StepTitle>
      <p className="lead">{t("setup.kit_lead", { count: kit.length, threshold })}</p>
      <ul className="plain-steps">
        <li>{t("setup.kit_print")}</li>
        <li>{kit.length === 1 ? t("setup.kit_place_whole") : t("setup.kit_place_parts")}</li>
        <li>{t("setup.kit_once")}</li>
      </ul>
      <ul className="rows">
        {kit.map((part) => (
          <li key={part.name} className="row">
            <span className="row-main">
              <strong>{part.name}</strong>
              {saved.has(part.name) && (
                <span className="soft">
                  <IconCheck size={16} aria-hidden="true" /> {t("setup.kit_saved")}
                </span>
              )}
            </span>
            <span className="row-actions">
              <Button
                variant="default"
                size="sm"
                leftSection={<IconFileTypePdf size={18} />}
                aria-label={t("setup.kit_pdf_of", { name: part.name })}
                onClick={() => keep(part.name, () => savePdf(`${part.name}.pdf`, part.pdfBase64))}
              >
                {t("setup.kit_pdf")}
              </Button>
              <Button
                variant="default"
                size="sm"
                leftSection={<IconFileTypeTxt size={18} />}
                aria-label={t("setup.kit_text_of", { name: part.name })}
                onClick={() => keep(part.name, () => saveText(`${part.name}.txt`, part.text))}
              >
                {t("setup.kit_text")}
              </Button>
            </span>
          </li>
        ))}
      </ul>
      <Checkbox
        label={kit.length === 1 ? t("setup.kit_confirm_whole") : t("setup.kit_confirm_parts")}
        checked={confirmed}
        disabled={!allSaved}
        onChange={(event) => setConfirmed(event.currentTarget.checked)}
      />
      {!allSaved && <p className="soft">{t("setup.kit_first_save")}</p>}
      <div className="form-actions">
        <Button type="submit" disabled={!allSaved || !confirmed}>
          {t("setup.kit_go_on")}
        </Button>
      </div>
    </form>
  );
}

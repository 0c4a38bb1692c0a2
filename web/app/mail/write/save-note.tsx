import { Button } from "@mantine/core";
import type { JSX } from "react";
import { useTranslation } from "react-i18next";
import type { Draft } from "../draft.ts";
import { keepMine, loadDraft, saveNow } from "./saving.ts";

/** Whether what stands here is safe: said quietly, and loudly only when it is not. */
export function SaveNote({ draft }: { draft: Draft }): JSX.Element | null {
  const { t } = useTranslation();
  const { key, draftId, saving } = draft;
  if (saving === "nothing") return null;
  if (saving === "conflict")
    return (
      <div className="note" role="alert">
        <div>
          <p>{t("write.saving.conflict")}</p>
          <div className="form-actions">
            <Button size="sm" onClick={() => void keepMine(key)}>
              {t("write.saving.keep_mine")}
            </Button>
            <Button size="sm" variant="default" onClick={() => void loadDraft(key, draftId)}>
              {t("write.saving.take_theirs")}
            </Button>
          </div>
        </div>
      </div>
    );
  if (saving === "failed")
    return (
      <p className="note" role="alert">
        {t("write.saving.failed")}{" "}
        <button type="button" className="link-button" onClick={() => void saveNow(key).catch(() => undefined)}>
          {t("write.saving.again")}
        </button>
      </p>
    );
  return <p className="soft save-note">{t(saving === "saved" ? "write.saving.saved" : "write.saving.saving")}</p>;
}

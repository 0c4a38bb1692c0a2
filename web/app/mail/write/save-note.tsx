import { Button } from "@mantine/core";
import { type JSX, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import type { Problem } from "#/contract/index.ts";
import type { Draft } from "../draft.ts";
import { keepMine, loadDraft, saveAsNew, saveNow } from "./saving.ts";

type Reason = "offline" | "busy" | "signed_out" | "too_large" | "gone" | "refused";

function reasonOf({ code, status }: Problem): Reason {
  if (status === 0) return "offline";
  if (status === 401) return "signed_out";
  if (status === 413) return "too_large";
  if (code === "mail.draft_absent") return "gone";
  return status === 408 || status === 429 || status >= 500 ? "busy" : "refused";
}

function followNetwork(listener: () => void): () => void {
  addEventListener("online", listener);
  addEventListener("offline", listener);
  return () => {
    removeEventListener("online", listener);
    removeEventListener("offline", listener);
  };
}
const useOnline = (): boolean => useSyncExternalStore(followNetwork, () => navigator.onLine);

/** Why it is not saved, and what to do. */
function FailedNote({ draft: { key, problem }, reason }: { draft: Draft; reason: Reason }): JSX.Element {
  const { t } = useTranslation();
  return (
    <div className="note" role="alert">
      <div>
        <p>{t(`write.saving.why.${reason}`, { said: problem?.title ?? "" })}</p>
        <div className="form-actions">
          {reason === "gone" ? (
            <Button size="sm" variant="default" onClick={() => void saveAsNew(key).catch(() => undefined)}>
              {t("write.saving.as_new")}
            </Button>
          ) : (
            <Button size="sm" variant="default" onClick={() => void saveNow(key).catch(() => undefined)}>
              {t("write.saving.again")}
            </Button>
          )}
        </div>
      </div>
    </div>
  );
}

/** Whether what stands here is safe: said quietly, and loudly only when it is not. */
export function SaveNote({ draft }: { draft: Draft }): JSX.Element | null {
  const { t } = useTranslation();
  const isOnline = useOnline();
  const { key, draftId, saving, problem } = draft;
  if (saving === "nothing") return null;
  // What waits for its turn, or for an answer, waits for the network then.
  if (!isOnline && (saving === "unsaved" || saving === "saving")) return <FailedNote draft={draft} reason="offline" />;
  if (saving === "failed") return <FailedNote draft={draft} reason={problem ? reasonOf(problem) : "busy"} />;
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
  return <p className="soft save-note">{t(saving === "saved" ? "write.saving.saved" : "write.saving.saving")}</p>;
}

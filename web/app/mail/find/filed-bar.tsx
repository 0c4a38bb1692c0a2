import { Button, CloseButton } from "@mantine/core";
import { type JSX, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Filed } from "./filing.ts";

const shownMs = 12_000;

/** Says what was done, and takes it back. */
export function FiledBar({
  filed,
  onUndo,
  onDismiss,
}: {
  filed: Filed;
  onUndo: () => void;
  onDismiss: () => void;
}): JSX.Element {
  const { t } = useTranslation();
  const dismiss = useRef(onDismiss);
  useEffect(() => {
    dismiss.current = onDismiss;
  });
  useEffect(() => {
    const timer = setTimeout(() => dismiss.current(), shownMs);
    return () => clearTimeout(timer);
  }, []);
  return (
    <output className="filed">
      <span>{t(`find.done_${filed.act}`, { count: filed.count })}</span>
      {filed.undo.length > 0 && (
        <Button variant="default" size="compact-md" onClick={onUndo}>
          {t("find.undo")}
        </Button>
      )}
      <CloseButton size="sm" aria-label={t("common.close")} onClick={onDismiss} />
    </output>
  );
}

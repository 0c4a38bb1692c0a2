import { Button, CloseButton } from "@mantine/core";
import { IconArrowBackUp } from "@tabler/icons-react";
import type { JSX } from "react";
import { useTranslation } from "react-i18next";
import { useShortcuts } from "../shell/shortcuts.ts";
import { useReturnTo } from "./return-to.ts";
import { finishUndoable, holdUndoable, takeBack, useUndoable, waitToFinish } from "./undo.ts";

/** What was just done, and a way back; it stays while somebody looks at it. */
export function UndoBar(): JSX.Element {
  const { t } = useTranslation();
  const offer = useUndoable();
  const returnTo = useReturnTo();
  const undo = (): void => {
    const draft = takeBack();
    if (draft) returnTo(draft);
  };
  useShortcuts(offer ? { z: undo } : {});
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- it only stays longer
    <output
      className="undo-bar"
      aria-live="polite"
      onMouseEnter={holdUndoable}
      onMouseLeave={waitToFinish}
      onFocus={holdUndoable}
      onBlur={waitToFinish}
    >
      {offer && (
        <>
          <span>{offer.said}</span>
          <Button
            size="sm"
            px="sm"
            variant="default"
            leftSection={<IconArrowBackUp size={18} aria-hidden="true" />}
            onClick={undo}
          >
            {t("mail.outgoing.undo")}
          </Button>
          <CloseButton aria-label={t("common.close")} onClick={finishUndoable} />
        </>
      )}
    </output>
  );
}

import { Button, Modal } from "@mantine/core";
import { type JSX, useState } from "react";
import { useTranslation } from "react-i18next";
import { dropAllDrafts, holdsUnsent } from "../mail/draft.ts";
import { flush, isOutgoing } from "../mail/outgoing.ts";
import { logOut } from "../session.ts";

/** Logs out; asks first when something unsent would be lost, and lets what is leaving leave. */
export function useLogOut(): { ask: () => void; window: JSX.Element } {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const leave = async (): Promise<void> => {
    if (isOutgoing()) await flush();
    dropAllDrafts();
    await logOut();
  };
  const close = (): void => setAsking(false);
  return {
    ask: () => (holdsUnsent() ? setAsking(true) : void leave()),
    window: (
      <Modal
        opened={asking}
        onClose={close}
        title={t("app.leave_title")}
        closeButtonProps={{ "aria-label": t("common.close") }}
      >
        <div className="stack">
          <p>{t("app.leave_means")}</p>
          <div className="form-actions">
            <Button data-autofocus variant="default" onClick={close}>
              {t("common.cancel")}
            </Button>
            <Button onClick={() => void leave()}>{t("app.log_out")}</Button>
          </div>
        </div>
      </Modal>
    ),
  };
}

import { Button, Modal } from "@mantine/core";
import { type JSX, useState } from "react";
import { useTranslation } from "react-i18next";
import { holdsUnsent } from "../mail/draft.ts";
import { saveEverything } from "../mail/write/saving.ts";
import { logOut } from "../session.ts";

/** Logs out; saves what was written, and asks first when that can't be done. */
export function useLogOut(): { ask: () => void; window: JSX.Element } {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const leave = async (): Promise<void> => {
    await logOut();
  };
  const close = (): void => setAsking(false);
  return {
    ask: () => void saveEverything().then(() => (holdsUnsent() ? setAsking(true) : leave())),
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

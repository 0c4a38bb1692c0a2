import { Button, Modal, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { useTranslation } from "react-i18next";
import { CopyField } from "../pieces/copy-field.tsx";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { call } from "../session.ts";

/** How to have the folders in the file manager: an address, and a password of their own for that computer. */
export function ConnectWindow({ onClose }: { onClose: () => void }): JSX.Element {
  const { t } = useTranslation();
  const [label, setLabel] = useState("");
  const make = useMutation({ mutationFn: () => call("letProgramIn", { body: { label } }) });
  const address = new URL("/dav/", location.href).href;
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t("files.connect")}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <div className="stack">
        <p>{t("files.connect_lead")}</p>
        {make.data ? (
          <>
            <CopyField label={t("files.connect_address")} value={address} />
            <CopyField label={t("app_passwords.user")} value={make.data.userName} />
            <CopyField label={t("app_passwords.password")} value={make.data.secret} loud />
            <ul>
              <li>{t("files.connect_windows")}</li>
              <li>{t("files.connect_mac")}</li>
              <li>{t("files.connect_linux")}</li>
            </ul>
            <p className="soft">{t("files.connect_once")}</p>
            <Button onClick={onClose}>{t("app_passwords.kept")}</Button>
          </>
        ) : (
          <form
            className="stack"
            onSubmit={(event) => {
              event.preventDefault();
              make.mutate();
            }}
          >
            <TextInput
              label={t("files.connect_label")}
              description={t("files.connect_label_hint")}
              data-autofocus
              required
              withAsterisk={false}
              maxLength={200}
              autoComplete="off"
              value={label}
              onChange={(event) => setLabel(event.currentTarget.value)}
            />
            <ProblemNote error={make.error} />
            <div className="form-actions">
              <Button type="submit" loading={make.isPending}>
                {t("files.connect_act")}
              </Button>
              <Button variant="default" onClick={onClose}>
                {t("common.cancel")}
              </Button>
            </div>
          </form>
        )}
      </div>
    </Modal>
  );
}

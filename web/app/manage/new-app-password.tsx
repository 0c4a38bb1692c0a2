import { Button, Checkbox, Radio, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { useTranslation } from "react-i18next";
import { CopyField } from "../pieces/copy-field.tsx";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { call, queryClient } from "../session.ts";
import { appPasswordsQuery, type SmtpAddress } from "./app-password-queries.ts";
import { MailProgramSettings } from "./mail-program-settings.tsx";

interface NewAppPasswordProps {
  readonly smtp: SmtpAddress;
  readonly isAdmin: boolean;
  readonly onClose: () => void;
}

/** Makes one and shows it once, with everything the mail program asks for beside it. */
export function NewAppPassword({ smtp, isAdmin, onClose }: NewAppPasswordProps): JSX.Element {
  const { t } = useTranslation();
  const [label, setLabel] = useState("");
  const [door, setDoor] = useState<"smtp" | "api">("smtp");
  const [anyFrom, setAnyFrom] = useState(false);
  const make = useMutation({
    mutationFn: () => call("createAppPassword", { body: { label, door, anyFrom } }),
    onSuccess: () => queryClient.invalidateQueries(appPasswordsQuery),
  });
  if (make.data)
    return (
      <div className="stack">
        <p>{t("app_passwords.once")}</p>
        <CopyField label={t("app_passwords.user")} value={make.data.userName} />
        <CopyField label={t("app_passwords.password")} value={make.data.secret} loud />
        {door === "smtp" && <MailProgramSettings smtp={smtp} userName={make.data.userName} />}
        <Button onClick={onClose}>{t("app_passwords.kept")}</Button>
      </div>
    );
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        make.mutate();
      }}
    >
      <TextInput
        label={t("app_passwords.label")}
        description={t("app_passwords.label_hint")}
        data-autofocus
        autoComplete="off"
        required
        withAsterisk={false}
        maxLength={200}
        value={label}
        onChange={(event) => setLabel(event.currentTarget.value)}
      />
      <Radio.Group
        label={t("app_passwords.for")}
        value={door}
        onChange={(chosen) => setDoor(chosen === "api" ? "api" : "smtp")}
      >
        <div className="choices">
          <Radio value="smtp" label={t("app_passwords.door.smtp")} description={t("app_passwords.door_hint.smtp")} />
          <Radio value="api" label={t("app_passwords.door.api")} description={t("app_passwords.door_hint.api")} />
        </div>
      </Radio.Group>
      {isAdmin && door === "smtp" && (
        <Checkbox
          label={t("app_passwords.any_from")}
          description={t("app_passwords.any_from_hint")}
          checked={anyFrom}
          onChange={(event) => setAnyFrom(event.currentTarget.checked)}
        />
      )}
      <ProblemNote error={make.error} />
      <div className="form-actions">
        <Button type="submit" loading={make.isPending}>
          {t("app_passwords.make")}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t("common.cancel")}
        </Button>
      </div>
    </form>
  );
}

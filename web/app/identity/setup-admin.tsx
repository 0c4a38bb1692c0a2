import { TextInput } from "@mantine/core";
import type { JSX } from "react";
import { useTranslation } from "react-i18next";
import { NewPassword } from "./new-password.tsx";
import { longestName, type SetupStepProps, typedName } from "./setup-form.ts";

export function SetupAdmin({ form, onChange }: SetupStepProps): JSX.Element {
  const { t } = useTranslation();
  return (
    <>
      <p className="lead">{t("setup.admin_lead")}</p>
      <TextInput
        label={t("setup.name")}
        autoComplete="name"
        required
        withAsterisk={false}
        maxLength={longestName}
        value={form.adminName}
        onChange={(event) => onChange({ adminName: typedName(event.currentTarget.value) })}
      />
      <TextInput
        label={t("setup.email")}
        description={t("setup.email_hint", { domain: form.domain })}
        type="email"
        autoComplete="username"
        required
        withAsterisk={false}
        value={form.adminEmail}
        onChange={(event) => onChange({ adminEmail: event.currentTarget.value })}
      />
      <NewPassword
        value={form.password}
        onChange={(password) => onChange({ password })}
        own={[form.adminEmail, form.adminName, form.organisation]}
      />
    </>
  );
}

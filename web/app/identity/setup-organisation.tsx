import { TextInput } from "@mantine/core";
import type { JSX } from "react";
import { useTranslation } from "react-i18next";
import { longestName, type SetupStepProps, typedName } from "./setup-form.ts";

export function SetupOrganisation({ form, onChange }: SetupStepProps): JSX.Element {
  const { t } = useTranslation();
  return (
    <>
      <p className="lead">{t("setup.organisation_lead")}</p>
      <TextInput
        label={t("setup.organisation")}
        description={t("setup.organisation_hint")}
        autoComplete="organization"
        required
        withAsterisk={false}
        maxLength={longestName}
        value={form.organisation}
        onChange={(event) => onChange({ organisation: typedName(event.currentTarget.value) })}
      />
      <TextInput
        label={t("setup.domain")}
        description={t("setup.domain_hint")}
        placeholder={t("setup.domain_example")}
        autoCapitalize="none"
        spellCheck={false}
        required
        withAsterisk={false}
        pattern="\s*([a-zA-Z0-9]([a-zA-Z0-9\-]{0,61}[a-zA-Z0-9])?\.)+[a-zA-Z][a-zA-Z0-9\-]*[a-zA-Z0-9]\s*"
        title={t("setup.domain_pattern")}
        value={form.domain}
        onChange={(event) => onChange({ domain: event.currentTarget.value })}
      />
    </>
  );
}

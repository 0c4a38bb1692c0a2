import { PasswordInput } from "@mantine/core";
import type { JSX } from "react";
import { useTranslation } from "react-i18next";

export const passwordLength = 12;

/** A password of one's own, with what makes a good one said beforehand. */
export function NewPassword({ value, onChange }: { value: string; onChange: (text: string) => void }): JSX.Element {
  const { t } = useTranslation();
  const missing = passwordLength - value.length;
  return (
    <PasswordInput
      label={t("setup.password")}
      description={t("setup.password_hint")}
      autoComplete="new-password"
      required
      withAsterisk={false}
      minLength={passwordLength}
      maxLength={256}
      visibilityToggleButtonProps={{ "aria-label": t("common.show_password") }}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      {...(value !== "" && missing > 0 && { error: t("setup.password_short", { count: missing }) })}
    />
  );
}

import { SegmentedControl, TextInput } from "@mantine/core";
import type { JSX } from "react";
import { useTranslation } from "react-i18next";
import type { Verification } from "#/contract/index.ts";

interface VerificationFieldsProps {
  readonly name: string;
  readonly verification: Verification;
  readonly onVerification: (verification: Verification) => void;
  readonly phone: string;
  readonly onPhone: (phone: string) => void;
  readonly password: string;
  readonly onPassword: (password: string) => void;
  readonly phoneKnown?: boolean;
  readonly passwordKnown?: boolean;
  readonly required?: boolean;
}

const choices: readonly Verification[] = ["none", "sms", "password"];

/** How a recipient proves to be the one: three choices, and the field that the choice needs. */
export function VerificationFields(props: VerificationFieldsProps): JSX.Element {
  const { t } = useTranslation();
  const { verification, phoneKnown = false, passwordKnown = false, required = false } = props;
  return (
    <div className="verification">
      <SegmentedControl
        aria-label={t("mail.verify.label", { name: props.name })}
        value={verification}
        onChange={(value) => props.onVerification(value as Verification)}
        data={choices.map((choice) => ({ value: choice, label: t(`mail.verify.${choice}`) }))}
      />
      {verification === "sms" && (
        <TextInput
          type="tel"
          size="sm"
          autoComplete="off"
          label={t("mail.verify.phone")}
          description={phoneKnown ? t("mail.verify.phone_known") : t("mail.verify.phone_hint")}
          placeholder={phoneKnown ? t("mail.verify.phone_new") : t("mail.verify.phone_example")}
          required={required}
          withAsterisk={false}
          value={props.phone}
          onChange={(event) => props.onPhone(event.currentTarget.value)}
        />
      )}
      {verification === "password" && (
        <TextInput
          size="sm"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          label={t("mail.verify.secret")}
          description={passwordKnown ? t("mail.verify.password_known") : t("mail.verify.password_hint")}
          minLength={6}
          maxLength={256}
          required={required}
          withAsterisk={false}
          value={props.password}
          onChange={(event) => props.onPassword(event.currentTarget.value)}
        />
      )}
    </div>
  );
}

import { PasswordInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import type { JSX } from "react";
import { useTranslation } from "react-i18next";

import { asProblem } from "../../parts/call.ts";
import { useProblemSentence } from "../pieces/problem-note.tsx";
import { call } from "../session.ts";

export const passwordLength = 12;

interface NewPasswordProps {
  readonly value: string;
  readonly onChange: (text: string) => void;
  /** Names and addresses that must not be all there is to it. */
  readonly own?: readonly string[];
  /** Why the whole form was refused, where that was for the password. */
  readonly refused?: Error | null;
}

const noNames: readonly string[] = [];

/** A password of one's own, with what makes a good one said beforehand. */
export function NewPassword({ value, onChange, own = noNames, refused = null }: NewPasswordProps): JSX.Element {
  const { t } = useTranslation();
  const sentence = useProblemSentence();
  // Said where it is typed, not three steps later.
  const check = useMutation({
    mutationFn: () => call("checkPassword", { body: { password: value, own: own.filter((each) => each !== "") } }),
  });
  const problem = check.error ?? refused;
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
      onChange={(event) => {
        check.reset();
        onChange(event.currentTarget.value);
      }}
      onBlur={() => value.length >= passwordLength && check.mutate()}
      {...(problem && asProblem(problem).code.startsWith("identity.") && { error: sentence(asProblem(problem)) })}
      {...(value !== "" && missing > 0 && { error: t("setup.password_short", { count: missing }) })}
    />
  );
}

import { TextInput } from "@mantine/core";
import { type JSX, type Ref } from "react";

interface CodeFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (code: string) => void;
  readonly field?: Ref<HTMLInputElement>;
}

/** Six digits; phones offer them from the authenticator or the text message. */
export function CodeField({ label, value, onChange, field }: CodeFieldProps): JSX.Element {
  return (
    <TextInput
      ref={field}
      className="code-field"
      label={label}
      inputMode="numeric"
      autoComplete="one-time-code"
      maxLength={7}
      required
      withAsterisk={false}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value.replaceAll(/\D/g, "").slice(0, 6))}
    />
  );
}

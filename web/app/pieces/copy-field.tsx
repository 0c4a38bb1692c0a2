import { Button } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import type { JSX } from "react";
import { useTranslation } from "react-i18next";

/** A value to take along, with a button that says when it did. */
export function CopyField({
  label,
  value,
  loud = false,
}: {
  label: string;
  value: string;
  loud?: boolean;
}): JSX.Element {
  const { t } = useTranslation();
  const clipboard = useClipboard({ timeout: 3000 });
  return (
    <div className={loud ? "copy-field copy-field-loud" : "copy-field"}>
      <span className="copy-label">{label}</span>
      <code>{value}</code>
      <Button
        variant={loud ? "filled" : "default"}
        size="sm"
        leftSection={clipboard.copied ? <IconCheck size={18} /> : <IconCopy size={18} />}
        aria-label={t("common.copy_of", { label })}
        onClick={() => clipboard.copy(value)}
      >
        {clipboard.copied ? t("common.copied") : t("common.copy")}
      </Button>
    </div>
  );
}

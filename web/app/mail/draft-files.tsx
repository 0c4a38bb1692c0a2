import { ActionIcon } from "@mantine/core";
import { IconFile, IconX } from "@tabler/icons-react";
import type { JSX } from "react";
import { useTranslation } from "react-i18next";
import { fileSize } from "../../parts/format.ts";
import { changeDraft, type Draft } from "./draft.ts";

export function addFiles(key: string, files: readonly File[]): void {
  if (files.length === 0) return;
  changeDraft(key, (draft) => ({
    files: [...draft.files, ...files.map((file) => ({ id: crypto.randomUUID(), file }))],
  }));
}

/** What goes along; each can be taken off again. */
export function DraftFiles({ draft }: { draft: Draft }): JSX.Element | null {
  const { t, i18n } = useTranslation();
  if (draft.files.length === 0) return null;
  return (
    <ul className="rows" aria-label={t("common.attachments", { count: draft.files.length })}>
      {draft.files.map(({ id, file }) => (
        <li key={id} className="row">
          <IconFile size={20} stroke={1.75} aria-hidden="true" />
          <span className="row-main">
            <strong>{file.name}</strong>
            <span className="soft">{fileSize(file.size, i18n.language)}</span>
          </span>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={t("common.remove_file", { name: file.name })}
            onClick={() => changeDraft(draft.key, (had) => ({ files: had.files.filter((each) => each.id !== id) }))}
          >
            <IconX size={20} />
          </ActionIcon>
        </li>
      ))}
    </ul>
  );
}

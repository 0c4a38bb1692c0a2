import { IconDownload, IconFile } from "@tabler/icons-react";
import type { JSX } from "react";
import { useTranslation } from "react-i18next";
import { fileSize } from "../../parts/format.ts";
import { addressOf } from "../session.ts";
import type { Message } from "./mail-queries.ts";

export function AttachmentRows({ attachments }: { attachments: Message["attachments"] }): JSX.Element | null {
  const { t, i18n } = useTranslation();
  if (attachments.length === 0) return null;
  return (
    <ul className="rows" aria-label={t("common.attachments", { count: attachments.length })}>
      {attachments.map((attachment) => (
        <li key={attachment.attachmentId}>
          <a
            className="row row-link"
            href={addressOf("attachment", { attachmentId: attachment.attachmentId })}
            download={attachment.name}
          >
            <IconFile size={20} stroke={1.75} aria-hidden="true" />
            <span className="row-main">
              <strong>{attachment.name}</strong>
              <span className="soft">{fileSize(attachment.sizeBytes, i18n.language)}</span>
            </span>
            <span className="row-act">
              <IconDownload size={18} stroke={1.75} aria-hidden="true" /> {t("common.download")}
            </span>
          </a>
        </li>
      ))}
    </ul>
  );
}

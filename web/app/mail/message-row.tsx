import { IconPaperclip } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { JSX } from "react";
import { useTranslation } from "react-i18next";
import { shortMoment } from "../../parts/format.ts";
import type { Folder, ListEntry } from "./mail-queries.ts";
import { StateWord } from "./state-word.tsx";

const nameOf = (person: { email: string; name?: string | undefined }): string => person.name || person.email;

export function MessageRow({ entry, folder }: { entry: ListEntry; folder: Folder }): JSX.Element {
  const { t, i18n } = useTranslation();
  const who = folder === "inbox" ? nameOf(entry.from) : entry.to.map(nameOf).join(", ");
  return (
    <li>
      <Link
        to="/mail/$folder/$conversationId"
        params={{ folder, conversationId: entry.conversationId }}
        className={entry.unread ? "mail-row mail-row-unread" : "mail-row"}
        activeProps={{ className: "mail-row-here" }}
      >
        <span className="mail-row-top">
          <span className="mail-row-who">
            {entry.unread && <span className="unseen">{t("mail.unread")} </span>}
            {folder === "sent" && <span className="soft">{t("mail.to")} </span>}
            {who}
          </span>
          <time dateTime={entry.at}>{shortMoment(entry.at, i18n.language)}</time>
        </span>
        <span className="mail-row-subject">{entry.subject === "" ? t("common.no_subject") : entry.subject}</span>
        <span className="mail-row-bottom">
          <span className="mail-row-preview">{entry.preview}</span>
          {entry.attachmentCount > 0 && (
            <span className="mail-row-mark">
              <IconPaperclip size={16} stroke={1.75} aria-hidden="true" />
              {entry.attachmentCount}
              <span className="unseen"> {t("mail.attachments_word")}</span>
            </span>
          )}
        </span>
        {(entry.recalled || (entry.state !== null && folder === "sent")) && (
          <StateWord state={entry.recalled ? "recalled" : entry.state!} />
        )}
      </Link>
    </li>
  );
}

import { Checkbox } from "@mantine/core";
import { IconArchive, IconPaperclip } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { JSX } from "react";
import { useTranslation } from "react-i18next";
import { shortMoment } from "../../parts/format.ts";
import { LabelChips } from "./find/label-chips.tsx";
import type { Folder, ListEntry } from "./mail-queries.ts";
import { StateWord } from "./state-word.tsx";

const nameOf = (person: { email: string; name?: string | undefined }): string => person.name || person.email;

interface MessageRowProps {
  readonly entry: ListEntry;
  readonly folder: Folder;
  readonly chosen: boolean;
  readonly onChoose: (range: boolean) => void;
}

export function MessageRow({ entry, folder, chosen, onChoose }: MessageRowProps): JSX.Element {
  const { t, i18n } = useTranslation();
  // The state is the sender's to know: where there is one, it was sent from here.
  const isSent = folder === "sent" || (folder !== "inbox" && entry.state !== null);
  const who = isSent ? entry.to.map(nameOf).join(", ") : nameOf(entry.from);
  const subject = entry.subject === "" ? t("common.no_subject") : entry.subject;
  return (
    <li className={chosen ? "mail-line mail-line-chosen" : "mail-line"}>
      <Checkbox
        className="mail-choose"
        aria-label={t("find.choose", { who, subject })}
        checked={chosen}
        onChange={(event) => onChoose((event.nativeEvent as MouseEvent).shiftKey)}
      />
      <Link
        to="/mail/$folder/$conversationId"
        params={{ folder, conversationId: entry.conversationId }}
        className={entry.unread ? "mail-row mail-row-unread" : "mail-row"}
        activeProps={{ className: "mail-row-here" }}
      >
        <span className="mail-row-top">
          <span className="mail-row-who">
            {entry.unread && <span className="unseen">{t("mail.unread")} </span>}
            {isSent && <span className="soft">{t("mail.to")} </span>}
            {who}
          </span>
          <time dateTime={entry.at}>{shortMoment(entry.at, i18n.language)}</time>
        </span>
        <span className="mail-row-subject">{subject}</span>
        <span className="mail-row-bottom">
          <span className="mail-row-preview">{entry.preview}</span>
          {entry.attachmentCount > 0 && (
            <span className="mail-row-mark">
              <IconPaperclip size={16} stroke={1.75} aria-hidden="true" />
              <span aria-hidden="true">{entry.attachmentCount}</span>
              <span className="unseen">{t("common.attachments", { count: entry.attachmentCount })}</span>
            </span>
          )}
        </span>
        <LabelChips labelIds={entry.labelIds} />
        {entry.place === "archive" && folder !== "archive" && (
          <span className="state-word">
            <IconArchive size={16} stroke={1.75} aria-hidden="true" /> {t("find.in_archive")}
          </span>
        )}
        {(entry.recalled || (entry.state !== null && isSent)) && (
          <StateWord state={entry.recalled ? "recalled" : entry.state!} />
        )}
      </Link>
    </li>
  );
}

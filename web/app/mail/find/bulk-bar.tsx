import { Button, CloseButton } from "@mantine/core";
import { IconArchive, IconInbox, IconMail, IconMailOpened, IconTrash } from "@tabler/icons-react";
import type { JSX } from "react";
import { useTranslation } from "react-i18next";
import type { ListEntry } from "../mail-queries.ts";
import type { Change } from "./filing.ts";
import { LabelMenu } from "./label-menu.tsx";

interface BulkBarProps {
  readonly entries: readonly ListEntry[];
  readonly labelling: boolean;
  readonly onLabelling: (opened: boolean) => void;
  readonly onChange: (change: Change) => void;
  readonly onManage: () => void;
  readonly onAll: () => void;
  readonly onClear: () => void;
}

/** What can be done with the conversations that are chosen. */
export function BulkBar(props: BulkBarProps): JSX.Element {
  const { entries, labelling, onLabelling, onChange, onManage, onAll, onClear } = props;
  const { t } = useTranslation();
  const anyUnread = entries.some((entry) => entry.unread);
  const allAway = entries.every((entry) => entry.place !== "folder");
  return (
    <div className="bulk" role="toolbar" aria-label={t("find.acts")}>
      <span className="bulk-count">
        <CloseButton size="sm" aria-label={t("find.choose_none")} onClick={onClear} />
        <output>{t("find.chosen", { count: entries.length })}</output>
        <button type="button" className="quiet-link" onClick={onAll}>
          {t("find.choose_all")}
        </button>
      </span>
      <span className="bulk-acts">
        {allAway ? (
          <Button
            variant="default"
            size="compact-md"
            leftSection={<IconInbox size={18} />}
            onClick={() => onChange({ place: "folder" })}
          >
            {t("find.put_back")}
          </Button>
        ) : (
          <Button
            variant="default"
            size="compact-md"
            leftSection={<IconArchive size={18} />}
            onClick={() => onChange({ place: "archive" })}
          >
            {t("find.archive")}
          </Button>
        )}
        <Button
          variant="default"
          size="compact-md"
          leftSection={anyUnread ? <IconMailOpened size={18} /> : <IconMail size={18} />}
          onClick={() => onChange({ unread: !anyUnread })}
        >
          {t(anyUnread ? "find.mark_read" : "find.mark_unread")}
        </Button>
        <LabelMenu entries={entries} opened={labelling} onOpen={onLabelling} onChange={onChange} onManage={onManage} />
        {entries.some((entry) => entry.place !== "trash") && (
          <Button
            variant="default"
            size="compact-md"
            leftSection={<IconTrash size={18} />}
            onClick={() => onChange({ place: "trash" })}
          >
            {t("find.throw_away")}
          </Button>
        )}
      </span>
    </div>
  );
}

import { Modal } from "@mantine/core";
import type { JSX } from "react";
import { useTranslation } from "react-i18next";

const keys = [
  ["c", "new"],
  ["r", "reply"],
  ["a", "reply_all"],
  ["d", "drafts"],
  ["/", "search"],
  ["j", "next"],
  ["k", "previous"],
  ["x", "choose"],
  ["e", "archive"],
  ["u", "unread"],
  ["l", "label"],
  ["#", "trash"],
  ["z", "undo"],
  ["i", "inbox"],
  ["s", "sent"],
  ["Ctrl ↵", "send"],
  ["Esc", "back"],
  ["?", "this"],
] as const;

export function ShortcutsWindow({ opened, onClose }: { opened: boolean; onClose: () => void }): JSX.Element {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("app.shortcuts")}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <dl className="shortcuts">
        {keys.map(([key, act]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{t(`app.shortcut.${act}`)}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}

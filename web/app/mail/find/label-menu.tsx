import { Button, Menu } from "@mantine/core";
import { IconCheck, IconTag, IconTags } from "@tabler/icons-react";
import type { JSX } from "react";
import { useTranslation } from "react-i18next";
import type { ListEntry } from "../mail-queries.ts";
import type { Change } from "./filing.ts";
import { useLabels } from "./finding-queries.ts";

interface LabelMenuProps {
  readonly entries: readonly ListEntry[];
  readonly opened: boolean;
  readonly onOpen: (opened: boolean) => void;
  readonly onChange: (change: Change) => void;
  readonly onManage: () => void;
}

/** Gives the chosen conversations a label, or takes it from them when all have it. */
export function LabelMenu({ entries, opened, onOpen, onChange, onManage }: LabelMenuProps): JSX.Element {
  const { t } = useTranslation();
  const labels = useLabels();
  return (
    <Menu opened={opened} onChange={onOpen} position="bottom-start" width={260} withinPortal={false}>
      <Menu.Target>
        <Button variant="default" size="compact-md" leftSection={<IconTag size={18} />}>
          {t("find.label")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {labels.map((label) => {
          const all = entries.every((entry) => entry.labelIds.includes(label.labelId));
          return (
            <Menu.Item
              key={label.labelId}
              leftSection={<span className="label-dot" data-colour={label.colour} aria-hidden="true" />}
              rightSection={all && <IconCheck size={18} aria-hidden="true" />}
              onClick={() => onChange(all ? { removeLabelId: label.labelId } : { addLabelId: label.labelId })}
            >
              {all ? t("find.label_take", { name: label.name }) : label.name}
            </Menu.Item>
          );
        })}
        {labels.length > 0 && <Menu.Divider />}
        <Menu.Item leftSection={<IconTags size={18} />} onClick={onManage}>
          {t("find.labels_manage")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

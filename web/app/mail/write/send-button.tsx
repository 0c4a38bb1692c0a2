import { ActionIcon, Button, Menu, Modal, TextInput } from "@mantine/core";
import { IconCalendarTime, IconChevronDown, IconSend2 } from "@tabler/icons-react";
import { type JSX, useState } from "react";
import { useTranslation } from "react-i18next";
import { moment } from "../../../parts/format.ts";
import { localValue, plannedTimes } from "./planned-times.ts";

/** Sends now, or at a time that one chooses; times are those of this device. */
export function SendButton({ onSend }: { onSend: (sendAt?: string) => void }): JSX.Element {
  const { t, i18n } = useTranslation();
  const [choosing, setChoosing] = useState(false);
  const [times, setTimes] = useState(() => plannedTimes(new Date()));
  return (
    <>
      <Button.Group>
        <Button type="submit" leftSection={<IconSend2 size={20} stroke={1.75} />}>
          {t("mail.send")}
        </Button>
        <Menu position="top-start" withinPortal onOpen={() => setTimes(plannedTimes(new Date()))}>
          <Menu.Target>
            <ActionIcon size={42} variant="filled" className="send-later" aria-label={t("write.later.open")}>
              <IconChevronDown size={20} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Label>{t("write.later.title")}</Menu.Label>
            {times.map(({ name, at }) => (
              <Menu.Item key={name} onClick={() => onSend(at.toISOString())}>
                {t(`write.later.${name}`)} <span className="soft">{moment(at.toISOString(), i18n.language)}</span>
              </Menu.Item>
            ))}
            <Menu.Item leftSection={<IconCalendarTime size={18} />} onClick={() => setChoosing(true)}>
              {t("write.later.choose")}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </Button.Group>
      <Modal
        opened={choosing}
        onClose={() => setChoosing(false)}
        title={t("write.later.title")}
        closeButtonProps={{ "aria-label": t("common.close") }}
      >
        <ChooseTime
          act={t("write.later.plan")}
          onChosen={(at) => {
            setChoosing(false);
            onSend(at);
          }}
        />
      </Modal>
    </>
  );
}

/** A day and a time, in the notation of the device. */
export function ChooseTime(props: { act: string; onChosen: (at: string) => void }): JSX.Element {
  const { t } = useTranslation();
  const [value, setValue] = useState(() => localValue(plannedTimes(new Date()).at(-1)!.at));
  const [openedAt] = useState(() => new Date());
  const at = new Date(value);
  const isLater = at.getTime() > openedAt.getTime();
  return (
    <div className="stack">
      <TextInput
        type="datetime-local"
        label={t("write.later.when")}
        data-autofocus
        value={value}
        min={localValue(openedAt)}
        error={isLater ? undefined : t("write.later.past")}
        onChange={(event) => setValue(event.currentTarget.value)}
      />
      <Button disabled={!isLater} onClick={() => props.onChosen(at.toISOString())}>
        {props.act}
      </Button>
    </div>
  );
}

import { Button, Menu } from "@mantine/core";
import { IconBell, IconCalendarPlus, IconChevronDown, IconSend2 } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import type { JSX } from "react";
import { useTranslation } from "react-i18next";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { call } from "../session.ts";
import { renewAfterAct } from "./follow-up-queries.ts";
import type { Message, Recipient } from "./mail-queries.ts";

const acts = {
  remind: (recipientId: string) => call("remind", { params: { recipientId } }),
  extend: (recipientId: string) => call("extend", { params: { recipientId }, body: { days: null } }),
  resend: (recipientId: string) => call("resend", { params: { recipientId } }),
} as const;
type Act = keyof typeof acts;

/** One act for one recipient; tells what was done, and renews what shows it. */
export function useRecipientAct(message: Message, recipient: Recipient) {
  return useMutation({
    mutationFn: (act: Act) => acts[act](recipient.recipientId),
    onSettled: () => renewAfterAct(message),
  });
}

/** What a sender can do for one guest: remind, give more time, send the notification again. */
export function RecipientActs({ message, recipient }: { message: Message; recipient: Recipient }): JSX.Element {
  const { t } = useTranslation();
  const act = useRecipientAct(message, recipient);
  const name = recipient.name || recipient.email;
  const mayRemind = recipient.times.opened === null && ["handed-over", "queued"].includes(recipient.state);
  return (
    <>
      <Menu position="bottom-end" withinPortal={false} shadow="sm">
        <Menu.Target>
          <Button
            size="sm"
            variant="subtle"
            loading={act.isPending}
            rightSection={<IconChevronDown size={16} aria-hidden="true" />}
            aria-label={t("mail.follow.acts_for", { name })}
          >
            {t("mail.follow.acts")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {mayRemind && (
            <Menu.Item leftSection={<IconBell size={18} stroke={1.75} />} onClick={() => act.mutate("remind")}>
              {t("mail.follow.remind")}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconCalendarPlus size={18} stroke={1.75} />} onClick={() => act.mutate("extend")}>
            {t("mail.follow.extend")}
          </Menu.Item>
          <Menu.Item leftSection={<IconSend2 size={18} stroke={1.75} />} onClick={() => act.mutate("resend")}>
            {t("mail.resend")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <output className="soft">{act.isSuccess && t(`mail.follow.done.${act.variables}`)}</output>
      <ProblemNote error={act.error} />
    </>
  );
}

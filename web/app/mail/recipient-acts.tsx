import { Button } from "@mantine/core";
import { IconBell, IconCalendarPlus, IconSend2 } from "@tabler/icons-react";
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
const icons = { remind: IconBell, extend: IconCalendarPlus, resend: IconSend2 } as const;

/** One act for one recipient; renews what shows it. */
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
  const offered: readonly Act[] = mayRemind ? ["remind", "extend", "resend"] : ["extend", "resend"];
  return (
    <div className="recipient-acts">
      {offered.map((each) => {
        const Icon = icons[each];
        return (
          <Button
            key={each}
            size="compact-sm"
            variant="subtle"
            leftSection={<Icon size={16} stroke={1.75} aria-hidden="true" />}
            loading={act.isPending && act.variables === each}
            aria-label={`${t(`mail.follow.${each}`)}: ${name}`}
            onClick={() => act.mutate(each)}
          >
            {t(`mail.follow.${each}`)}
          </Button>
        );
      })}
      <output className="soft">{act.isSuccess && t(`mail.follow.done.${act.variables}`)}</output>
      <ProblemNote error={act.error} />
    </div>
  );
}

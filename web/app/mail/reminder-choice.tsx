import { NativeSelect } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import type { JSX } from "react";
import { useTranslation } from "react-i18next";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { call } from "../session.ts";
import { type FollowUp, renewAfterAct } from "./follow-up-queries.ts";
import type { Message } from "./mail-queries.ts";

const days = [1, 2, 3, 5, 7, 14];

/** When those who do not open this message are reminded. */
export function ReminderChoice({ message, followUp }: { message: Message; followUp: FollowUp }): JSX.Element {
  const { t } = useTranslation();
  const choose = useMutation({
    mutationFn: (remindAfterDays: number | null) =>
      call("chooseReminder", { params: { messageId: message.messageId }, body: { remindAfterDays } }),
    onSettled: () => renewAfterAct(message),
  });
  const word = (count: number): string => (count === 0 ? t("mail.follow.never") : t("mail.follow.after", { count }));
  const chosen = followUp.remindAfterDays;
  const offered =
    chosen === null || chosen === 0 || days.includes(chosen) ? days : [...days, chosen].toSorted((a, b) => a - b);
  return (
    <div className="reminder-choice">
      <NativeSelect
        size="sm"
        label={t("mail.follow.reminder")}
        value={chosen === null ? "firm" : String(chosen)}
        onChange={({ currentTarget: { value } }) => choose.mutate(value === "firm" ? null : Number(value))}
        data={[
          { value: "firm", label: t("mail.follow.as_firm", { what: word(followUp.firmRemindAfterDays) }) },
          { value: "0", label: word(0) },
          ...offered.map((count) => ({ value: String(count), label: word(count) })),
        ]}
      />
      <ProblemNote error={choose.error} />
    </div>
  );
}
